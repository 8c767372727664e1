"""Posts about activities as the national web takes them, and what they add up to: cross-sector, coverage, reporting."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.families.members import completed_months
from guyub.domain.growth.kms import months_between
from guyub.domain.programmes.activities import Activities, areas_reached, functions_reached
from guyub.domain.programmes.deadlines import first_after
from guyub.domain.rulefiles import Choices, Grade, Known, Model, Origin

OTHER = "other"
BEFORE_AFTER = "sebelum-sesudah"


class NotCounted(Known):
    """Institutions that the intended way of counting leaves out."""

    codes: tuple[str, ...]


class Window(Known):
    """How far back coverage looks, and how many institutions are enough."""

    months: Annotated[int, Field(ge=1)]
    full_at: Annotated[int, Field(ge=1)]


class Reporting(Known):
    """Over how many finished months reporting is looked at."""

    months: Annotated[int, Field(ge=1)]


class Photos(Known):
    """How many photos a post takes."""

    most: Annotated[int, Field(ge=1)]


class Habit(Model):
    """What a meeting of a group of a kind is written down as."""

    activity: str
    section: str
    targets: tuple[str, ...]


class Habits(Known):
    """By kind of group."""

    kinds: Mapping[str, Habit]


class PostForm(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    kinds: Choices
    sections: Choices
    targets: Choices
    institutions: Choices
    not_counted: NotCounted
    window: Window
    reporting: Reporting
    photos: Photos
    layout: Known
    groups: Habits

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not set(self.not_counted.codes) <= set(self.institution_order):
            raise ValueError("an institution that is left out is not listed")
        targets = {one.code for one in self.targets.choices}
        for kind, habit in self.groups.kinds.items():
            if not set(habit.targets) <= targets:
                raise ValueError(f"{kind} has a target group that is not listed")
        return self

    @cached_property
    def institution_order(self) -> dict[str, int]:
        """Code of an institution → its place in the list, from 1: its number on the web."""
        return {one.code: number for number, one in enumerate(self.institutions.choices, 1)}


@dataclass(frozen=True)
class Post:
    """What counts of an activity. ``activity``: of the 58, or empty. ``reported``: day it was posted; None: not yet."""

    key: int
    day: datetime.date
    activity: str
    section: str
    institutions: tuple[str, ...]
    reported: datetime.date | None


@dataclass(frozen=True)
class Tally:
    """A figure: what was counted, each with the posts behind it. The value is how many there are."""

    behind: Mapping[str, tuple[int, ...]]

    @property
    def value(self) -> int:
        """How many were counted."""
        return len(self.behind)


def in_window(day: datetime.date, today: datetime.date, months: int) -> bool:
    """Whether a day lies in the last so many months: the same day of the month so long ago is out, the next is in.

    >>> in_window(datetime.date(2025, 11, 28), datetime.date(2026, 11, 27), 12)
    True
    >>> in_window(datetime.date(2025, 11, 27), datetime.date(2026, 11, 27), 12)
    False
    """
    return day <= today and completed_months(day, today) < months


def institutions_of(posts: Iterable[Post], without: Collection[str] = ()) -> Tally:
    """Distinct institutions of posts.

    Args:
        posts: Those that count.
        without: Codes that do not.
    """
    return _gathered((one.key, code) for one in posts for code in one.institutions if code not in without)


def areas_of(rules: Activities, posts: Sequence[Post]) -> Tally:
    """Programme areas in which something was done, in their order."""
    found = _gathered((one.key, area.code) for one in posts if (area := rules.area_of.get(one.activity)))
    reached = areas_reached(rules, [one.activity for one in posts]).reached
    return Tally({code: found.behind[code] for code in reached})


def functions_of(rules: Activities, posts: Sequence[Post]) -> Tally:
    """Functions of a family for which something was done, in their order; the section "other" is none."""
    found = _gathered((one.key, one.section) for one in posts)
    reached = functions_reached(rules, [one.section for one in posts]).reached
    return Tally({code: found.behind[code] for code in reached})


def months_reported(posts: Iterable[Post], today: datetime.date, months: int) -> Tally:
    """Of the last so many finished months, those with a post, as 2026-11; the current one is not over.

    Args:
        posts: All that there are, of whatever day.
        today: Day of asking.
        months: How many to look at.
    """
    return _gathered(
        (one.key, f"{one.reported:%Y-%m}")
        for one in posts
        if one.reported is not None and 1 <= months_between(one.reported, today) <= months
    )


def report_by(day: datetime.date) -> datetime.date:
    """Last day on which an activity is posted in time: the end of its month."""
    return first_after(day) - datetime.timedelta(days=1)


def figures(form: PostForm, rules: Activities, posts: Sequence[Post], today: datetime.date) -> dict[str, Tally]:
    """Figures of the classification and of the readiness instrument, by fact code: of what was posted on the web.

    Both ways of counting cross-sector involvement (P3) know no window. As coded the web leaves out the posts numbered
    26 and 34 of the whole country, which are nobody's here; as intended it leaves out two institutions.
    """
    posted = [one for one in posts if one.reported is not None]
    recent = [one for one in posted if in_window(one.day, today, form.window.months)]
    without = form.not_counted.codes
    return {
        "institutions_strict_web": institutions_of(posted),
        "institutions_intended": institutions_of(posted, without),
        "institutions_12_months": institutions_of(recent, without),
        "programme_areas_12_months": areas_of(rules, recent),
        "family_functions_12_months": functions_of(rules, recent),
        "months_reported_12": months_reported(posted, today, form.reporting.months),
    }


def _gathered(pairs: Iterable[tuple[int, str]]) -> Tally:
    behind: dict[str, list[int]] = {}
    for key, code in pairs:
        of_code = behind.setdefault(code, [])
        if key not in of_code:
            of_code.append(key)
    return Tally({code: tuple(behind[code]) for code in sorted(behind)})
