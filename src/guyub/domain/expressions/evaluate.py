"""Compute an expression for one village in plain Python: the oracle for the column form."""

from collections.abc import Callable, Mapping
from functools import singledispatch

from guyub.domain.expressions import model
from guyub.domain.expressions.rounding import rounded_ratio

Resolver = Callable[[str], int | None]


class Scope:
    """What names mean while one village is computed.

    Args:
        facts: Values by fact code; an absent code or None is missing.
        values: Gives a named value of the instrument (already computed or on demand).
        class_rank_of: Gives the class rank under another instrument.
        blank: What a missing fact counts as when read as a number; None keeps it missing.
    """

    def __init__(
        self,
        facts: Mapping[str, int | None],
        values: Resolver | None = None,
        class_rank_of: Resolver | None = None,
        blank: int | None = None,
    ) -> None:
        self.facts = facts
        self.values = values or _nothing_named
        self.class_rank_of = class_rank_of or _nothing_named
        self.blank = blank


def _nothing_named(name: str) -> int | None:
    raise KeyError(name)


@singledispatch
def evaluate(node: model.Node, scope: Scope) -> int | None:
    """Value of the expression, or None where it is missing."""
    raise TypeError(f"no meaning for {type(node).__name__}")


@evaluate.register
def _(node: model.Const, scope: Scope) -> int | None:
    return node.const


@evaluate.register
def _(node: model.Fact, scope: Scope) -> int | None:
    value = scope.facts.get(node.fact)
    return scope.blank if value is None else value


@evaluate.register
def _(node: model.Value, scope: Scope) -> int | None:
    return scope.values(node.value)


@evaluate.register
def _(node: model.Known, scope: Scope) -> int | None:
    return int(any(scope.facts.get(code) is not None for code in node.known))


@evaluate.register
def _(node: model.ClassRank, scope: Scope) -> int | None:
    return scope.class_rank_of(node.class_rank_of)


@evaluate.register
def _(node: model.Sum, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else sum(numbers)


@evaluate.register
def _(node: model.Least, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else min(numbers)


@evaluate.register
def _(node: model.Excess, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else max(numbers[0] - numbers[1], 0)


@evaluate.register
def _(node: model.Ratio, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else rounded_ratio(numbers[0], numbers[1], node.ratio.scale)


@evaluate.register
def _(node: model.AtLeast, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else int(numbers[0] >= numbers[1])


@evaluate.register
def _(node: model.All, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else int(all(number > 0 for number in numbers))


@evaluate.register
def _(node: model.Count, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else sum(number > 0 for number in numbers)


@evaluate.register
def _(node: model.If, scope: Scope) -> int | None:
    condition = evaluate(node.condition, scope)
    if condition is None:
        return None
    return evaluate(node.then if condition > 0 else node.otherwise, scope)


@evaluate.register
def _(node: model.Banded, scope: Scope) -> int | None:
    value = evaluate(node.banded.of, scope)
    return None if value is None else score_in_bands(value, node.banded.bands)


@evaluate.register
def _(node: model.Among, scope: Scope) -> int | None:
    value = evaluate(node.of, scope)
    return None if value is None else int(value in node.among)


@evaluate.register
def _(node: model.Times, scope: Scope) -> int | None:
    value = evaluate(node.of, scope)
    return None if value is None else node.times * value


@evaluate.register
def _(node: model.AnyOf, scope: Scope) -> int | None:
    return _enough(1, node.any, scope)


@evaluate.register
def _(node: model.Every, scope: Scope) -> int | None:
    return _enough(len(node.every), node.every, scope)


@evaluate.register
def _(node: model.Enough, scope: Scope) -> int | None:
    wanted = evaluate(node.enough, scope)
    return None if wanted is None else _enough(wanted, node.of, scope)


@evaluate.register
def _(node: model.Unknown, scope: Scope) -> int | None:
    return None


def _enough(wanted: int, operands: tuple[model.Node, ...], scope: Scope) -> int | None:
    """Whether ``wanted`` operands are above 0, as far as the known ones decide."""
    values = [evaluate(operand, scope) for operand in operands]
    met = sum(value is not None and value > 0 for value in values)
    if met >= wanted:
        return 1
    return 0 if met + values.count(None) < wanted else None


def _all_known(node: model.Node, scope: Scope) -> list[int] | None:
    numbers = [evaluate(operand, scope) for operand in node.operands()]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) else None


def score_in_bands(value: int, bands: tuple[model.Band, ...]) -> int:
    """Score of the band that ``value`` falls into; bands cover every integer."""
    return next(band.score for band in bands if band.covers(value))
