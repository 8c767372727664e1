"""Holidays, joint leave and Ramadan of a window of days, each with how sure it is.

Future dates by the moon are estimates. Joint leave (cuti bersama) is known only for years whose decree the library has.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import holidays
from hijridate import Gregorian

from guyub.domain.cycles.working_days import working_deadline

RAMADAN = 9
LONGEST_BREAK = timedelta(days=60)  # the calendar is asked this far ahead
ESTIMATED = ("(perkiraan)", "(estimated)")
NAMES = {"id": "id", "en": "en_US"}
FEAST = "Hari Raya Idul Fitri"


class DayKind(StrEnum):
    """Why a day is special."""

    HOLIDAY = "holiday"
    JOINT_LEAVE = "joint-leave"
    RAMADAN = "ramadan"


@dataclass(frozen=True)
class SpecialDay:
    """A holiday, a day of joint leave, or a day of Ramadan. ``estimated``: not decreed yet, may shift by a day."""

    day: date
    kind: DayKind
    name: str
    estimated: bool


@dataclass(frozen=True)
class WorkingCalendar:
    """Special days of a window. ``leave_unknown``: years whose decree on joint leave the library does not have."""

    days: tuple[SpecialDay, ...]
    leave_unknown: tuple[int, ...]

    def of(self, *kinds: DayKind) -> frozenset[date]:
        """The days of these kinds."""
        return frozenset(day.day for day in self.days if day.kind in kinds)


def working_calendar(first: date, last: date, language: str = "id") -> WorkingCalendar:
    """Special days of a window, both ends with it.

    Args:
        first: First day.
        last: Last day.
        language: Of the names: id or en.
    """
    years = range(first.year, last.year + 1)
    public = _known(years, "public", language)
    leave = _known(years, "government", language)
    found = [_special(day, DayKind.HOLIDAY, name) for day, name in public.items() if first <= day <= last]
    unsure = {day.year for day, name in public.items() if _estimated(name)}
    found += [
        SpecialDay(day, DayKind.JOINT_LEAVE, name, day.year in unsure)
        for day, name in leave.items()
        if first <= day <= last and day not in public
    ]
    found += _ramadan(first, last)
    unknown = tuple(year for year in years if not any(day.year == year for day in leave))
    return WorkingCalendar(tuple(sorted(found, key=lambda one: (one.day, one.kind))), unknown)


def _known(years: range, category: str, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("ID", years=years, categories=(category,), language=NAMES[language]))


def _special(day: date, kind: DayKind, name: str) -> SpecialDay:
    estimated = _estimated(name)
    for mark in ESTIMATED:
        name = name.replace(mark, "")
    return SpecialDay(day, kind, name.strip(), estimated)


def _estimated(name: str) -> bool:
    return any(mark in name for mark in ESTIMATED)


def _ramadan(first: date, last: date) -> list[SpecialDay]:
    """Days of Ramadan: from its start by the Umm al-Qura calendar to the day before the feast as decreed here."""
    feasts = sorted(
        day for day, name in _known(range(first.year, last.year + 2), "public", "id").items() if FEAST in name
    )
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return [SpecialDay(day, DayKind.RAMADAN, "Ramadan", True) for day in days if _fasting(day, feasts)]


def _fasting(day: date, feasts: list[date]) -> bool:
    if day in feasts:
        return False
    if Gregorian(day.year, day.month, day.day).to_hijri().month == RAMADAN:
        return True
    # The feast may be decreed a day later than that calendar has it: the day before it is fasted.
    return day + timedelta(1) in feasts and day - timedelta(1) not in feasts


def last_working_day(start: date, days: int) -> date:
    """The last of so many working days after a day; Indonesian holidays and joint leave do not count."""
    calendar = working_calendar(start, start + LONGEST_BREAK)
    return working_deadline(start, days, calendar.of(DayKind.HOLIDAY, DayKind.JOINT_LEAVE))
