"""The rule file of the youth post."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Choice, Choices, Grade, Known, Model, Origin, Text

Level = Literal["good", "watch", "refer"]
Sex = Literal["m", "f"]
Percent = Annotated[int, Field(ge=0, le=100)]
Span = tuple[int, int]


class Class(Model):
    """A class of a figure: from ``least`` on, or above ``above``; the lowest has neither.

    ``refer_after_months``: who stays in it for so long goes to the puskesmas.
    """

    code: str
    least: Annotated[int | None, Field(alias="from")] = None
    above: int | None = None
    level: Level
    name: Text
    refer_after_months: Annotated[int | None, Field(ge=1)] = None

    def begins_by(self, value: int) -> bool:
        """Whether a value has reached it."""
        if self.above is not None:
            return value > self.above
        return self.least is None or value >= self.least


class Classes(Known):
    """Classes of one figure, from the lowest to the highest. ``sex``: empty where they are of both."""

    sex: Sex | None = None
    from_year: int = 0
    classes: tuple[Class, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        starts = [one.least if one.above is None else one.above for one in self.classes[1:]]
        if (
            self.classes[0].least is not None
            or None in starts
            or starts != sorted(starts, key=lambda start: start or 0)
        ):
            raise ValueError("classes go from the lowest to the highest, the first without a beginning")
        return self

    def holds(self, years: int, sex: str) -> bool:
        """Whether it is of somebody of that age and sex."""
        return self.sex in (None, sex) and years >= self.from_year

    def of(self, value: int) -> Class:
        """The class of a value."""
        return next(one for one in reversed(self.classes) if one.begins_by(value))


class Haemoglobin(Classes):
    """``checked_at``: completed years of age at which it is checked."""

    checked_at: tuple[int, ...]


class PressureClass(Model):
    """From a systolic or a diastolic pressure on."""

    code: str
    systolic: int
    diastolic: int
    level: Level
    name: Text


class Pressures(Known):
    """From the lowest to the highest; the higher class of both figures holds."""

    from_year: int
    classes: tuple[PressureClass, ...]

    def of(self, systolic: int, diastolic: int) -> PressureClass:
        """The class of a pressure."""
        return next(one for one in reversed(self.classes) if systolic >= one.systolic or diastolic >= one.diastolic)


class Ages(Known):
    """Completed years, both ends belong."""

    from_year: int
    to_year: int

    def hold(self, years: int) -> bool:
        """Whether somebody of that age is whom the post is for."""
        return self.from_year <= years <= self.to_year


class Tablets(Known):
    """Iron tablets: how many a week, for whom; how many are handed out at once at the most."""

    sex: Sex
    from_year: int
    a_week: int
    most_at_once: Annotated[int, Field(ge=1)]

    def holds(self, years: int, sex: str) -> bool:
        """Whether they are given to somebody of that age and sex."""
        return sex == self.sex and years >= self.from_year


class Limits(Known):
    """Least and most of each figure that can be, and that is likely."""

    possible: dict[str, Span]
    likely: dict[str, Span]

    @model_validator(mode="after")
    def _nested(self) -> Self:
        for name, (least, most) in self.likely.items():
            low, high = self.possible[name]
            if not low <= least < most <= high:
                raise ValueError(f"what is likely of {name} is not within what is possible")
        return self


class Outcome(Choice):
    """What an area of the interview, or all of it, came to, and what follows."""

    follows: Text


class Aggregate(Known):
    """When counts of interviews may be shown: of periods that are over, and of so many people or more.

    ``months``: length of a period; the first of a year begins in January.
    """

    months: Literal[1, 2, 3, 4, 6, 12]
    least_people: Annotated[int, Field(ge=2)]


class Interview(Known):
    """The interview by letter (HEEADSSS); outcomes from the least to the most serious."""

    areas: tuple[Choice, ...]
    outcomes: tuple[Outcome, ...]
    aggregate: Aggregate


class Sign(Model):
    """A sign that a post may stop, and what keeps posts going."""

    name: Text
    keeps: Text


class ContinuityRule(Known):
    """What is counted of a post, and from when on it is a sign (`continuity.early_signs`).

    ``counsellors``: codes of who leads a meeting (of the rules of groups) that count as counselling.
    """

    counsellors: tuple[str, ...]
    names: dict[str, Text]
    window: int
    returning: int
    signs_grade: Grade
    signs_source: Origin
    missed_months: int
    falling_points: int
    least_retention_percent: Percent
    least_followed_percent: Percent
    least_counselling_percent: Percent
    signs: dict[str, Sign]


class YouthRules(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    ages: Ages
    bmi: Classes
    haemoglobin: Haemoglobin
    arm: Classes
    pressure: Pressures
    tablets: Tablets
    limits: Limits
    interview: Interview
    topics: Choices
    continuity: ContinuityRule
