"""A growth standard as its file has it: indicators, limits of age, what is done about posture; and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from guyub.domain.growth.tables import Table
from guyub.domain.rulefiles import Grade, Model, Text

Measure = Literal["height", "weight", "bmi", "head", "arm", "triceps", "subscapular"]
MEASURES: tuple[Measure, ...] = ("height", "weight", "bmi", "head", "arm", "triceps", "subscapular")


class Age(Model):
    """Which ages a standard is for; the age before rounding is compared.

    Attributes:
        unit: In what the tables count it.
        least: From this age on.
        below: Up to but not at this age; without one the indicators' own tables end it.
    """

    unit: Literal["day", "month"]
    least: float
    below: float | None = None


class Posture(Model):
    """Which posture a length or height is for, and what another posture changes.

    Attributes:
        lying_before_day: Until then a child is measured lying; by the rounded day of age.
        difference_cm: A lying child is longer by this.
        standing_unlikely_before_day: Standing before this age (before rounding) is taken for a slip: posture unknown.
        lying_below_cm: Which table counts where neither age nor posture is known.
    """

    lying_before_day: int
    difference_cm: float
    standing_unlikely_before_day: float
    lying_below_cm: float


class Indicator(Model):
    """One z-score.

    Attributes:
        code: ``hfa``, ``wfa``, ``wfh``, ``bfa``, ``hcfa``, ``acfa``, ``tsfa``, ``ssfa``.
        suffix: Its name in columns: ``z<suffix>``, ``f<suffix>``.
        of: What is measured.
        tables: Table by age; for weight by length the table of lying and that of standing children.
        restricted: Whether values beyond three SD are counted in steps of the distance between SD 2 and SD 3.
        oedema: Whether oedema leaves it blank.
        least, most: Beyond these the z-score is flagged as implausible.
    """

    code: str
    suffix: str
    of: Measure
    tables: tuple[str, ...]
    restricted: bool
    oedema: bool
    least: int
    most: int

    @property
    def by_length(self) -> bool:
        """Whether its tables are read by centimetres instead of age."""
        return len(self.tables) > 1


class TableFile(Model):
    """The file of tables a standard reads: name, digest, where the numbers come from."""

    file: str
    sha256: str
    source: str


class StandardRules(Model):
    """What the file of a standard says."""

    id: str
    version: str
    grade: Grade
    name: Text
    source: Text
    tables: TableFile
    age: Age
    posture: Posture | None = None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class GrowthStandard:
    """A standard with its tables."""

    rules: StandardRules
    tables: Mapping[str, Table] = field(hash=False)

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators by code, in the file's order."""
        return {indicator.code: indicator for indicator in self.rules.indicators}
