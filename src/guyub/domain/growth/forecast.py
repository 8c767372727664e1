"""How likely a child will measure as stunted in a few months, from its own height-for-age.

The child's level L drifts by age and wanders; a measurement shows it with an error:

    L(t + dt) = L(t) + drift * dt + N(0, wander^2 * dt),    measured = L + N(0, error^2)

Each measurement moves the belief about L as far as the two uncertainties allow (a Kalman filter of one dimension). The
chance is that of a measurement below the cut-off after the horizon. It is a reason to visit, never a diagnosis.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.rulefiles import Grade, Model, Origin


class Start(Model):
    """The belief before anything was measured."""

    mean: int
    sd: int


class GrowthForecastRule(Model):
    """The rule file; z-scores in hundredths, times in months."""

    id: str
    version: str
    grade: Grade
    source: Origin
    horizon_months: Annotated[int, Field(ge=1)]
    below: int
    error_sd: int
    wander_sd: int
    start: Start
    drift: dict[int, int]
    least_points: Annotated[int, Field(ge=1)]
    show_from: int

    def drift_at(self, months: float) -> int:
        """A month's change of the level at an age."""
        return self.drift[max(start for start in self.drift if start <= max(months, 0))]


@dataclass(frozen=True)
class Point:
    """One measurement: day, age in days, height-for-age in hundredths."""

    day: date
    age_days: int
    hfa: int


@dataclass(frozen=True)
class Outlook:
    """The chance in per cent, and the belief about the later measurement in hundredths of z."""

    per_cent: int
    mean: int
    sd: int


def outlook(rule: GrowthForecastRule, points: Sequence[Point]) -> Outlook | None:
    """Of a child, from its measurements in the order of their days; None where there are too few."""
    if len(points) < rule.least_points:
        return None
    mean, variance = float(rule.start.mean), float(rule.start.sd**2)
    last = points[0]
    for point in points:
        mean, variance = _later(rule, mean, variance, last.age_days, (point.day - last.day).days)
        weight = variance / (variance + rule.error_sd**2)
        mean, variance, last = mean + weight * (point.hfa - mean), variance * (1 - weight), point
    ahead = round(rule.horizon_months * DAYS_PER_MONTH)
    mean, variance = _later(rule, mean, variance, last.age_days, ahead)
    sd = math.sqrt(variance + rule.error_sd**2)
    # Below -2.00 means -2.01 or less: half a hundredth lies between.
    chance = (1 + math.erf((rule.below - 0.5 - mean) / sd / math.sqrt(2))) / 2
    return Outlook(round(100 * chance), round(mean), round(sd))


def _later(rule: GrowthForecastRule, mean: float, variance: float, age_days: int, days: int) -> tuple[float, float]:
    """The belief so many days later; the drift is that of the age at which they begin."""
    months = days / DAYS_PER_MONTH
    return mean + rule.drift_at(age_days / DAYS_PER_MONTH) * months, variance + rule.wander_sd**2 * months
