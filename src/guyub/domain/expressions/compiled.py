"""Expressions as Python functions, made once and called for many records: for rules that read facts and nothing else.

They say what `evaluate` says, which stays the definition; a test holds the two to each other.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import singledispatch

from guyub.domain.expressions import model
from guyub.domain.expressions.rounding import rounded_ratio

Facts = Mapping[str, int | None]
Rule = Callable[[Facts], int | None]


def holds(rule: Rule, facts: Facts) -> bool:
    """Whether a rule gives more than 0; a missing value does not."""
    value = rule(facts)
    return value is not None and value > 0


@singledispatch
def compiled(node: model.Node) -> Rule:
    """The expression as a function of the facts; None where the value is missing.

    Raises:
        TypeError: It names values of an instrument, another class, or a choice that is not settled.
    """
    raise TypeError(f"{type(node).__name__} cannot be computed from facts alone")


@compiled.register
def _(node: model.Const) -> Rule:
    value = node.const
    return lambda facts: value


@compiled.register
def _(node: model.Fact) -> Rule:
    code = node.fact
    return lambda facts: facts.get(code)


@compiled.register
def _(node: model.Known) -> Rule:
    codes = node.known
    if len(codes) == 1:
        only = codes[0]
        return lambda facts: 1 if facts.get(only) is not None else 0
    return lambda facts: int(any(facts.get(code) is not None for code in codes))


@compiled.register
def _(node: model.Sum) -> Rule:
    return _of_all(node, sum)


@compiled.register
def _(node: model.Least) -> Rule:
    return _of_all(node, min)


@compiled.register
def _(node: model.Excess) -> Rule:
    return _of_all(node, lambda numbers: max(numbers[0] - numbers[1], 0))


@compiled.register
def _(node: model.Ratio) -> Rule:
    scale = node.ratio.scale
    return _of_all(node, lambda numbers: rounded_ratio(numbers[0], numbers[1], scale))


@compiled.register
def _(node: model.AtLeast) -> Rule:
    first, second = (compiled(operand) for operand in node.at_least)

    def rule(facts: Facts) -> int | None:
        left, right = first(facts), second(facts)
        return None if left is None or right is None else int(left >= right)

    return rule


@compiled.register
def _(node: model.All) -> Rule:
    return _of_all(node, lambda numbers: int(all(number > 0 for number in numbers)))


@compiled.register
def _(node: model.Count) -> Rule:
    return _of_all(node, lambda numbers: sum(number > 0 for number in numbers))


@compiled.register
def _(node: model.If) -> Rule:
    condition, then, otherwise = (compiled(part) for part in node.operands())
    if isinstance(node.condition, model.Known) and len(node.condition.known) == 1:  # what rules say most of the time
        code = node.condition.known[0]
        return lambda facts: otherwise(facts) if facts.get(code) is None else then(facts)

    def rule(facts: Facts) -> int | None:
        value = condition(facts)
        if value is None:
            return None
        return then(facts) if value > 0 else otherwise(facts)

    return rule


@compiled.register
def _(node: model.Banded) -> Rule:
    scores = [band.score for band in node.banded.bands]
    starts = [band.start for band in node.banded.bands if band.start is not None]
    return _of_one(node.banded.of, lambda value: scores[bisect_right(starts, value)])


@compiled.register
def _(node: model.Among) -> Rule:
    codes = frozenset(node.among)
    return _of_one(node.of, lambda value: int(value in codes))


@compiled.register
def _(node: model.Times) -> Rule:
    times = node.times
    return _of_one(node.of, lambda value: times * value)


@compiled.register
def _(node: model.AnyOf) -> Rule:
    return _enough(lambda facts: 1, node.any)


@compiled.register
def _(node: model.Every) -> Rule:
    number = len(node.every)
    return _enough(lambda facts: number, node.every)


@compiled.register
def _(node: model.Enough) -> Rule:
    return _enough(compiled(node.enough), node.of)


@compiled.register
def _(node: model.Unknown) -> Rule:
    return lambda facts: None


def _of_one(operand: model.Node, take: Callable[[int], int]) -> Rule:
    read = compiled(operand)

    def rule(facts: Facts) -> int | None:
        value = read(facts)
        return None if value is None else take(value)

    return rule


def _of_all(node: model.Node, take: Callable[[list[int]], int]) -> Rule:
    rules = tuple(compiled(operand) for operand in node.operands())

    def rule(facts: Facts) -> int | None:
        numbers = []
        for read in rules:
            value = read(facts)
            if value is None:
                return None
            numbers.append(value)
        return take(numbers)

    return rule


def _enough(wanted: Rule, operands: tuple[model.Node, ...]) -> Rule:
    rules = tuple(compiled(operand) for operand in operands)

    def rule(facts: Facts) -> int | None:
        least = wanted(facts)
        if least is None:
            return None
        values = [read(facts) for read in rules]
        met = sum(value is not None and value > 0 for value in values)
        if met >= least:
            return 1
        return 0 if met + values.count(None) < least else None

    return rule
