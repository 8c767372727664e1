"""How many people or things stand between a variable and its next limit.

The smallest change of the figure that the variable counts; where the variable is a share, the denominator stays as
it is (a couple that changes method stays a user), which is the nearest a limit can be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guyub.data import load_fact_catalogue
from guyub.domain.expressions import model as expression
from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.instruments import Assessment, Instrument, Limit, Variable

Facts = Mapping[str, int | None]


@dataclass(frozen=True)
class Change:
    """The least change that reaches a limit."""

    count: int
    rises: bool
    unit: str
    within_whole: bool = False


@dataclass(frozen=True)
class Share:
    """A share of people: part, whole, and the fact or named value that the whole is."""

    part: int
    whole: int
    whole_name: str
    within_whole: bool
    unit: str


def to_limit(
    instrument: Instrument, variable: Variable, facts: Facts, assessment: Assessment, limit: Limit
) -> Change | None:
    """The least change that brings a variable to a limit; None where it is not a count or a share of people."""
    node = variable.value
    value = assessment.variables[variable.code].value
    assert value is not None
    rises = limit.value > value
    if isinstance(node, expression.Fact):
        return Change(abs(limit.value - value), rises, variable.unit)
    share = share_of(instrument, node, facts, assessment)
    if share is None or not share.whole:
        return None
    count = _least_change(share.part, share.whole, limit.value, rises)
    return None if count is None else Change(count, rises, share.unit, share.within_whole)


def share_of(instrument: Instrument, node: expression.Node, facts: Facts, assessment: Assessment) -> Share | None:
    """The share behind a percentage of people; None for other expressions."""
    if not isinstance(node, expression.Ratio):
        return None
    whole_name = _name_of(node.ratio.per)
    if whole_name is None:
        return None
    scope = Scope(facts, values=assessment.values.__getitem__, blank=instrument.blank)
    part, whole = evaluate(node.ratio.of, scope), evaluate(node.ratio.per, scope)
    if part is None or whole is None:
        return None
    parts, wholes = set(_facts_in(instrument, node.ratio.of)), set(_facts_in(instrument, node.ratio.per))
    first = next(iter(_facts_in(instrument, node.ratio.of)))
    unit = load_fact_catalogue().by_code[first].unit
    return Share(part, whole, whole_name, parts <= wholes, unit)


def named_values(node: expression.Node) -> tuple[str, ...]:
    """Named values in an expression, in order."""
    found = (part.value for part in expression.walk(node) if isinstance(part, expression.Value))
    return tuple(dict.fromkeys(found))


def _least_change(part: int, whole: int, limit: int, rises: bool) -> int | None:
    """Smallest change of ``part`` after which its rounded percentage has reached ``limit``; by bisection."""
    low, high = (part, whole) if rises else (0, part)

    def reached(candidate: int) -> bool:
        percent = rounded_ratio(candidate, whole, 100)
        return percent >= limit if rises else percent <= limit

    if not reached(high if rises else low):
        return None
    while low < high:
        middle = (low + high) // 2 if rises else (low + high + 1) // 2
        if reached(middle) == rises:
            low, high = (low, middle) if rises else (low, middle - 1)
        else:
            low, high = (middle + 1, high) if rises else (middle, high)
    return abs(low - part)


def _name_of(node: expression.Node) -> str | None:
    if isinstance(node, expression.Fact):
        return node.fact
    return node.value if isinstance(node, expression.Value) else None


def _facts_in(instrument: Instrument, node: expression.Node) -> Iterator[str]:
    for part in expression.walk(node):
        if isinstance(part, expression.Value):
            yield from _facts_in(instrument, instrument.values[part.value].of)
        elif isinstance(part, expression.Fact):
            yield part.fact
