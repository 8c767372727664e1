"""What a child under five is given and asked besides being measured: what is due, late or done on a day.

Immunisation, vitamin A, deworming, exclusive breastfeeding, food diversity (MKM), each by its part of the rule file.
Local supplementary food (PMT): `guyub.domain.nutrition.pmt`. Ages are completed months.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.families.members import completed_months
from guyub.domain.growth.ages import last_day, months_before
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

Month = Annotated[int, Field(ge=0, le=59)]


class Status(StrEnum):
    """Where something that is given to a child stands on a day."""

    DONE = "done"
    TO_COME = "to-come"
    WAITING = "waiting"  # the dose before was given too short a time ago, or not at all
    DUE = "due"
    LATE = "late"
    MISSED = "missed"  # no longer given at this age


class Span(Known):
    """A part that is for children of these months, both ends included."""

    from_month: Month
    to_month: Month

    def holds(self, months: int) -> bool:
        """Whether it is for a child of so many completed months."""
        return self.from_month <= months <= self.to_month


class Vaccine(Model):
    """One dose; the words of the file explain its months."""

    code: str
    due: Month
    latest: Month
    given_until: Month
    after: str = ""
    name: Text


class Immunisation(Known):
    """The schedule; each dose stands after the one it follows."""

    gap_days: Annotated[int, Field(ge=1)]
    vaccines: tuple[Vaccine, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        seen: set[str] = set()
        for one in self.vaccines:
            if not one.due <= one.latest <= one.given_until:
                raise ValueError(f"{one.code}: due, latest and given_until are not in order")
            if one.code in seen or (one.after and one.after not in seen):
                raise ValueError(f"{one.code} is there twice, or stands before the dose it follows")
            seen.add(one.code)
        return self


class Capsule(Model):
    """A capsule of vitamin A, and for which months of age."""

    code: str
    from_month: Month
    to_month: Month
    name: Text


class VitaminA(Known):
    """Months of the calendar in which it is given, and the capsules, those of the youngest first."""

    rounds: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(min_length=1)
    capsules: tuple[Capsule, ...] = Field(min_length=1)

    @property
    def from_month(self) -> int:
        """The youngest age at which it is given."""
        return self.capsules[0].from_month

    @property
    def to_month(self) -> int:
        """The greatest age at which it is given."""
        return self.capsules[-1].to_month


class Deworming(Known):
    """From which month of age on, and how often."""

    from_month: Month
    every_months: Annotated[int, Field(ge=1)]


class Breastfeeding(Span):
    """In which months it is asked."""


class Group(Model):
    """A group of foods."""

    code: str
    grade: Grade
    name: Text


class Food(Span):
    """Food diversity: of how many groups a child should have eaten yesterday."""

    least: Annotated[int, Field(ge=1)]
    groups: tuple[Group, ...]


class Illness(Known):
    """What may be noted of a sick child."""

    most_days: Annotated[int, Field(ge=1)]
    kinds: dict[str, Text]


class CareRules(Model):
    """The rule file; ``as_of``: the day on which it was put together."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    to_month: Month
    immunisation: Immunisation
    vitamin_a: VitaminA
    deworming: Deworming
    breastfeeding: Breastfeeding
    food: Food
    illness: Illness


# -- immunisation ----------------------------------------------------------------------------------------------------


def immunisations(
    rule: Immunisation, birth: datetime.date, day: datetime.date, given: Mapping[str, datetime.date]
) -> dict[str, Status]:
    """Where each dose of the schedule stands on a day. ``given``: code of a dose → the day it was given."""
    months = completed_months(birth, day)
    return {one.code: _dose(rule, one, months, day, given) for one in rule.vaccines}


def _dose(
    rule: Immunisation, one: Vaccine, months: int, day: datetime.date, given: Mapping[str, datetime.date]
) -> Status:
    if one.code in given:
        return Status.DONE
    if months < one.due:
        return Status.TO_COME
    if months > one.given_until:
        return Status.MISSED
    if one.after and not (one.after in given and (day - given[one.after]).days >= rule.gap_days):
        return Status.WAITING
    return Status.LATE if months > one.latest else Status.DUE


# -- vitamin A and deworming -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Round:
    """A round of vitamin A: its first day, its last one, and the day before the next one begins."""

    first: datetime.date
    last: datetime.date
    until: datetime.date


def vitamin_a_round(rule: VitaminA, day: datetime.date) -> Round:
    """The round that a day belongs to: the one whose month has come last."""
    firsts = [datetime.date(year, month, 1) for year in range(day.year - 1, day.year + 2) for month in rule.rounds]
    firsts.sort()
    first = max(one for one in firsts if one <= day)
    following = min(one for one in firsts if one > day)
    return Round(first, last_day(first), following - datetime.timedelta(days=1))


def vitamin_a_births(rule: VitaminA, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of birth of those to whom the round of a day belongs: old enough within its month, not too old
    on the day.
    """
    of_day = vitamin_a_round(rule, day)
    first = months_before(day, rule.to_month + 1) + datetime.timedelta(days=1)
    return first, months_before(min(of_day.last, day), rule.from_month)


def vitamin_a(
    rule: VitaminA, birth: datetime.date, day: datetime.date, given: Collection[datetime.date]
) -> tuple[Status, Round]:
    """Whether vitamin A of the round of a day was given: due in its month, late until the next one begins."""
    of_day = vitamin_a_round(rule, day)
    if any(of_day.first <= one <= of_day.until for one in given):
        return Status.DONE, of_day
    first, last = vitamin_a_births(rule, day)
    if birth < first:
        return Status.MISSED, of_day
    if birth > last:
        return Status.TO_COME, of_day
    return (Status.DUE if day <= of_day.last else Status.LATE), of_day


def only_this_round(rule: VitaminA, birth: datetime.date, day: datetime.date, count: int) -> bool:
    """Whether so many capsules by a day can only have been given in the round that is running that day.

    A count does not say when, nor whether it begins anew with the year: both readings agree on the first capsule of a
    child that was too young for it until the month of this round began.
    """
    of_day = vitamin_a_round(rule, day)
    before = of_day.first - datetime.timedelta(days=1)
    too_young = before < birth or completed_months(birth, before) < rule.from_month
    return count == 1 and day <= of_day.last and too_young and completed_months(birth, day) >= rule.from_month


def capsule(rule: VitaminA, months: int) -> Capsule | None:
    """The capsule for a child of so many completed months; None where it gets none."""
    return next((one for one in rule.capsules if one.from_month <= months <= one.to_month), None)


def deworming(
    rule: Deworming, to_month: int, birth: datetime.date, day: datetime.date, given: Collection[datetime.date]
) -> Status:
    """Whether deworming medicine is due: so many months after the last, late when as many have passed again.

    Args:
        rule: From which age on, how often.
        to_month: The last month of age in which it is asked for.
        birth, day: Of the child; asked on.
        given: Days on which it was given.
    """
    months = completed_months(birth, day)
    if months < rule.from_month:
        return Status.TO_COME
    if months > to_month:
        return Status.MISSED
    last = max((one for one in given if one <= day), default=None)
    passed = completed_months(last, day) - rule.every_months if last else months - rule.from_month
    if passed < 0:
        return Status.DONE
    return Status.LATE if passed >= rule.every_months else Status.DUE


# -- feeding ---------------------------------------------------------------------------------------------------------


class Exclusive(StrEnum):
    """Whether a child was only breastfed until six months."""

    YES = "yes"  # each month asked, each time yes
    SO_FAR = "so-far"  # yes each time, as far as the child has come
    NO = "no"
    UNKNOWN = "unknown"  # a month was not asked


def exclusive(rule: Breastfeeding, months: int, answers: Mapping[int, bool]) -> tuple[Exclusive, tuple[int, ...]]:
    """Whether a child of so many completed months was only breastfed, and which months nobody has asked about.

    The month that runs may still be asked about: it is none of those missing. ``answers``: month of age → whether only
    breastfed.
    """
    asked = range(rule.from_month, rule.to_month + 1)
    missing = tuple(month for month in asked if month < months and month not in answers)
    if any(answers.get(month) is False for month in asked):
        return Exclusive.NO, missing
    if missing or not any(month in answers for month in asked):
        return Exclusive.UNKNOWN, missing
    return (Exclusive.YES if all(month in answers for month in asked) else Exclusive.SO_FAR), missing


def diverse(rule: Food, groups: Collection[str]) -> bool:
    """Whether food of enough groups was eaten. Each group counts once.

    Raises:
        ValueError: There is no such group.
    """
    eaten = set(groups)
    if unknown := eaten - {one.code for one in rule.groups}:
        raise ValueError(f"no such group of foods: {', '.join(sorted(unknown))}")
    return len(eaten) >= rule.least
