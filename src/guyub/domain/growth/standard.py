"""A growth standard as its file has it: indicators, limits of age, what is done about posture; and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
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


class AgeGroup(Model):
    """Children of an age, in months before rounding; ``years`` and ``months`` are how results name it besides."""

    name: str
    least: float
    below: float
    years: str = ""
    months: str = ""


class AgeGroups(Model):
    """One way to group by age.

    Attributes:
        name: As ``Age group``.
        with_sex: Name of the groups by age and sex; none where empty.
        sex_first: Whether those are named and ordered by age and then sex (``Female.60-119 mo`` before
            ``Male.60-119 mo``), or by sex and then age (``00-05 mo.Female`` before ``06-11 mo.Female``).
    """

    name: str
    with_sex: str = ""
    sex_first: bool = False
    groups: tuple[AgeGroup, ...]


class Together(Model):
    """A prevalence of two conditions at once: indicator → cut-off; ``sizes``: whether results have its sample size."""

    name: str
    of: dict[str, int]
    sizes: bool


class WholeRange(Model):
    """How results name all ages together."""

    years: str
    months: str


class PrevalenceRules(Model):
    """What a survey's prevalence is made of.

    Attributes:
        cutoffs: Below the negative ones, above the positive ones.
        oedema_z: As what a child with oedema counts at the cut-offs of indicators that oedema leaves blank.
        youngest, oldest: Ages that take part: rounded days, or months.
        without_age: Whether children of unknown age take part.
        indicators: Name in columns → code, in the order of the columns.
        oedema_until: Indicator → last age at which oedema counts.
        blank: Name in columns → groups for which it says nothing.
        order: Groups in the order of the rows.
    """

    cutoffs: tuple[int, ...]
    oedema_z: float
    youngest: float = 0
    oldest: float
    without_age: bool
    indicators: dict[str, str]
    together: tuple[Together, ...] = ()
    oedema_until: dict[str, float] = {}
    blank: dict[str, tuple[str, ...]] = {}
    whole: WholeRange | None = None
    ages: tuple[AgeGroups, ...]
    order: tuple[str, ...]


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
    prevalence: PrevalenceRules


@dataclass(frozen=True, eq=False)
class GrowthStandard:
    """A standard with its tables; the same only as itself."""

    rules: StandardRules
    tables: Mapping[str, Table]

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators by code, in the file's order."""
        return {indicator.code: indicator for indicator in self.rules.indicators}
