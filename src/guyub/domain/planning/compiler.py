"""Turn an instrument's expressions into rows of an integer programme, exactly.

Each expression becomes an affine form over integer columns. A *sense* says what the reader needs: with
``AT_MOST_TRUE`` the form may claim less than the true value but never more, with ``AT_LEAST_TRUE`` the reverse,
with ``EXACT`` both. One-sided forms need half the rows, and whatever only has to be reached needs no more.

Rounding is not approximated. ``round(s*n/d) >= t`` with ties to even is ``2*s*n >= (2*t-1)*d + (1 if t is odd)``
in integers, for a fixed ``t`` even where ``d`` moves; a rounded ratio that is added to others becomes an integer
``r = 2*k + b`` with the parity ``b`` in place of "t is odd".
"""

import itertools
from collections.abc import Callable, Mapping
from enum import IntEnum

from guyub.domain.expressions import model
from guyub.domain.expressions.rounding import least_numerator, rounded_ratio
from guyub.domain.planning.errors import CannotPlan
from guyub.domain.planning.programme import Affine, Programme, constant

MOST_LEVELS = 1000  # a ratio with a moving denominator that is added to something needs a column per level


class Sense(IntEnum):
    """What may be claimed of a value."""

    AT_LEAST_TRUE = -1
    EXACT = 0
    AT_MOST_TRUE = 1

    def through(self, weight: int) -> "Sense":
        """The sense needed of an operand that enters with this sign."""
        return Sense(self * (1 if weight > 0 else -1))

    @property
    def must_not_exceed(self) -> bool:
        """Whether claiming more than the true value is forbidden."""
        return self >= 0

    @property
    def must_not_fall_short(self) -> bool:
        """Whether claiming less than the true value is forbidden."""
        return self <= 0


class Compiler:
    """Compiles the expressions of one instrument for one village.

    Args:
        programme: Where columns and rows go.
        facts: Each fact after the plan, as an affine form; an absent code is missing.
        recorded: Codes of the facts that somebody recorded.
        values: The instrument's named values.
        blank: What a missing fact counts as; None keeps it missing.
        where: What is being compiled, for errors.
    """

    def __init__(
        self,
        programme: Programme,
        facts: Mapping[str, Affine],
        recorded: frozenset[str],
        values: Mapping[str, model.Node],
        blank: int | None,
    ) -> None:
        self.programme = programme
        self.facts = facts
        self.recorded = recorded
        self.values = values
        self.blank = blank
        self.where = ""
        self._numbers: dict[tuple[int, Sense], Affine | None] = {}
        self._flags: dict[tuple[int, int, Sense], Affine | None] = {}

    def number(self, node: model.Node, sense: Sense) -> Affine | None:
        """The value of an expression, or None where it is missing."""
        key = (id(node), sense)
        if key not in self._numbers:
            self._numbers[key] = _COMPILE[type(node)](self, node, sense)
        return self._numbers[key]

    def reaches(self, node: model.Node, least: int, sense: Sense) -> Affine | None:
        """A 0/1 form: whether an expression is at least ``least``."""
        key = (id(node), least, sense)
        if key not in self._flags:
            self._flags[key] = self._reaches(node, least, sense)
        return self._flags[key]

    def flag(self, expression: Affine, least: int, sense: Sense) -> Affine:
        """A 0/1 form: whether an affine form (with the same sense) is at least ``least``."""
        if expression.low >= least:
            return constant(1)
        if expression.high < least:
            return constant(0)
        if (expression.low, expression.high) == (0, 1):
            return expression
        flag = self.programme.binary()
        if sense.must_not_exceed:
            self.programme.imply_at_least(flag, expression, least)
        if sense.must_not_fall_short:
            self.programme.imply_at_most(self.negation(flag), expression, least - 1)
        return flag

    def negation(self, flag: Affine) -> Affine:
        """1 where the flag is 0."""
        return self.programme.combine([(-1, flag)], 1)

    def all_of(self, flags: list[Affine], sense: Sense) -> Affine:
        """A 0/1 form: whether all flags are 1."""
        if any(flag.high == 0 for flag in flags):
            return constant(0)
        flags = [flag for flag in flags if flag.low == 0]
        if not flags:
            return constant(1)
        if len(flags) == 1:
            return flags[0]
        every = self.programme.binary()
        if sense.must_not_exceed:
            for flag in flags:
                self.programme.require_at_least(self.programme.combine([(1, flag), (-1, every)]), 0)
        if sense.must_not_fall_short:
            total = self.programme.combine([(1, every), *((-1, flag) for flag in flags)])
            self.programme.require_at_least(total, 1 - len(flags))
        return every

    def choose(self, condition: Affine, then: Affine, otherwise: Affine, sense: Sense) -> Affine:
        """``then`` where the condition (an exact 0/1 form) is 1, else ``otherwise``."""
        if condition.is_constant:
            return then if condition.low else otherwise
        combine = self.programme.combine
        if then.is_constant and otherwise.is_constant:
            return combine([(then.low - otherwise.low, condition)], otherwise.low)
        chosen = self.programme.column(min(then.low, otherwise.low), max(then.high, otherwise.high))
        for flag, branch in ((condition, then), (self.negation(condition), otherwise)):
            difference = combine([(1, branch), (-1, chosen)])
            if sense.must_not_exceed:
                self.programme.imply_at_least(flag, difference, 0)
            if sense.must_not_fall_short:
                self.programme.imply_at_most(flag, difference, 0)
        return chosen

    def banded(self, of: model.Node, bands: tuple[model.Band, ...], sense: Sense) -> Affine | None:
        """The score of the band that the value falls into."""
        if sense is Sense.AT_MOST_TRUE:
            climbed = self._climbed(of, bands)
            if climbed is not None:
                return climbed
        steps = [(upper.score - lower.score, upper.start) for lower, upper in itertools.pairwise(bands)]
        parts: list[tuple[int, Affine]] = []
        for step, start in steps:
            assert start is not None
            if step == 0:
                continue
            entered = self.reaches(of, start, sense.through(step))
            if entered is None:
                return None
            parts.append((step, entered))
        if not parts and self.number(of, sense) is None:
            return None
        self._in_order([entered for _, entered in parts])
        return self.programme.combine(parts, bands[0].score)

    def _climbed(self, of: model.Node, bands: tuple[model.Band, ...]) -> Affine | None:
        """Rising or falling scores over one value as one row: the tightest form, where the value has one.

        With the limits ``t1 < t2 < ...`` and flags ``z1 >= z2 >= ...`` the row is
        ``value >= low + (t1 - low) z1 + (t2 - t1) z2 + ...``; falling scores mirror it.
        """
        scores = [band.score for band in bands]
        direction = 1 if scores == sorted(scores) else -1
        if direction < 0 and scores != sorted(scores, reverse=True):
            return None
        plain = self._plain(of, Sense(direction))
        if plain is None:
            return None
        value, numerator = plain
        starts = [(band.start, band.score) for band in bands if band.start is not None]
        if direction > 0:
            form, base = value, bands[0].score
            limits = [(numerator(start), score) for start, score in starts]
        else:
            form, base = self.programme.combine([(-1, value)]), bands[-1].score
            below = [(1 - numerator(start), lower.score) for (start, _), lower in zip(starts, bands, strict=False)]
            limits = below[::-1]
        return self._stairs(form, base, limits)

    def _stairs(self, form: Affine, base: int, limits: list[tuple[int, int]]) -> Affine:
        score, floor, flags, entered = base, form.low, [], []
        row: list[tuple[int, Affine]] = [(1, form)]
        parts: list[tuple[int, Affine]] = []
        for limit, reached in limits:
            if reached == score:
                continue
            if form.high < limit:
                break
            flag = self.programme.binary() if limit > form.low else constant(1)
            if limit > form.low:
                row.append((floor - limit, flag))
                floor = limit
                flags.append(flag)
                entered.append((next(iter(flag.terms)), limit))
            parts.append((reached - score, flag))
            score = reached
        if flags:
            self.programme.require_at_least(self.programme.combine(row), form.low)
            self._in_order(flags)
            self.programme.note_menu(form, entered)
        return self.programme.combine(parts, base)

    def _in_order(self, flags: list[Affine]) -> None:
        """A later limit is not reached before an earlier one: no new truth, but a tighter relaxation."""
        for lower, upper in itertools.pairwise(flags):
            self.programme.require_at_least(self.programme.combine([(1, lower), (-1, upper)]), 0)

    def _plain(self, node: model.Node, sense: Sense) -> tuple[Affine, Callable[[int], int]] | None:
        """A form and what each limit on the expression is as a limit on that form, where that is exact."""
        if isinstance(node, model.Value):
            return self._plain(self.values[node.value], sense)
        if not isinstance(node, model.Ratio):
            number = self.number(node, sense)
            return None if number is None else (number, lambda limit: limit)
        of, per = self.number(node.ratio.of, sense), self.number(node.ratio.per, sense.through(-1))
        if of is None or per is None or not per.is_constant or per.low == 0:
            return None
        return of, lambda limit: least_numerator(limit, per.low, node.ratio.scale)

    # -- thresholds --------------------------------------------------------------------------------------------

    def _reaches(self, node: model.Node, least: int, sense: Sense) -> Affine | None:
        if isinstance(node, model.Value):
            return self.reaches(self.values[node.value], least, sense)
        if isinstance(node, model.Ratio):
            return self._ratio_reaches(node.ratio, least, sense)
        number = self.number(node, sense)
        return None if number is None else self.flag(number, least, sense)

    def _ratio_reaches(self, ratio: model.RatioArguments, least: int, sense: Sense) -> Affine | None:
        of, per = self.number(ratio.of, sense), self.number(ratio.per, sense.through(-1))
        if of is None or per is None:
            return None
        if least <= 0:
            return constant(1)
        if per.high == 0:
            return constant(0)
        if per.is_constant:
            return self.flag(of, least_numerator(least, per.low, ratio.scale), sense)
        odd = least % 2
        distance = self.programme.combine([(2 * ratio.scale, of), (-(2 * least - 1), per)])
        if per.low > 0:
            return self.flag(distance, odd, sense)
        something = self.reaches(ratio.per, 1, Sense.EXACT)  # a ratio over nothing is 0
        assert something is not None
        return self.all_of([self.flag(distance, odd, sense), something], sense)

    # -- operators ---------------------------------------------------------------------------------------------

    def _const(self, node: model.Const, sense: Sense) -> Affine:
        return constant(node.const)

    def _fact(self, node: model.Fact, sense: Sense) -> Affine | None:
        if node.fact in self.facts:
            return self.facts[node.fact]
        return None if self.blank is None else constant(self.blank)

    def _value(self, node: model.Value, sense: Sense) -> Affine | None:
        return self.number(self.values[node.value], sense)

    def _known(self, node: model.Known, sense: Sense) -> Affine:
        return constant(int(any(code in self.recorded for code in node.known)))

    def _sum(self, node: model.Sum, sense: Sense) -> Affine | None:
        parts = [self.number(operand, sense) for operand in node.sum]
        known = [(1, part) for part in parts if part is not None]
        return self.programme.combine(known) if len(known) == len(parts) else None

    def _least(self, node: model.Least, sense: Sense) -> Affine | None:
        parts = [self.number(operand, sense) for operand in node.least]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        high = min(part.high for part in known)
        competing = [part for part in known if part.low < high]
        if not competing:
            return constant(high)
        least = self.programme.column(min(part.low for part in known), high)
        differences = [self.programme.combine([(1, part), (-1, least)]) for part in known]
        if sense.must_not_exceed:
            for difference in differences:
                self.programme.require_at_least(difference, 0)
        if sense.must_not_fall_short:
            picks = [self.programme.binary() for _ in known]
            self.programme.require_at_least(self.programme.combine([(1, pick) for pick in picks]), 1)
            for pick, difference in zip(picks, differences, strict=True):
                self.programme.imply_at_most(pick, difference, 0)
        return least

    def _excess(self, node: model.Excess, sense: Sense) -> Affine | None:
        first, second = self.number(node.excess[0], sense), self.number(node.excess[1], sense.through(-1))
        if first is None or second is None:
            return None
        difference = self.programme.combine([(1, first), (-1, second)])
        if difference.low >= 0:
            return difference
        if difference.high <= 0:
            return constant(0)
        excess = self.programme.column(0, difference.high)
        short_of = self.programme.combine([(1, difference), (-1, excess)])
        if sense.must_not_fall_short:
            self.programme.require_at_most(short_of, 0)
        if sense.must_not_exceed:
            above = self.programme.binary()
            self.programme.imply_at_least(above, short_of, 0)
            self.programme.imply_at_most(self.negation(above), excess, 0)
        return excess

    def _ratio(self, node: model.Ratio, sense: Sense) -> Affine | None:
        of, per = self.number(node.ratio.of, sense), self.number(node.ratio.per, sense.through(-1))
        if of is None or per is None:
            return None
        if per.high == 0:
            return constant(0)
        if not per.is_constant:
            return self._ratio_by_levels(node.ratio, of, per, sense)
        return self._rounded(of, per.low, node.ratio.scale, sense)

    def _rounded(self, of: Affine, per: int, scale: int, sense: Sense) -> Affine:
        low, high = rounded_ratio(max(of.low, 0), per, scale), rounded_ratio(max(of.high, 0), per, scale)
        if low == high:
            return constant(low)
        rounded, odd = (
            self._with_parity(low, high) if _can_tie(per, scale) else (self.programme.column(low, high), None)
        )
        difference = [(2 * scale, of), (-2 * per, rounded)]
        parity = [] if odd is None else [(1, odd)]
        if sense.must_not_exceed:
            lowered = [(-weight, form) for weight, form in parity]
            self.programme.require_at_least(self.programme.combine([*difference, *lowered]), -per)
        if sense.must_not_fall_short:
            self.programme.require_at_most(self.programme.combine([*difference, *parity]), per)
        self.programme.note_rounded(of, per, scale, rounded)
        return rounded

    def _with_parity(self, low: int, high: int) -> tuple[Affine, Affine]:
        """An integer and, as a 0/1 form, whether it is odd: a tie does not reach an odd value."""
        half, odd = self.programme.column(low // 2, high // 2), self.programme.binary()
        return self.programme.combine([(2, half), (1, odd)]), odd

    def _ratio_by_levels(self, ratio: model.RatioArguments, of: Affine, per: Affine, sense: Sense) -> Affine:
        high = rounded_ratio(max(of.high, 0), max(per.low, 1), ratio.scale)
        if high > MOST_LEVELS:
            raise CannotPlan(
                variable=self.where, problem="a ratio whose denominator moves has too wide a range to add up"
            )
        levels = [self._ratio_reaches(ratio, level, sense) for level in range(1, high + 1)]
        return self.programme.combine([(1, level) for level in levels if level is not None])

    def _at_least(self, node: model.AtLeast, sense: Sense) -> Affine | None:
        first, second = node.at_least
        limit = self.number(second, sense.through(-1))
        if limit is None:
            return None
        if limit.is_constant:
            return self.reaches(first, limit.low, sense)
        value = self.number(first, sense)
        if value is None:
            return None
        return self.flag(self.programme.combine([(1, value), (-1, limit)]), 0, sense)

    def _all(self, node: model.All, sense: Sense) -> Affine | None:
        flags = [self.reaches(operand, 1, sense) for operand in node.all]
        known = [flag for flag in flags if flag is not None]
        return self.all_of(known, sense) if len(known) == len(flags) else None

    def _count(self, node: model.Count, sense: Sense) -> Affine | None:
        flags = [self.reaches(operand, 1, sense) for operand in node.count]
        known = [(1, flag) for flag in flags if flag is not None]
        return self.programme.combine(known) if len(known) == len(flags) else None

    def _if(self, node: model.If, sense: Sense) -> Affine | None:
        condition = self.reaches(node.condition, 1, Sense.EXACT)
        if condition is None:
            return None
        if condition.is_constant:
            return self.number(node.then if condition.low else node.otherwise, sense)
        then, otherwise = self.number(node.then, sense), self.number(node.otherwise, sense)
        if then is None or otherwise is None:
            raise CannotPlan(variable=self.where, problem="a choice of which one side is missing")
        return self.choose(condition, then, otherwise, sense)

    def _banded(self, node: model.Banded, sense: Sense) -> Affine | None:
        return self.banded(node.banded.of, node.banded.bands, sense)

    def _refuse(self, node: model.Node, sense: Sense) -> Affine | None:
        raise CannotPlan(variable=self.where, problem=f"the operator {type(node).__name__} cannot be planned for")


def _can_tie(per: int, scale: int) -> bool:
    """Whether ``scale * n / per`` can lie midway between integers: ``2 * scale * n = odd * per`` needs the twos."""
    return (per & -per) % (2 * scale & -(2 * scale)) == 0


_COMPILE: dict[type[model.Node], Callable[..., Affine | None]] = {
    model.Const: Compiler._const,
    model.Fact: Compiler._fact,
    model.Value: Compiler._value,
    model.Known: Compiler._known,
    model.Sum: Compiler._sum,
    model.Least: Compiler._least,
    model.Excess: Compiler._excess,
    model.Ratio: Compiler._ratio,
    model.AtLeast: Compiler._at_least,
    model.All: Compiler._all,
    model.Count: Compiler._count,
    model.If: Compiler._if,
    model.Banded: Compiler._banded,
    model.ClassRank: Compiler._refuse,
    model.Option: Compiler._refuse,
    # Rules of single families read these; no instrument of villages does yet.
    model.Among: Compiler._refuse,
    model.Times: Compiler._refuse,
    model.AnyOf: Compiler._refuse,
    model.Every: Compiler._refuse,
    model.Enough: Compiler._refuse,
    model.Unknown: Compiler._refuse,
}
