"""Dates as people and spreadsheets write them: five shapes, the order of day and month decided by evidence.

``31/12/1990``, ``12/31/1990`` (in one column, often mixed), ``31-12-1990``, ``1990-12-31``, the day number of a
spreadsheet (``33238``), and words (``31 Desember 1990``). Where 03/04/1990 may be two days, the rest of the column
decides; where it cannot, the person is asked. Nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from guyub.analytics.people_tables.months import MONTHS
from guyub.analytics.people_tables.problems import Fault, warning


class Order(StrEnum):
    """What stands first in a date with slashes."""

    DAY = "day-first"
    MONTH = "month-first"


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date; ``known``: "day", "month" or "year" (then the rest is a place holder: 1 July, or the 1st)."""

    day: date
    known: str = "day"


@dataclass(frozen=True, slots=True)
class TwoDates:
    """Two readings of one cell."""

    day_first: date
    month_first: date


Read = ReadDate | TwoDates | Fault

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?")
_SLASHED = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})(?:[ T][0-9:]+)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2} ?[-/. ] ?[0-9A-Za-z]{1,9} ?[-/. ] ?[0-9]{2}")
_WORDS = re.compile(r"(?:[A-Za-z]+, ?)?([0-9]{1,2})[-/ .]+([A-Za-z]{3,9})[-/ .,]+([0-9]{4})")
_MONTH_WORDS = re.compile(r"([A-Za-z]{3,9})[-/ .]+([0-9]{4})")
_YEAR = re.compile(r"(?:00?[-/.]00?[-/.])?((?:19|20)[0-9]{2})(?:[-/.]00?[-/.]00?)?")
_YEAR_MONTH = re.compile(r"((?:19|20)[0-9]{2})[-/]([0-9]{1,2})(?:[-/]00)?")
_SERIAL = re.compile(r"([0-9]{4,5})(?:\.0+)?")
SERIAL_ZERO = date(1899, 12, 30)  # day number 0 of spreadsheets, after their 29 February 1900
LAST_SERIAL = 73_050  # 31 December 2099


@lru_cache(maxsize=200_000)
def read_date(text: str) -> Read:
    """One cell as a date, without looking at its neighbours.

    >>> read_date("1 Januari 1990").day, read_date("1990-01-31").day, read_date("32874").day
    (datetime.date(1990, 1, 1), datetime.date(1990, 1, 31), datetime.date(1990, 1, 1))
    >>> read_date("3/4/1990")
    TwoDates(day_first=datetime.date(1990, 4, 3), month_first=datetime.date(1990, 3, 4))
    """
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
        if month == 0 or day == 0:
            return _partly(year, month)
        return _day(year, month, day)
    if found := _SLASHED.fullmatch(text):
        return _slashed(int(found[1]), found[2], int(found[3]), int(found[4]))
    if found := _WORDS.fullmatch(text):
        month = MONTHS.get(found[2].lower(), 0)
        return _day(int(found[3]), month, int(found[1])) if month else Fault("date-unknown-month")
    if found := _YEAR.fullmatch(text):
        return ReadDate(date(int(found[1]), 7, 1), "year")
    if found := _YEAR_MONTH.fullmatch(text):
        return _partly(int(found[1]), int(found[2]))
    if found := _MONTH_WORDS.fullmatch(text):
        month = MONTHS.get(found[1].lower(), 0)
        return _partly(int(found[2]), month) if month else Fault("date-unknown-month")
    if found := _SERIAL.fullmatch(text):
        number = int(found[1])
        return ReadDate(SERIAL_ZERO + timedelta(number)) if number <= LAST_SERIAL else Fault("not-a-date")
    return Fault("date-two-digit-year" if _SHORT_YEAR.fullmatch(text) else "not-a-date")


def is_serial(text: str) -> bool:
    """Whether the cell holds the day number of a spreadsheet: read, and said."""
    return bool(_SERIAL.fullmatch(text)) and not _YEAR.fullmatch(text)


def _slashed(first: int, sign: str, second: int, year: int) -> Read:
    if first == 0 or second == 0:
        return _partly(year, second if first == 0 else first)
    day_first, month_first = _made(year, second, first), _made(year, first, second)
    # With hyphens and dots, the day stands first in every file seen; a month there is a slip, and unmistakable.
    if day_first and month_first and day_first != month_first:
        return TwoDates(day_first, month_first) if sign == "/" else ReadDate(day_first)
    either = day_first or month_first
    return ReadDate(either) if either else Fault("no-such-day")


def _partly(year: int, month: int) -> Read:
    if not 1900 <= year <= 2100 or month > 12:
        return Fault("no-such-day")
    return ReadDate(date(year, month, 1), "month") if month else ReadDate(date(year, 7, 1), "year")


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Read:
    made = _made(year, month, day)
    return ReadDate(made) if made else Fault("no-such-day")


@dataclass(frozen=True)
class Evidence:
    """What the dates of a column say about their order: counts of dates with slashes that can be read in one way."""

    day_first: int
    month_first: int
    either: int

    @property
    def order(self) -> Order | None:
        """The order that all unmistakable dates share; None where they disagree or there are none."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return Order.DAY if self.day_first else Order.MONTH

    @property
    def must_ask(self) -> bool:
        """Whether dates with two readings are left that the column cannot decide."""
        return bool(self.either) and self.order is None


def evidence(texts: Iterable[str]) -> Evidence:
    """Count the dates with slashes of a column by how they can be read.

    >>> evidence(["13/1/1990", "3/4/1990"]).order, evidence(["3/4/1990"]).must_ask
    (<Order.DAY: 'day-first'>, True)
    """
    counts: Counter[str] = Counter()
    for text in texts:
        found = _SLASHED.fullmatch(text)
        if not found or found[2] != "/":
            continue
        first, second = int(found[1]), int(found[3])
        if isinstance(read_date(text), TwoDates):
            counts["either"] += 1
        elif first > 12 >= second:
            counts["day"] += 1
        elif second > 12 >= first:
            counts["month"] += 1
    return Evidence(counts["day"], counts["month"], counts["either"])


def settle(read: Read, text: str, order: Order | None, known_birth: date | None = None) -> tuple[Read, Fault | None]:
    """One reading of a cell, and what to say about it.

    Args:
        read: The cell as `read_date` gives it.
        text: The cell.
        order: Order of the column, or what the person answered; None: unknown.
        known_birth: The date of birth that the person's NIK says; decides before the column does.
    """
    if isinstance(read, TwoDates):
        if known_birth in (read.day_first, read.month_first) and known_birth is not None:
            return ReadDate(known_birth), None
        if order is None:
            return Fault("date-order-unknown"), None
        return ReadDate(read.day_first if order == Order.DAY else read.month_first), None
    if isinstance(read, ReadDate) and is_serial(text):
        return read, warning("date-as-number", day=read.day.isoformat()[5:])
    return read, None
