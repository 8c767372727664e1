"""Compute an expression for one village in plain Python: the oracle for the column form."""

from collections.abc import Callable, Mapping
from typing import Any

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


Meaning = Callable[[Any, Scope], int | None]
_MEANINGS: dict[type[model.Node], Meaning] = {}


def evaluate(node: model.Node, scope: Scope) -> int | None:
    """Value of the expression, or None where it is missing."""
    # A plain table: a page asks some thousand times, and `singledispatch` takes longer than most of the answers.
    meaning = _MEANINGS.get(type(node))
    if meaning is None:
        raise TypeError(f"no meaning for {type(node).__name__}")
    return meaning(node, scope)


def _means(meaning: Meaning) -> Meaning:
    """Register what the operator that the first argument names means."""
    _MEANINGS[meaning.__annotations__["node"]] = meaning
    return meaning


@_means
def _(node: model.Const, scope: Scope) -> int | None:
    return node.const


@_means
def _(node: model.Fact, scope: Scope) -> int | None:
    value = scope.facts.get(node.fact)
    return scope.blank if value is None else value


@_means
def _(node: model.Value, scope: Scope) -> int | None:
    return scope.values(node.value)


@_means
def _(node: model.Known, scope: Scope) -> int | None:
    return int(any(scope.facts.get(code) is not None for code in node.known))


@_means
def _(node: model.ClassRank, scope: Scope) -> int | None:
    return scope.class_rank_of(node.class_rank_of)


@_means
def _(node: model.Sum, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else sum(numbers)


@_means
def _(node: model.Least, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else min(numbers)


@_means
def _(node: model.Excess, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else max(numbers[0] - numbers[1], 0)


@_means
def _(node: model.Ratio, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else rounded_ratio(numbers[0], numbers[1], node.ratio.scale)


@_means
def _(node: model.AtLeast, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else int(numbers[0] >= numbers[1])


@_means
def _(node: model.All, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else int(all(number > 0 for number in numbers))


@_means
def _(node: model.Count, scope: Scope) -> int | None:
    numbers = _all_known(node, scope)
    return None if numbers is None else sum(number > 0 for number in numbers)


@_means
def _(node: model.If, scope: Scope) -> int | None:
    condition = evaluate(node.condition, scope)
    if condition is None:
        return None
    return evaluate(node.then if condition > 0 else node.otherwise, scope)


@_means
def _(node: model.Banded, scope: Scope) -> int | None:
    value = evaluate(node.banded.of, scope)
    return None if value is None else score_in_bands(value, node.banded.bands)


@_means
def _(node: model.Among, scope: Scope) -> int | None:
    value = evaluate(node.of, scope)
    return None if value is None else int(value in node.among)


@_means
def _(node: model.Times, scope: Scope) -> int | None:
    value = evaluate(node.of, scope)
    return None if value is None else node.times * value


@_means
def _(node: model.AnyOf, scope: Scope) -> int | None:
    return _enough(1, node.any, scope)


@_means
def _(node: model.Every, scope: Scope) -> int | None:
    return _enough(len(node.every), node.every, scope)


@_means
def _(node: model.Enough, scope: Scope) -> int | None:
    wanted = evaluate(node.enough, scope)
    return None if wanted is None else _enough(wanted, node.of, scope)


@_means
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
    numbers = []
    for operand in node.operands():
        number = evaluate(operand, scope)
        if number is None:
            return None
        numbers.append(number)
    return numbers


def score_in_bands(value: int, bands: tuple[model.Band, ...]) -> int:
    """Score of the band that ``value`` falls into; bands cover every integer."""
    return next(band.score for band in bands if band.covers(value))
