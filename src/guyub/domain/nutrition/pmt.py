"""Local supplementary food (PMT): how many days, how much, when somebody has recovered, when to refer, what was eaten.

Source and grade of each part: `data/nutrition/pmt.yaml`.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from guyub.domain.nutrition.needs import Serving
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

Days = Annotated[int, Field(ge=1)]
KEK = "kek"
"""The category of mothers."""


class Who(StrEnum):
    """Whom a round is for."""

    CHILD = "child"
    MOTHER = "mother"


class Category(Model):
    """Why somebody is given it."""

    who: Who
    name: Text


class Length(Model):
    """Days of a round: planned, and at least. In a file: one number where both are the same."""

    planned: Days
    least: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.planned:
            raise ValueError("least is more than planned")
        return self


def _same_in_both(value: Any) -> Any:
    return {"planned": value, "least": value} if isinstance(value, int) else value


class Edition(Known):
    """An edition of the guide: category → days."""

    days: dict[str, Annotated[Length, BeforeValidator(_same_in_both)]]


class Portion(Known):
    """Energy of one day's serving. Months: of a child; ``serving``: of a mother."""

    who: Who
    from_month: int | None = None
    to_month: int | None = None
    serving: Serving | None = None
    least_kcal: int
    most_kcal: int

    def holds(self, months: int | None, serving: Serving | None) -> bool:
        """Whether it is of a child of that age, or of that serving of a mother."""
        if self.who is Who.MOTHER:
            return serving is self.serving
        return months is not None and (self.from_month or 0) <= months <= (self.to_month or 0)


class Mix(Known):
    """At least so many complete meals a week, the rest snacks; so many different animal sources in a serving."""

    meals_a_week: Annotated[int, Field(ge=0, le=7)]
    animal_sources: Annotated[int, Field(ge=0)]


class Weighing(Known):
    """How often a child is weighed meanwhile."""

    every_days: Days


class Start(Known):
    """``days``: who was weighed so many days before a round or later counts as weighed at its start."""

    days: dict[Who, Annotated[int, Field(ge=0)]]


class Recovery(Known):
    """What counts as recovered: a z-score of at least that much, or, without one, a sufficient gain."""

    indicator: str = ""
    at_least_z: Decimal | None = None


class Escalation(Known):
    """When a child is referred; ``reading``: what the guide gives no figure for."""

    after_days: Days
    least_gain_g: int
    severe_below_month: int
    severe_below_g: int
    reading_grade: Grade
    reading: Text
    reasons: dict[str, Text]


class RedFlags(Known):
    """What is looked for at every visit, so many days apart; ``rule``: what one of them means."""

    every_days: Days
    every_grade: Grade
    rule: Text
    child: dict[str, Text]
    mother: dict[str, Text]

    def of(self, who: Who) -> dict[str, Text]:
        """The signs of a child, or of a mother."""
        return self.mother if who is Who.MOTHER else self.child


class Uneaten(Known):
    """Why a serving was not eaten whole."""

    reasons: dict[str, Text]


class PmtRules(Model):
    """The rule file. ``edition``: the one that new rounds are begun with."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    from_month: int
    to_month: int
    categories: dict[str, Category]
    edition: str
    editions: dict[str, Edition]
    portions: tuple[Portion, ...]
    mix: Mix
    weighing: Weighing
    start: Start
    recovery: dict[str, Recovery]
    escalation: Escalation
    red_flags: RedFlags
    compliance: Known
    uneaten: Uneaten
    outcomes: dict[str, Text]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.edition not in self.editions:
            raise ValueError(f"there is no edition {self.edition}")
        for name, edition in self.editions.items():
            if set(edition.days) != set(self.categories):
                raise ValueError(f"{name} has not the days of each category")
        if list(self.names_for(Who.MOTHER)) != [KEK]:
            raise ValueError(f"the category of mothers is not {KEK}")
        if set(self.recovery) != {code for code, one in self.categories.items() if one.who is Who.CHILD}:
            raise ValueError("recovery is not of each category of children")
        if set(self.start.days) != set(Who):
            raise ValueError("the start is not of children and of mothers")
        if set(self.escalation.reasons) != set(Reason):
            raise ValueError("reasons to refer are not those that are judged")
        asked: list[tuple[Who, int | None, Serving | None]] = [
            (Who.CHILD, months, None) for months in range(self.from_month, self.to_month + 1)
        ]
        asked += [(Who.MOTHER, None, serving) for serving in Serving]
        if any(self.portion(*one) is None for one in asked):
            raise ValueError("there is no portion of each age and serving")
        return self

    def portion(self, who: Who, months: int | None, serving: Serving | None) -> Portion | None:
        """Energy of one day's serving; None where none is known."""
        return next((one for one in self.portions if one.who is who and one.holds(months, serving)), None)

    def holds(self, months: int) -> bool:
        """Whether a child of so many completed months may be given it."""
        return self.from_month <= months <= self.to_month

    def names_for(self, who: Who) -> dict[str, Text]:
        """Code → name of the categories of children, or of mothers."""
        return {code: one.name for code, one in self.categories.items() if one.who is who}


# -- how many days, how much ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A round as an edition of the guide has it, and how well that is known."""

    category: str
    edition: str
    days: int
    least_days: int
    grade: Grade
    source: Text


def pmt_plan(rules: PmtRules, category: str, edition: str = "") -> Plan:
    """How many days somebody of a category is given it.

    Args:
        rules: The file.
        category: Why it is given.
        edition: Of the guide; the one that new rounds are begun with where empty.

    Raises:
        ValueError: There is no such category or edition.
    """
    name = edition or rules.edition
    if name not in rules.editions or category not in rules.categories:
        raise ValueError(f"no such edition or category: {name}, {category}")
    known = rules.editions[name]
    length = known.days[category]
    return Plan(category, name, length.planned, length.least, known.grade, known.source)


def pmt_end(begun: datetime.date, days: int) -> datetime.date:
    """The last day of a round of so many days.

    >>> pmt_end(datetime.date(2026, 11, 1), 14)
    datetime.date(2026, 11, 14)
    """
    return begun + datetime.timedelta(days=days - 1)


def portion_of(rules: PmtRules, category: str, months: int | None = None, serving: Serving | None = None) -> Portion:
    """Energy of one day's serving for a child of that age, or of a meal or a snack of a mother.

    Raises:
        ValueError: None is known of that age or serving.
    """
    found = rules.portion(rules.categories[category].who, months, serving)
    if found is None:
        raise ValueError(f"no portion is known for {category}, {months} months, {serving}")
    return found


# -- recovered, or to be referred ------------------------------------------------------------------------------------


def has_recovered(rules: PmtRules, category: str, z: Decimal | None, gained: bool | None = None) -> bool | None:
    """Whether a child has recovered; None where nothing tells it, and for mothers, whom the midwife judges.

    Args:
        rules: The file.
        category: Why it is given.
        z: Of the category's indicator (weight for height, weight for age); the limit itself counts as recovered.
        gained: Whether the last weighing was a sufficient gain (N), of a child whose weight did not rise.
    """
    rule = rules.recovery.get(category)
    if rule is None:
        return None
    if rule.at_least_z is None:
        return gained
    return None if z is None else z >= rule.at_least_z


class Reason(StrEnum):
    """Why a child is to be referred."""

    NO_PROGRESS = "no-progress"
    SEVERE_YOUNG = "severe-young"
    SEVERE_LIGHT = "severe-light"
    STUNTED = "stunted"
    RED_FLAG = "red-flag"


class Progress(StrEnum):
    """Where a child stands after its first week."""

    TOO_EARLY = "too-early"
    TO_WEIGH = "to-weigh"  # the week is over and nobody has weighed it, or nobody since a late first weighing
    GAINS = "gains"
    NONE = "none"


@dataclass(frozen=True)
class Weight:
    """A weighing in grams."""

    day: datetime.date
    grams: int


def starting_weight(rules: PmtRules, who: Who, begun: datetime.date, weights: Iterable[Weight]) -> Weight | None:
    """The last weighing until the first day, unless it is too long before; else the first since; None without any.

    What was gained in the months before a round was not gained in it.
    """
    since = begun - datetime.timedelta(days=rules.start.days[who])
    known = sorted((one for one in weights if one.day >= since), key=lambda one: one.day)
    before = [one for one in known if one.day <= begun]
    return before[-1] if before else next(iter(known), None)


def progress_on(rules: PmtRules, begun: datetime.date, weights: Iterable[Weight], on: datetime.date) -> Progress:
    """Whether a child does better after a week: the last weight since then beside that of the start.

    Args:
        rules: The file.
        begun: First day of the round.
        weights: Of the child, in any order; those after ``on`` are left out.
        on: The day it is asked about.
    """
    rule = rules.escalation
    week = datetime.timedelta(days=rule.after_days)
    if on < begun + week:
        return Progress.TOO_EARLY
    known = sorted((one for one in weights if one.day <= on), key=lambda one: one.day)
    first = starting_weight(rules, Who.CHILD, begun, known)
    if first is None or known[-1].day < max(begun, first.day) + week:
        return Progress.TO_WEIGH
    return Progress.GAINS if known[-1].grams - first.grams >= rule.least_gain_g else Progress.NONE


@dataclass(frozen=True)
class Signs:
    """What is known of a child. ``severe``: severely wasted; ``weight_g``: None where not weighed."""

    months: int
    weight_g: int | None
    severe: bool
    stunted: bool
    red_flag: bool


def reasons_to_refer(rules: PmtRules, signs: Signs, progress: Progress) -> tuple[Reason, ...]:
    """Why the puskesmas is asked to refer a child; empty where nothing known speaks for it."""
    rule = rules.escalation
    light = signs.weight_g is not None and signs.weight_g < rule.severe_below_g
    found = {
        Reason.NO_PROGRESS: progress is Progress.NONE,
        Reason.SEVERE_YOUNG: signs.severe and signs.months < rule.severe_below_month,
        Reason.SEVERE_LIGHT: signs.severe and light,
        Reason.STUNTED: signs.stunted,
        Reason.RED_FLAG: signs.red_flag,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def next_visit(rules: PmtRules, begun: datetime.date, visited: Iterable[datetime.date]) -> datetime.date:
    """The day on which red flags are next looked for: so many days after the last time, or after the first day."""
    last = max((day for day in visited if day >= begun), default=begun)
    return last + datetime.timedelta(days=rules.red_flags.every_days)


def next_weighing(rules: PmtRules, begun: datetime.date, weighed: Iterable[datetime.date]) -> datetime.date:
    """The day on which a child is next weighed: its first day, then so many days after the last time."""
    last = max((day for day in weighed if day >= begun), default=None)
    return begun if last is None else last + datetime.timedelta(days=rules.weighing.every_days)


# -- what was eaten --------------------------------------------------------------------------------------------------


class Eaten(IntEnum):
    """How much of a serving was eaten, in quarters."""

    NOTHING = 0
    QUARTER = 1
    HALF = 2
    THREE_QUARTERS = 3
    ALL = 4


@dataclass(frozen=True)
class Served:
    """One day of a round. ``eaten``: None where nobody asked; ``reason``: code of why not all of it."""

    day: datetime.date
    eaten: Eaten | None
    reason: str = ""


@dataclass(frozen=True)
class Consumption:
    """Of several days: served, asked about, and quarters eaten of those asked about."""

    served: int
    asked: int
    quarters: int

    @property
    def share(self) -> Fraction | None:
        """What part of the servings that were asked about was eaten; None where none was."""
        return Fraction(self.quarters, 4 * self.asked) if self.asked else None


def consumption(days: Sequence[Served]) -> Consumption:
    """What was eaten of the servings of some days. A day that nobody asked about is not counted as uneaten."""
    asked = [one.eaten for one in days if one.eaten is not None]
    return Consumption(len(days), len(asked), sum(asked))
