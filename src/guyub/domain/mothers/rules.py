"""The rule file of pregnancies, and its limits, some of which stand in the companion team's forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from guyub.domain.families.visits import Sign as VisitSign
from guyub.domain.families.visits import VisitField, VisitForms
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

WHOLE_UNITS = {"kg": 1000, "cm": 10, "g/dL": 10}
"""Unit of a question in the companion team's forms → our whole units in one of it; else as it is."""

Level = Literal["refer", "watch"]
Place = tuple[str, str]
"""A form of the companion team, and one of its signs or questions."""


class Dating(Model):
    """How a pregnancy is dated."""

    days: int
    grade: Grade
    source: Origin
    longest_weeks: int


class NearBirth(Known):
    """How many days before the due date a birth may be near."""

    days: int


class Trimesters(Model):
    """Completed week in which each trimester begins."""

    starts: tuple[int, int, int]
    grade: Grade
    source: Origin


class AntenatalVisit(Model):
    """One expected visit: until the end of which week."""

    number: int
    trimester: int
    by_week: int


class AfterBirthVisit(Model):
    """One expected visit after birth; days since the birth, both ends belong."""

    number: int
    from_day: int
    to_day: int


class Antenatal(Model):
    """Visits before birth, in order."""

    grade: Grade
    source: Origin
    visits: tuple[AntenatalVisit, ...]

    def has(self, number: int) -> bool:
        """Whether there is a visit of that number."""
        return any(one.number == number for one in self.visits)


class AfterBirth(Model):
    """Visits after birth, in order."""

    grade: Grade
    source: Origin
    visits: tuple[AfterBirthVisit, ...]

    @property
    def last_day(self) -> int:
        """The last day on which one is expected."""
        return self.visits[-1].to_day

    def has(self, number: int) -> bool:
        """Whether there is a visit of that number."""
        return any(one.number == number for one in self.visits)


class Nursing(Model):
    """How many days after birth a mother is listed as nursing."""

    days: int
    grade: Grade
    source: Origin


class Tablets(Model):
    """Iron tablets during one pregnancy."""

    target: int
    grade: Grade
    source: Origin


class Supplement(Model):
    """Supplementary food for a mother with KEK: how much more a day, and on how many days at least."""

    kilocalories: int
    least_days: int
    grade: Grade
    source: Origin


class _Limited(Model):
    """A sign of one figure, before its limit is looked up. ``source``: a name among the file's sources."""

    id: Annotated[str, Field(pattern=r"^[a-z-]+$")]
    of: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    as_in: Place | None = None
    name: Text
    advice: Text
    grade: Grade
    source: str


class MotherSign(_Limited):
    """A figure of a mother that deserves a second look, below a limit or at least that much."""

    below: int | None = None
    at_least: int | None = None
    level: Level

    @model_validator(mode="after")
    def _one_limit(self) -> "MotherSign":
        if sum(limit is not None for limit in (self.as_in, self.below, self.at_least)) != 1:
            raise ValueError(f"the sign '{self.id}' needs exactly one limit")
        return self


class BirthSign(_Limited):
    """A figure of a birth outside one end of a range of the companion team's form."""

    as_in: Place
    end: Literal["low", "high"]


class PregnancyFile(Model):
    """The rule file."""

    id: str
    version: str
    dating: Dating
    near_birth: NearBirth
    trimesters: Trimesters
    antenatal: Antenatal
    after_birth: AfterBirth
    nursing: Nursing
    tablets: Tablets
    supplement: Supplement
    sources: dict[str, Origin]
    signs: tuple[MotherSign, ...]
    birth_signs: tuple[BirthSign, ...]
    possible_as_in: dict[str, Place]
    possible: dict[str, tuple[int, int]]
    possible_grade: Grade
    likely: dict[str, tuple[int, int]]
    likely_grade: Grade
    ages: tuple[int, int]
    say: dict[str, Text]
    say_grade: Grade

    @model_validator(mode="after")
    def _known_sources(self) -> "PregnancyFile":
        for sign in (*self.signs, *self.birth_signs):
            if sign.source not in self.sources:
                raise ValueError(f"the sign '{sign.id}' names a source that is not there")
        return self

    def source_of(self, sign: MotherSign | BirthSign) -> Text:
        """Where a sign comes from."""
        return self.sources[sign.source]


@dataclass(frozen=True)
class Limit:
    """A limit in whole units: shown below ``below``, above ``above``, or at ``at_least`` and above."""

    below: Fraction | None = None
    above: Fraction | None = None
    at_least: Fraction | None = None

    def shows(self, value: int | Fraction) -> bool:
        """Whether a figure is beyond the limit; a figure that equals ``below`` or ``above`` is not."""
        return (
            (self.below is not None and value < self.below)
            or (self.above is not None and value > self.above)
            or (self.at_least is not None and value >= self.at_least)
        )


@dataclass(frozen=True)
class MotherRules:
    """The rule file beside the companion team's forms, with every limit looked up.

    Raises:
        ValueError: The file names a form, sign or question that is not there, or a sign without a single limit.
    """

    file: PregnancyFile
    forms: VisitForms

    @cached_property
    def signs(self) -> tuple[tuple[MotherSign, Limit], ...]:
        """Signs of a mother with their limits, in the order of the file: the graver before the lighter."""
        return tuple((sign, self._limit(sign)) for sign in self.file.signs)

    @cached_property
    def birth_signs(self) -> tuple[tuple[BirthSign, Limit], ...]:
        """Signs of a birth with their limits."""
        found = []
        for sign in self.file.birth_signs:
            limit = self._of_visits(sign.as_in)
            one = Limit(below=limit[0]) if sign.end == "low" else Limit(above=limit[1])
            found.append((sign, one))
        return tuple(found)

    @cached_property
    def possible(self) -> Mapping[str, tuple[int, int]]:
        """Name of a figure → least and greatest in whole units, both possible."""
        found = {}
        for name, (form, question) in self.file.possible_as_in.items():
            field = self._field(form, question)
            if field.least is None or field.most is None:
                raise ValueError(f"the question '{question}' of '{form}' has no bounds")
            found[name] = (int(field.least * whole_units(field)), int(field.most * whole_units(field)))
        return found | self.file.possible

    def allows(self, name: str, figure: int | None) -> bool:
        """Whether a figure can be; one that was not taken can."""
        least, most = self.possible[name]
        return figure is None or least <= figure <= most

    def limit_of(self, sign: str) -> Limit:
        """The first limit of a sign, by its id."""
        return next(limit for one, limit in self.signs if one.id == sign)

    def _limit(self, sign: MotherSign) -> Limit:
        if sign.as_in is None:
            return Limit(below=_whole(sign.below), at_least=_whole(sign.at_least))
        below, above = self._of_visits(sign.as_in)
        return Limit(below=below, above=above)

    def _of_visits(self, place: Place) -> tuple[Fraction | None, Fraction | None]:
        """Limits of a sign of the companion team in whole units: below which, above which it shows."""
        form, name = place
        sign: VisitSign | None = next((one for one in self.forms.by_id[form].checks if one.id == name), None)
        if sign is None:
            raise ValueError(f"the form '{form}' has no sign '{name}'")
        scale = whole_units(self._field(form, sign.of))
        ends = sign.outside or (sign.below, sign.above)
        low, high = (None if end is None else Fraction(end) * scale for end in ends)
        return low, high

    def _field(self, form: str, question: str) -> VisitField:
        if form not in self.forms.by_id or question not in self.forms.by_id[form].by_id:
            raise ValueError(f"there is no question '{question}' of a form '{form}'")
        return self.forms.by_id[form].by_id[question]


def whole_units(field: VisitField) -> int:
    """How many of our whole units one unit of a question is: 1000 for kg, 10 for cm."""
    return WHOLE_UNITS.get(field.unit, 1)


def _whole(limit: int | None) -> Fraction | None:
    return None if limit is None else Fraction(limit)
