"""Working days: Monday to Friday without the holidays that are passed in."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether offices work on that day."""
    return day.weekday() < SATURDAY and day not in holidays


def working_deadline(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The last day of a time of so many working days; the day on which it begins does not count.

    >>> working_deadline(date(2025, 3, 7), 2).isoformat()  # a Friday
    '2025-03-11'

    Raises:
        ValueError: Fewer than one day.
    """
    if days < 1:
        raise ValueError(days)
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day
