"""How far a village is from every limit: points of an index, score of a variable, couples and families behind it.

The figures are exact: a limit acts after rounding (ties to even), so "how many couples" is solved on the rounded
ratio and not on the fraction. The denominator stays as it is: 69 fewer users of long-acting methods means 69 couples
who change to another method, not couples who stop.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from guyub.domain.expressions import model
from guyub.domain.expressions.evaluate import Scope, evaluate, score_in_bands
from guyub.domain.expressions.model import Node
from guyub.domain.expressions.rounding import least_numerator, rounded_ratio
from guyub.domain.instruments.assess import Assessment, Facts, Limit, VariableResult, assess, assess_change
from guyub.domain.instruments.model import Instrument, Variable


@dataclass(frozen=True)
class IndexMargin:
    """An index against its limit. ``spare`` is in score points: 0 is exactly on the limit, below 0 is short of it."""

    index: str
    value: int
    passes_at: int
    points: int
    points_needed: int
    most: int

    @property
    def spare(self) -> int:
        """Score points above the limit."""
        return self.points - self.points_needed


@dataclass(frozen=True)
class TotalMargin:
    """The points of a weighted instrument against the band it is in and the next class; in 1/full_score points.

    ``next_class`` is None in the highest class; ``gate_open`` tells whether its gate (if any) is passed.
    """

    total: int
    spare: int
    next_class: str | None
    next_missing: int
    gate_open: bool


@dataclass(frozen=True)
class Step:
    """The nearest better or worse score of a variable.

    ``value`` is the limit that the variable's figure has to meet. ``quantity`` is the first numerator that meets it,
    ``change`` how many units (couples, families, kinds) away that is, and ``score`` what it gives; the first two are
    None where no single count stands behind the score.
    """

    score: int
    value: int | None = None
    quantity: int | None = None
    change: int | None = None


@dataclass(frozen=True)
class GroupMargin:
    """One of the rates whose mean is a variable's value.

    ``to_up`` is how many more members take the mean to its next better limit if only this group grows; ``to_down``
    how many fewer take it to the next worse one. None where the group alone cannot do it.
    """

    value: str
    members_of: str
    members: int
    per_of: str
    per: int
    percent: int
    to_up: int | None
    to_down: int | None


@dataclass(frozen=True)
class VariableMargin:
    """A variable, what stands behind its score, and what one step up or down takes.

    ``quantity`` of ``per`` is the share now, of the facts or named values ``quantity_of`` and ``per_of``. The class
    after one step is named only where it differs: ``class_if_up`` where it is better, ``class_if_down`` where worse.
    """

    code: str
    index: str | None
    score: int | None
    best: int
    weight: int
    given: bool
    value: int | None
    quantity: int | None
    quantity_of: str | None
    per: int | None
    per_of: str | None
    up: Step | None
    down: Step | None
    groups: tuple[GroupMargin, ...]
    class_if_up: str | None
    class_if_down: str | None
    missing: tuple[str, ...]

    @property
    def effort(self) -> int | None:
        """People (or things) that the step up takes at least; None where they cannot be counted."""
        return _people(self.up, [group.to_up for group in self.groups])

    @property
    def safety(self) -> int | None:
        """People (or things) whose loss takes the step down; None where they cannot be counted."""
        return _people(self.down, [group.to_down for group in self.groups])


@dataclass(frozen=True)
class MissingFact:
    """A figure that nobody recorded, and how many points (weight times score) it may cost at most."""

    code: str
    variables: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class Margins:
    """An assessment with its distances to every limit. ``risks`` and ``chances`` are variables, nearest first."""

    assessment: Assessment
    indices: tuple[IndexMargin, ...]
    total: TotalMargin | None
    variables: Mapping[str, VariableMargin]
    missing: tuple[MissingFact, ...]
    risks: tuple[str, ...]
    chances: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the assessment itself."""
        return {
            "indices": {margin.index: {**asdict(margin), "spare": margin.spare} for margin in self.indices},
            "total": None if self.total is None else asdict(self.total),
            "variables": {code: asdict(margin) for code, margin in self.variables.items()},
            "missing": [asdict(fact) for fact in self.missing],
            "risks": list(self.risks),
            "chances": list(self.chances),
        }


def find_margins(
    instrument: Instrument,
    facts: Facts,
    *,
    mode: str | None = None,
    given: Mapping[str, int] | None = None,
    related: Mapping[str, Instrument] | None = None,
) -> Margins:
    """Assess one village and measure its distance to every limit. Arguments as for `assess`."""
    given = dict(given or {})
    related = related or {}
    rules = instrument.in_mode(mode)

    assessment = assess(rules, facts, given=given, related=related)

    def reassess(changed: Mapping[str, int]) -> Assessment:
        return assess_change(rules, assessment, facts, frozenset(), {**given, **changed}, related)

    scope = _scope(rules, facts, assessment, related, given)
    variables = {variable.code: _variable(variable, rules, assessment, scope, reassess) for variable in rules.variables}
    indices = tuple(_index(index.id, rules, assessment) for index in rules.indices)
    return Margins(
        assessment=assessment,
        indices=indices,
        total=_total(rules, assessment, scope),
        variables=variables,
        missing=_missing(rules, assessment, variables),
        risks=_risks(variables),
        chances=_chances(indices, variables),
    )


def _scope(
    rules: Instrument,
    facts: Facts,
    assessment: Assessment,
    related: Mapping[str, Instrument],
    given: Mapping[str, int],
) -> Scope:
    def class_rank_of(name: str) -> int | None:
        own = {code: score for code, score in given.items() if code in related[name].by_code}
        return assess(related[name], facts, given=own, related=related).rank

    return Scope(facts, assessment.values.__getitem__, class_rank_of, rules.blank)


# -- indices and totals ------------------------------------------------------------------------------------------


def _index(name: str, rules: Instrument, assessment: Assessment) -> IndexMargin:
    index = next(index for index in rules.indices if index.id == name)
    return IndexMargin(
        index=name,
        value=assessment.indices[name],
        passes_at=index.passes_at,
        points=sum(assessment.variables[code].score or 0 for code in index.members),
        points_needed=least_numerator(index.passes_at, len(index.members), 100),
        most=sum(rules.best_score(rules.by_code[code]) for code in index.members),
    )


def _total(rules: Instrument, assessment: Assessment, scope: Scope) -> TotalMargin | None:
    if rules.total is None or assessment.total is None:
        return None
    bands = rules.total.bands
    own = next(place for place, band in enumerate(bands) if band.gives == assessment.class_name)
    spare = assessment.total - bands[own].start
    if own == 0:
        return TotalMargin(assessment.total, spare, None, 0, True)
    above = bands[own - 1]
    gate = 1 if above.gate is None else evaluate(above.gate, scope)
    missing = max(above.start - assessment.total, 0)
    return TotalMargin(assessment.total, spare, above.gives, missing, bool(gate))


# -- variables ---------------------------------------------------------------------------------------------------


def _variable(
    variable: Variable,
    rules: Instrument,
    assessment: Assessment,
    scope: Scope,
    reassess: Callable[[Mapping[str, int]], Assessment],
) -> VariableMargin:
    result = assessment.variables[variable.code]
    behind = _behind(variable.value, rules, scope) if result.value is not None else None
    up, down = _steps(variable, result, behind, rules.best_score(variable))

    def class_after(step: Step | None, wanted: Callable[[int], bool]) -> str | None:
        if step is None:
            return None
        after = reassess({variable.code: step.score})
        return after.class_name if wanted(after.rank) else None

    index = rules.index_of(variable.code)
    return VariableMargin(
        code=variable.code,
        index=None if index is None else index.id,
        score=result.score,
        best=rules.best_score(variable),
        weight=variable.weight,
        given=result.given,
        value=result.value,
        quantity=None if behind is None else evaluate(behind.quantity, scope),
        quantity_of=None if behind is None else _name(behind.quantity),
        per=None if behind is None or behind.per is None else evaluate(behind.per, scope),
        per_of=None if behind is None or behind.per is None else _name(behind.per),
        up=up,
        down=down,
        groups=_groups(variable, rules, result, scope),
        class_if_up=class_after(up, lambda rank: rank > assessment.rank),
        class_if_down=class_after(down, lambda rank: rank < assessment.rank),
        missing=result.missing,
    )


def _steps(
    variable: Variable, result: VariableResult, behind: "_Behind | None", best: int
) -> tuple[Step | None, Step | None]:
    if result.value is None:
        return _next_scores(variable, result.score)
    up, down = result.up, result.down
    if not variable.bands and result.score is not None and result.score < best:
        up = Limit(best, best)
    return _step(up, result.value, behind, variable), _step(down, result.value, behind, variable)


def _next_scores(variable: Variable, score: int | None) -> tuple[Step | None, Step | None]:
    """Steps of a variable whose score is known and whose figure is not."""
    if score is None:
        return None, None
    scores = sorted({band.score for band in variable.bands})
    better = next((other for other in scores if other > score), None)
    worse = next((other for other in reversed(scores) if other < score), None)
    return (None if better is None else Step(better)), (None if worse is None else Step(worse))


def _step(limit: Limit | None, value: int, behind: "_Behind | None", variable: Variable) -> Step | None:
    if limit is None:
        return None
    if behind is None:
        return Step(limit.score, limit.value)
    quantity = behind.least(limit.value) if limit.value > value else _most(behind, limit.value)
    if quantity is None:
        return Step(limit.score, limit.value)
    # Where the whole is small, one couple can carry the share past a band: the score is what the count really gives.
    reached = behind.figure(quantity)
    score = score_in_bands(reached, variable.bands) if variable.bands else reached
    return Step(score, limit.value, quantity, quantity - behind.now)


def _most(behind: "_Behind", value: int) -> int | None:
    """The largest quantity that keeps the variable's figure at ``value`` or below."""
    beyond = behind.least(value + 1)
    return None if beyond is None else beyond - 1


def _people(step: Step | None, group_changes: list[int | None]) -> int | None:
    if step is not None and step.change is not None:
        return abs(step.change)
    return min((change for change in group_changes if change is not None), default=None)


def _nearest_first(margins: list[VariableMargin], people: Callable[[VariableMargin], int | None]) -> tuple[str, ...]:
    """Codes by the number of people; those that cannot be counted last."""

    def order(margin: VariableMargin) -> tuple[bool, int]:
        count = people(margin)
        return (count is None, count or 0)

    return tuple(margin.code for margin in sorted(margins, key=order))


# -- from a variable's figure back to the count behind it --------------------------------------------------------


@dataclass(frozen=True)
class _Rounded:
    """A ratio to a fixed divisor."""

    divisor: int
    scale: int

    def of(self, count: int) -> int:
        return rounded_ratio(count, self.divisor, self.scale)

    def least(self, value: int) -> int | None:
        return least_numerator(value, self.divisor, self.scale)


@dataclass(frozen=True)
class _Capped:
    """No more than a full share."""

    most: int

    def of(self, count: int) -> int:
        return min(count, self.most)

    def least(self, value: int) -> int | None:
        return value if value <= self.most else None


@dataclass(frozen=True)
class _Above:
    """What exceeds a base."""

    base: int

    def of(self, count: int) -> int:
        return max(count - self.base, 0)

    def least(self, value: int) -> int | None:
        return value + self.base if value > 0 else 0


@dataclass(frozen=True)
class _Behind:
    """The count behind a figure, its denominator, and what is done to it on the way, last first."""

    quantity: Node
    per: Node | None
    now: int
    layers: tuple[_Rounded | _Capped | _Above, ...]

    def figure(self, count: int) -> int:
        """The figure that a count gives."""
        for layer in reversed(self.layers):
            count = layer.of(count)
        return count

    def least(self, value: int) -> int | None:
        """The smallest count that gives the figure at least ``value``; None where no count does."""
        target: int | None = value
        for layer in self.layers:
            if target is None:
                return None
            target = layer.least(target)
        return target


def _behind(node: Node, rules: Instrument, scope: Scope) -> _Behind | None:
    layers: list[_Rounded | _Capped | _Above] = []
    per: Node | None = None
    while True:
        inner = _inside(node, rules)
        if isinstance(inner, model.Ratio):
            divisor = evaluate(inner.ratio.per, scope)
            if not divisor:
                return None
            layers.append(_Rounded(divisor, inner.ratio.scale))
            per = None if isinstance(inner.ratio.per, model.Const) else inner.ratio.per
            node = inner.ratio.of
        elif isinstance(inner, model.Least) and len(inner.least) == 2 and isinstance(inner.least[0], model.Const):
            layers.append(_Capped(inner.least[0].const))
            node = inner.least[1]
        elif isinstance(inner, model.Excess) and isinstance(inner.excess[1], model.Const):
            layers.append(_Above(inner.excess[1].const))
            node = inner.excess[0]
        else:
            break
    now = evaluate(node, scope)
    if now is None or not (_is_a_count(node) or not layers):
        return None
    return _Behind(node, per, now, tuple(layers))


def _inside(node: Node, rules: Instrument) -> Node:
    """What a named value stands for, where that is itself a rounded or capped figure."""
    if isinstance(node, model.Value):
        of = rules.values[node.value].of
        inner = _inside(of, rules)
        return inner if isinstance(inner, model.Ratio | model.Least | model.Excess) else node
    return node


def _is_a_count(node: Node) -> bool:
    """Whether a person can count it: a fact, a named count, a sum of facts, or how many of some things there are."""
    if isinstance(node, model.Sum):
        return all(isinstance(operand, model.Fact) for operand in node.sum)
    return isinstance(node, model.Fact | model.Value | model.Count)


def _name(node: Node) -> str | None:
    if isinstance(node, model.Fact):
        return node.fact
    return node.value if isinstance(node, model.Value) else None


# -- means of rates ----------------------------------------------------------------------------------------------


def _groups(variable: Variable, rules: Instrument, result: VariableResult, scope: Scope) -> tuple[GroupMargin, ...]:
    """The rates behind a variable that is a rounded mean of rounded rates, such as O1."""
    node = variable.value
    if result.value is None or not isinstance(node, model.Ratio) or not isinstance(node.ratio.of, model.Sum):
        return ()
    count = evaluate(node.ratio.per, scope)
    rates = [operand for operand in node.ratio.of.sum if isinstance(_inside(operand, rules), model.Ratio)]
    if not count or len(rates) != len(node.ratio.of.sum):
        return ()
    scale = node.ratio.scale
    sum_up = None if result.up is None else least_numerator(result.up.value, count, scale)
    sum_down = None if result.down is None else least_numerator(result.down.value + 1, count, scale) - 1
    total = sum(evaluate(rate, scope) or 0 for rate in rates)
    return tuple(
        _group(
            rate,
            rules,
            scope,
            None if sum_up is None else sum_up - total,
            None if sum_down is None else sum_down - total,
        )
        for rate in rates
    )


def _group(rate: Node, rules: Instrument, scope: Scope, points_up: int | None, points_down: int | None) -> GroupMargin:
    ratio = _inside(rate, rules)
    assert isinstance(ratio, model.Ratio)
    members, per = evaluate(ratio.ratio.of, scope) or 0, evaluate(ratio.ratio.per, scope) or 0
    scale = ratio.ratio.scale
    percent = rounded_ratio(members, per, scale)
    to_up = to_down = None
    if points_up is not None and per > 0:
        enough = least_numerator(percent + points_up, per, scale)
        to_up = enough - members if members < enough <= per else None
    if points_down is not None and per > 0 and percent + points_down >= 0:
        to_down = members - (least_numerator(percent + points_down + 1, per, scale) - 1)
    name = rate.value if isinstance(rate, model.Value) else ""
    return GroupMargin(
        value=name,
        members_of=_name(ratio.ratio.of) or "",
        members=members,
        per_of=_name(ratio.ratio.per) or "",
        per=per,
        percent=percent,
        to_up=to_up,
        to_down=to_down,
    )


# -- what matters most -------------------------------------------------------------------------------------------


def _missing(
    rules: Instrument, assessment: Assessment, variables: Mapping[str, VariableMargin]
) -> tuple[MissingFact, ...]:
    """Unrecorded facts, the most costly first; `missing_points_frame` is the same rule for many villages.

    A fact that only tells whether there is a record at all costs nothing once there is one.
    """
    charged: dict[str, list[str]] = {}
    for variable in rules.variables:
        result = assessment.variables[variable.code]
        behind_value = rules.facts_of_value(variable)
        for code in result.missing:
            if code in behind_value or not result.requirement_met:
                charged.setdefault(code, []).append(variable.code)

    def points(codes: list[str]) -> int:
        margins = [variables[code] for code in codes]
        return sum((margin.best - (margin.score or 0)) * margin.weight for margin in margins)

    missing = [MissingFact(code, tuple(codes), points(codes)) for code, codes in charged.items()]
    return tuple(sorted(missing, key=lambda fact: -fact.points))


def _risks(variables: Mapping[str, VariableMargin]) -> tuple[str, ...]:
    risky = [margin for margin in variables.values() if margin.class_if_down is not None]
    return _nearest_first(risky, lambda margin: margin.safety)


def _chances(indices: tuple[IndexMargin, ...], variables: Mapping[str, VariableMargin]) -> tuple[str, ...]:
    """Variables whose step up raises the class; where none does alone, those of the index that holds it back most."""
    open_ = [margin for margin in variables.values() if margin.up is not None]
    lifting = [margin for margin in open_ if margin.class_if_up is not None]
    if not lifting and indices:
        weakest = min((index for index in indices if index.points < index.most), key=_distance, default=None)
        lifting = [margin for margin in open_ if weakest is not None and margin.index == weakest.index]
    elif not lifting:
        lifting = [margin for margin in open_ if margin.best > (margin.score or 0)]
    return _nearest_first(lifting, lambda margin: margin.effort)


def _distance(index: IndexMargin) -> tuple[bool, int]:
    """Failing indices first, the nearest to its limit; then passing ones, the thinnest."""
    return (index.spare >= 0, abs(index.spare))
