"""Weight faltering: a gain of weight below the 5th percentile of WHO's increments, up to two years of age.

Source and what is confirmed of it: `data/growth/increments.yaml`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.kms import Weighing
from guyub.domain.rulefiles import Grade, Model, Origin

FALTERS = "weight-faltering"
"""The reason to refer."""


class Interval(Model):
    """A table of increments over so many months, and how long a time between two weighings may be to be read in it."""

    months: Annotated[int, Field(ge=1)]
    delta: int
    least_days: int
    most_days: int


class IncrementTable(Model):
    """The file with L, M, S."""

    file: str
    sha256: str
    source: Origin


class IncrementRules(Model):
    """The rule file."""

    id: str
    version: str
    grade: Grade
    source: Origin
    table: IncrementTable
    below_z: Decimal
    intervals: tuple[Interval, ...]
    intervals_grade: Grade


@dataclass(frozen=True)
class Increments:
    """The rules with their tables: (months of the interval, boy, completed months at its start) → L, M, S."""

    rules: IncrementRules
    fitted: Mapping[tuple[int, bool, int], tuple[float, float, float]]

    def least(self, interval: Interval, boy: bool, from_month: int) -> int | None:
        """The least gain in grams that is no faltering; None where there is no table of that age."""
        row = self.fitted.get((interval.months, boy, from_month))
        if row is None:
            return None
        power, median, spread = row
        fitted: float = median * (1 + power * spread * float(self.rules.below_z)) ** (1 / power)
        return round(fitted) - interval.delta


@dataclass(frozen=True)
class Gained:
    """A gain of weight beside the table.

    Attributes:
        since: Day of the earlier weighing.
        grams: Gained since then.
        per_interval: The same in proportion to the months of the table.
        months: Of the table.
        least: Least gain over those months that is no faltering.
    """

    since: date
    grams: int
    per_interval: int
    months: int
    least: int

    @property
    def falters(self) -> bool:
        """Whether the gain is below the 5th percentile."""
        return self.per_interval < self.least


def gained(increments: Increments, boy: bool, born: date, weighings: Sequence[Weighing]) -> Gained | None:
    """The gain up to the last of a child's weighings (in the order of their days), by the shortest table that fits.

    None where no earlier weighing is as far back as a table needs, or the child is too old.
    """
    *before, now = weighings
    for interval in increments.rules.intervals:
        length = round(interval.months * DAYS_PER_MONTH)
        fitting = [one for one in before if interval.least_days <= (now.day - one.day).days <= interval.most_days]
        for one in sorted(fitting, key=lambda one: abs((now.day - one.day).days - length)):
            least = increments.least(interval, boy, completed_months(born, one.day))
            if least is not None:
                return _gained(one, now, interval, least)
    return None


def _gained(earlier: Weighing, now: Weighing, interval: Interval, least: int) -> Gained:
    grams = round(now.weight_kg * 1000) - round(earlier.weight_kg * 1000)
    days = (now.day - earlier.day).days
    scaled = round(Decimal(grams) * Decimal(str(DAYS_PER_MONTH)) * interval.months / days)
    return Gained(earlier.day, grams, scaled, interval.months, least)
