"""iBangga, the family development index: 17 variables of 0 or 1, three dimensions, one index; of families and areas.

All values are integers until they are printed: a dimension counts 420ths (420 is divisible by 1 to 7, however many
variables apply), an index 1260ths. A variable that an applicable question leaves unanswered makes its dimension and
the index unknown; it is never counted as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guyub.domain.expressions.evaluate import evaluate
from guyub.domain.expressions.model import Expression
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.families.rules import RuleFile
from guyub.domain.rulefiles import Grade, Model, Origin, Text

FULL = 420  # least common multiple of 1 to 7
FULL_INDEX = 3 * FULL
AreaMethod = Literal["mean-of-families", "ratio-of-sums"]


class State(StrEnum):
    """What is known of a variable in a family."""

    PASSED = "pass"
    FAILED = "fail"
    NOT_APPLICABLE = "not-applicable"
    UNANSWERED = "unanswered"


class Dimension(Model):
    """One of the three dimensions."""

    code: str
    name: Text


class Category(Model):
    """A category of the index; ``below`` and ``above`` are percent and exclude the limit itself."""

    code: str
    name: Text
    below: int | None = None
    above: int | None = None


class Variable(Model):
    """One variable: passed where ``score`` is above 0; not applicable where ``applies`` is 0."""

    code: str
    dimension: str
    indicator: Text
    name: Text
    questions: tuple[str, ...]
    applies: Expression | None = None
    score: Expression
    advice: Text
    opd: tuple[str, ...]
    grade: Grade
    source: Origin


class Ibangga(RuleFile):
    """The rules of the index."""

    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=3, max_length=3)]
    categories: tuple[Category, Category, Category]
    categories_grade: Grade
    categories_source: Origin
    variables: Annotated[tuple[Variable, ...], Field(min_length=1)]

    @property
    def na_policy(self) -> str:
        """What becomes of variables that do not apply: ``drop``, ``count_as_1`` or ``count_as_0``."""
        return self.answers["na_policy"]

    @cached_property
    def by_code(self) -> dict[str, Variable]:
        """Variables by code."""
        return {variable.code: variable for variable in self.variables}

    def of_dimension(self, code: str) -> tuple[Variable, ...]:
        """The variables of a dimension, in order."""
        return tuple(variable for variable in self.variables if variable.dimension == code)

    def category_of(self, value: int | Fraction, full: int) -> str:
        """Category of ``value`` of ``full``: compared exactly, never rounded; a limit itself is in the middle.

        Source: BKKBN figures of 2021 as printed ("kurang dari 40", "lebih dari 70"), PARTIAL.
        """
        low, middle, high = self.categories
        assert low.below is not None
        assert high.above is not None
        if value * 100 < low.below * full:
            return low.code
        return high.code if value * 100 > high.above * full else middle.code

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.categories[0].below is None or self.categories[2].above is None:
            raise ValueError("the first category needs 'below', the last 'above'")
        for dimension in self.dimensions:
            if not 1 <= len(self.of_dimension(dimension.code)) <= 7:
                raise ValueError(f"dimension {dimension.code} needs 1 to 7 variables, so that 420ths are exact")
        return self


# -- one family ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FamilyIndex:
    """The index of one family. ``dimensions`` in 420ths, ``total`` in 1260ths; None where an answer is missing.

    ``gain`` says by how many 1260ths the index would rise if a failing variable passed; it has an entry for each
    failing variable of a dimension that is known.
    """

    states: dict[str, State]
    dimensions: dict[str, int | None]
    total: int | None
    category: str | None
    gain: dict[str, int]

    @property
    def scores(self) -> dict[str, int | None]:
        """1 passed, 0 failed, None not applicable or unanswered."""
        numbers = {State.PASSED: 1, State.FAILED: 0}
        return {code: numbers.get(state) for code, state in self.states.items()}

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Codes of the variables that need an answer."""
        return self._in_state(State.UNANSWERED)

    @property
    def failing(self) -> tuple[str, ...]:
        """Codes of the variables that are not passed."""
        return self._in_state(State.FAILED)

    def _in_state(self, wanted: State) -> tuple[str, ...]:
        return tuple(code for code, state in self.states.items() if state is wanted)


def measure(rules: Ibangga, record: Mapping[str, int | None]) -> FamilyIndex:
    """The index of one family.

    Args:
        rules: Settled rules.
        record: A family record; an absent column is unknown.

    Source: BKKBN, metadata iBangga (PK 2021); what happens to variables that do not apply is INFERRED (``na_policy``).
    """
    scope = rules.scope(record)
    states: dict[str, State] = {}
    for variable in rules.variables:
        applies = 1 if variable.applies is None else evaluate(variable.applies, scope)
        score = evaluate(variable.score, scope)
        states[variable.code] = _state(applies, score)
    dimensions: dict[str, int | None] = {}
    gain: dict[str, int] = {}
    for dimension in rules.dimensions:
        codes = [variable.code for variable in rules.of_dimension(dimension.code)]
        value, weight = _dimension_value([states[code] for code in codes], rules.na_policy)
        dimensions[dimension.code] = value
        gain |= {code: weight for code in codes if value is not None and states[code] is State.FAILED}
    known = [value for value in dimensions.values() if value is not None]
    total = sum(known) if len(known) == len(dimensions) else None
    category = None if total is None else rules.category_of(total, FULL_INDEX)
    return FamilyIndex(states, dimensions, total, category, gain)


def _state(applies: int | None, score: int | None) -> State:
    if applies == 0:
        return State.NOT_APPLICABLE
    if applies is None or score is None:
        return State.UNANSWERED
    return State.PASSED if score > 0 else State.FAILED


def _dimension_value(states: list[State], na_policy: str) -> tuple[int | None, int]:
    """Value of a dimension in 420ths and what one variable weighs; no value where one is unanswered."""
    applicable = len(states) - (states.count(State.NOT_APPLICABLE) if na_policy == "drop" else 0)
    if State.UNANSWERED in states or applicable == 0:
        return None, 0
    passed = states.count(State.PASSED)
    if na_policy == "count_as_1":
        passed += states.count(State.NOT_APPLICABLE)
    weight = FULL // applicable
    return passed * weight, weight


def hundredths(value: int | Fraction, full: int) -> int:
    """``value`` of ``full`` on the scale 0 to 100, in hundredths; ties to even, rounded once, at the end.

    >>> hundredths(210, 420), hundredths(840, 1260)
    (5000, 6667)
    """
    exact = Fraction(value)
    return rounded_ratio(exact.numerator, exact.denominator * full, 10_000)


# -- an area ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VariableInArea:
    """How a variable stands in an area; ``points`` is what the index (0 to 100) would gain if every family passed."""

    code: str
    applicable: int
    failing: int
    unanswered: int
    points: Fraction


@dataclass(frozen=True)
class AreaIndex:
    """The index of an area, 0 to 100, exact; None where no family has a value."""

    families: int
    with_index: int
    dimensions: dict[str, Fraction | None]
    index: Fraction | None
    category: str | None
    distribution: dict[str, int]
    variables: tuple[VariableInArea, ...]


def index_of_dimensions(values: list[Fraction]) -> Fraction:
    """The index from the values of the dimensions: their plain mean.

    Source: national values of 2021 as published (55.99, 52.09, 53.96 give 54.01), CONFIRMED.

    >>> hundredths(index_of_dimensions([Fraction(5599, 100), Fraction(5209, 100), Fraction(5396, 100)]), 100)
    5401
    """
    return sum(values, Fraction(0)) / len(values)


def area(rules: Ibangga, sums: Mapping[str, int], *, method: AreaMethod = "mean-of-families") -> AreaIndex:
    """The index of an area from one row of sums (see `guyub.analytics.families.sum_families`).

    Args:
        rules: The settled rules that made the sums.
        sums: Sums by column name; variables are left out where the sums do not have them.
        method: ``mean-of-families``: each dimension is the mean of its families' values (default);
            ``ratio-of-sums``: passed variables over applicable ones. They differ where variables do not apply.

    Source: mean of families INFERRED; mean of dimensions CONFIRMED by the published values of 2021.
    """
    dimensions = {dimension.code: _area_dimension(sums, dimension.code, method) for dimension in rules.dimensions}
    known = [value for value in dimensions.values() if value is not None]
    index = index_of_dimensions(known) if len(known) == len(dimensions) else None
    variables = [_in_area(rules, variable, sums) for variable in rules.variables if f"{variable.code}_failing" in sums]
    return AreaIndex(
        families=sums["families"],
        with_index=sums["total_families"],
        dimensions=dimensions,
        index=index,
        category=None if index is None else rules.category_of(index, 100),
        distribution={category.code: sums[category.code] for category in rules.categories},
        variables=tuple(sorted(variables, key=lambda one: (-one.points, one.code))),
    )


def _area_dimension(sums: Mapping[str, int], code: str, method: AreaMethod) -> Fraction | None:
    if method == "mean-of-families":
        of, per = sums[f"{code}_sum"], sums[f"{code}_families"] * FULL
    else:
        of, per = sums[f"{code}_passed"], sums[f"{code}_applicable"]
    return Fraction(100 * of, per) if per else None


def _in_area(rules: Ibangga, variable: Variable, sums: Mapping[str, int]) -> VariableInArea:
    code = variable.code
    per = sums[f"{variable.dimension}_families"] * FULL * len(rules.dimensions)
    return VariableInArea(
        code=code,
        applicable=sums[f"{code}_applicable"],
        failing=sums[f"{code}_failing"],
        unanswered=sums[f"{code}_unanswered"],
        points=Fraction(100 * sums[f"{code}_gain"], per) if per else Fraction(0),
    )
