"""The z-scores of one child, each with how it came about or why it is blank."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from guyub.domain.growth.reasons import Reason
from guyub.domain.growth.standard import GrowthStandard, Indicator, Measure
from guyub.domain.growth.tables import Branch, Lms, Table, z_score


@dataclass(frozen=True, slots=True)
class Child:
    """What was measured; ``None`` where it is not known.

    Attributes:
        boy: ``False`` for a girl.
        age: Days for a standard by day, months for one by month; as it is, not rounded.
        weight: kg. height: cm, lying or standing. head, arm: cm round. triceps, subscapular: skinfold in mm.
        standing: ``False`` for a child measured lying.
        oedema: On both feet.
    """

    boy: bool | None
    age: float | None
    weight: float | None = None
    height: float | None = None
    head: float | None = None
    arm: float | None = None
    triceps: float | None = None
    subscapular: float | None = None
    standing: bool | None = None
    oedema: bool = False


@dataclass(frozen=True, slots=True)
class Working:
    """How a z-score came about: table and row (interpolated or not), value, branch of the formula, before rounding."""

    table: str
    row: Lms
    value: float
    branch: Branch
    unrounded: float


@dataclass(frozen=True, slots=True)
class Score:
    """One z-score of two decimals with its working, or the reason why there is none."""

    z: float | None
    flagged: bool = False
    reason: Reason = Reason.NONE
    working: Working | None = None


@dataclass(frozen=True, slots=True)
class ChildScores:
    """Scores by indicator, and what was done to the measurements before.

    Attributes:
        scores: By code of the indicator.
        age: Whole days, or months as given; ``None`` where unknown.
        height: cm in the posture of the age.
        height_change: cm that were added for posture: 0.7, -0.7 or 0.
        bmi: kg per square metre of that height.
        posture_ignored: Whether standing was not believed at this age.
    """

    scores: dict[str, Score]
    age: float | None
    height: float | None
    height_change: float
    bmi: float | None
    posture_ignored: bool


def scores_of(standard: GrowthStandard, child: Child, wanted: Collection[str] | None = None) -> ChildScores:
    """Scores of the indicators ``wanted`` (all of the standard, where not said).

    Source: domain rules of WHO's package anthro: 1.1.0.9000, and anthroplus: 1.0.0.9000.
    """
    age = _counted_age(standard, child.age)
    ignored = _posture_ignored(standard, child)
    standing = None if ignored else child.standing
    change = _height_change(standard, age, standing)
    height = None if child.height is None else child.height + change
    bmi = _bmi(child.weight, height)
    values: dict[Measure, float | None] = {
        "height": height,
        "weight": child.weight,
        "bmi": bmi,
        "head": child.head,
        "arm": child.arm,
        "triceps": child.triceps,
        "subscapular": child.subscapular,
    }
    scores = {
        code: _score(standard, indicator, child, age, standing, height, values[indicator.of])
        for code, indicator in standard.indicators.items()
        if wanted is None or code in wanted
    }
    return ChildScores(scores, age, height, change, bmi, ignored)


# -- before the tables -----------------------------------------------------------------------------------------------


def _counted_age(standard: GrowthStandard, age: float | None) -> float | None:
    """Days are rounded, half a day up; months stay as they are."""
    if age is None or standard.rules.age.unit == "month":
        return age
    return float(math.floor(age + 0.5))


def _posture_ignored(standard: GrowthStandard, child: Child) -> bool:
    posture = standard.rules.posture
    if posture is None or child.age is None or not child.standing:
        return False
    return child.age < posture.standing_unlikely_before_day


def _height_change(standard: GrowthStandard, age: float | None, standing: bool | None) -> float:
    posture = standard.rules.posture
    if posture is None or age is None or standing is None:
        return 0.0
    lying_age = age < posture.lying_before_day
    if lying_age == (not standing):
        return 0.0
    return posture.difference_cm if lying_age else -posture.difference_cm


def _bmi(weight: float | None, height: float | None) -> float | None:
    if weight is None or height is None:
        return None
    metres = height / 100
    if metres == 0:
        return math.copysign(math.inf, weight) if weight else math.nan
    return weight / (metres * metres)


# -- one indicator ---------------------------------------------------------------------------------------------------


def _score(
    standard: GrowthStandard,
    indicator: Indicator,
    child: Child,
    age: float | None,
    standing: bool | None,
    height: float | None,
    value: float | None,
) -> Score:
    table = _table(standard, indicator, age, standing, height)
    key = height if indicator.by_length else age
    reason = _reason(standard, indicator, table, child, key, value)
    if reason is not Reason.NONE:
        return Score(None, reason=reason)
    assert child.boy is not None
    assert key is not None
    assert value is not None
    row = table.at(child.boy, key)
    exact, branch = z_score(value, row, indicator.restricted)
    z = round(exact, 2) + 0.0  # no negative zero
    return Score(z, not indicator.least <= z <= indicator.most, working=Working(table.name, row, value, branch, exact))


def _table(
    standard: GrowthStandard, indicator: Indicator, age: float | None, standing: bool | None, height: float | None
) -> Table:
    """By age; for weight by length the table of the posture that the age, else the child, else the length tells."""
    if not indicator.by_length:
        return standard.tables[indicator.tables[0]]
    posture = standard.rules.posture
    assert posture is not None
    if age is not None:
        lying = age < posture.lying_before_day
    elif standing is not None:
        lying = not standing
    else:
        lying = height is None or height < posture.lying_below_cm
    return standard.tables[indicator.tables[0 if lying else 1]]


def _reason(
    standard: GrowthStandard,
    indicator: Indicator,
    table: Table,
    child: Child,
    key: float | None,
    value: float | None,
) -> Reason:
    if child.boy is None:
        return Reason.SEX_MISSING
    of_age = _reason_of_age(standard, indicator, table, child.age)
    if of_age is not Reason.NONE:
        return of_age
    if value is None:
        return Reason.MEASURE_MISSING
    # By length WHO's programs give a weight of 0 kg its (flagged) z-score; below that there is no power to take.
    if value < 0 or math.isnan(value) or (value == 0 and not indicator.by_length):
        return Reason.MEASURE_NOT_POSITIVE
    if child.oedema and indicator.oedema:
        return Reason.OEDEMA
    if key is None:
        return Reason.LENGTH_MISSING
    return Reason.NONE if table.least <= key <= table.most else Reason.LENGTH_OUTSIDE


def _reason_of_age(standard: GrowthStandard, indicator: Indicator, table: Table, age: float | None) -> Reason:
    limits = standard.rules.age
    if age is None:
        return Reason.NONE if indicator.by_length else Reason.AGE_MISSING
    if age < 0:
        return Reason.AGE_NEGATIVE
    if limits.below is not None and age >= limits.below:
        return Reason.AGE_BEYOND
    if indicator.by_length:
        return Reason.NONE
    counted = _counted_age(standard, age)
    assert counted is not None
    if counted < table.least:
        return Reason.AGE_BELOW
    return Reason.AGE_BEYOND if counted > table.most else Reason.NONE
