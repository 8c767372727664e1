"""How a group is doing: whether it meets, whether fewer come, who drifts away. Whole per cents, ties to even."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.growth.kms import months_between
from guyub.domain.rulefiles import Grade, Model, Origin, Text

Positive = Annotated[int, Field(ge=1)]


class Active(Model):
    """A group is active where it met in this month or so many before."""

    within_months: Annotated[int, Field(ge=0)]
    grade: Grade
    source: Origin


class Stopped(Model):
    """A group has probably stopped after so many whole months without a meeting."""

    after_months: Positive
    grade: Grade
    source: Origin


class Trend(Model):
    """Attendance falls where the mean of the latest meetings is so many points below that of those before."""

    meetings: Positive
    falls_by: Positive
    grade: Grade
    source: Origin


class Drifting(Model):
    """A member drifts away who missed so many of the latest meetings, one after another."""

    missed: Positive
    grade: Grade
    source: Origin


class Overloaded(Model):
    """Someone carries too much who runs so many groups."""

    groups: Positive
    grade: Grade
    source: Origin


class Untrained(Model):
    """Nobody who runs a group was trained."""

    grade: Grade
    source: Origin


class GroupClass(Model):
    """A class of groups of a kind, for whoever has the official criteria: in words."""

    kind: str
    name: Text
    criteria: Text
    grade: Grade
    source: Origin


class GroupHealth(Model):
    """The rule file."""

    id: str
    version: str
    classes: tuple[GroupClass, ...] = ()
    classes_note: Text
    active: Active
    stopped: Stopped
    trend: Trend
    drifting: Drifting
    overloaded: Overloaded
    untrained: Untrained


class Sign(StrEnum):
    """What deserves a look."""

    NEVER_MET = "never-met"
    STOPPED = "stopped"
    NOT_THIS_MONTH = "quiet"
    FALLING = "falling"
    UNTRAINED = "untrained"


@dataclass(frozen=True)
class Held:
    """A meeting: its day, how many members came and of how many it is known whether they did."""

    day: date
    came: int
    ticked: int


@dataclass(frozen=True)
class Health:
    """How a group is doing on a day.

    Attributes:
        active: Whether it met lately; None where it never met.
        months_without: Whole months since the month of the latest meeting; None where it never met.
        recent, before: Attendance in per cent of the latest meetings and of those before; None where too few were held.
        signs: What deserves a look.
    """

    active: bool | None
    months_without: int | None
    recent: int | None
    before: int | None
    signs: tuple[Sign, ...]


def health_of(rules: GroupHealth, meetings: Sequence[Held], officers: int, trained: int, on: date) -> Health:
    """How a group is doing.

    Args:
        rules: The rule file.
        meetings: Meetings up to the day, in any order.
        officers, trained: People of the registry who run it, and how many of them were trained.
        on: The day.
    """
    latest_first = sorted(meetings, key=lambda one: one.day, reverse=True)
    without = months_between(latest_first[0].day, on) if latest_first else None
    recent, before = _shares(rules.trend, latest_first)
    signs = []
    if without is None:
        signs.append(Sign.NEVER_MET)
    elif without > rules.stopped.after_months:
        signs.append(Sign.STOPPED)
    elif without > rules.active.within_months:
        signs.append(Sign.NOT_THIS_MONTH)
    if recent is not None and before is not None and before - recent >= rules.trend.falls_by:
        signs.append(Sign.FALLING)
    if officers and not trained:
        signs.append(Sign.UNTRAINED)
    active = None if without is None else without <= rules.active.within_months
    return Health(active, without, recent, before, tuple(signs))


def has_drifted(rules: GroupHealth, came: Sequence[bool | None]) -> bool:
    """Whether a member missed the latest meetings.

    Args:
        rules: The rule file.
        came: Of the meetings since they belong to the group, the latest first; None where nobody said.
    """
    latest = came[: rules.drifting.missed]
    return len(latest) == rules.drifting.missed and not any(latest)


def _shares(trend: Trend, latest_first: Sequence[Held]) -> tuple[int | None, int | None]:
    known = [one for one in latest_first if one.ticked]
    recent, before = known[: trend.meetings], known[trend.meetings : 2 * trend.meetings]
    return _share(recent, trend.meetings), _share(before, trend.meetings)


def _share(meetings: Sequence[Held], wanted: int) -> int | None:
    if len(meetings) < wanted:
        return None
    return rounded_ratio(sum(one.came for one in meetings), sum(one.ticked for one in meetings))
