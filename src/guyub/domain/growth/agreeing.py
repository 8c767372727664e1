"""Why a z-score that another program computed differs from ours: under which of its assumptions ours is the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from guyub.domain.growth.indonesia import hundredths
from guyub.domain.growth.one import Child, scores_of
from guyub.domain.growth.standard import GrowthStandard
from guyub.domain.growth.tables import z_score

BY_HEIGHT = ("height", "bmi")
"""What posture makes another figure of."""

NEAR = 1
"""Hundredths by which two programs differ that round at another place."""


class Agreement(StrEnum):
    """The values are codes of words."""

    SAME = "same"
    ROUNDING = "rounding"
    POSTURE = "posture"
    AGE = "age"
    TABLE = "table"
    FORMULA = "formula"
    ONLY_OURS = "only-ours"
    ONLY_THEIRS = "only-theirs"
    UNKNOWN = "unknown"


def agreement(
    standard: GrowthStandard, child: Child, indicator: str, theirs: int | None, other_ages: Sequence[float] = ()
) -> tuple[int | None, Agreement]:
    """Our z-score in hundredths, and how theirs relates to it.

    Args:
        standard: The standard that ours is of.
        child: As it was measured.
        indicator: ``wfa``, ``hfa``, ``wfh`` or another of the standard.
        theirs: In hundredths; None where they have none.
        other_ages: Ages they may have reckoned with: of another date of birth, in whole months.
    """
    ours = _z(standard, child, indicator)
    if ours is None or theirs is None:
        blank = Agreement.SAME if ours == theirs else Agreement.ONLY_THEIRS if ours is None else Agreement.ONLY_OURS
        return ours, blank
    if ours == theirs:
        return ours, Agreement.SAME
    if abs(ours - theirs) <= NEAR:
        return ours, Agreement.ROUNDING
    for reason, score in _otherwise(standard, child, indicator, other_ages):
        if score is not None and abs(score - theirs) <= NEAR:
            return ours, reason
    return ours, Agreement.UNKNOWN


def _otherwise(
    standard: GrowthStandard, child: Child, indicator: str, ages: Iterable[float]
) -> Iterator[tuple[Agreement, int | None]]:
    """Z-scores under one other assumption each, the likeliest first."""
    rules = standard.indicators[indicator]
    if rules.by_length or rules.of in BY_HEIGHT:
        for standing in {None, True, False} - {child.standing}:
            yield Agreement.POSTURE, _z(standard, replace(child, standing=standing), indicator)
    for age in ages:
        if age != child.age:
            yield Agreement.AGE, _z(standard, replace(child, age=age), indicator)
    if rules.by_length:  # the table by posture alone, whatever the age
        for standing in (False, True):
            yield Agreement.TABLE, _z(standard, replace(child, age=None, standing=standing), indicator)
    yield Agreement.FORMULA, _unrestricted(standard, child, indicator)


def _z(standard: GrowthStandard, child: Child, indicator: str) -> int | None:
    z = scores_of(standard, child, (indicator,)).scores[indicator].z
    return None if z is None else hundredths(z)


def _unrestricted(standard: GrowthStandard, child: Child, indicator: str) -> int | None:
    working = scores_of(standard, child, (indicator,)).scores[indicator].working
    if working is None:
        return None
    return hundredths(z_score(working.value, working.row, restricted=False)[0])
