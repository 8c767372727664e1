"""Days by which ages in months begin and end."""

from datetime import date, timedelta

DAYS_PER_MONTH = 30.4375
"""Of an average year of 365.25 days: how WHO's standards turn months of age into days."""


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month: who was born then completes them that day.

    >>> months_before(date(2024, 3, 10), 60), months_before(date(2024, 2, 29), 12), months_before(date(2024, 3, 31), 1)
    (datetime.date(2019, 3, 10), datetime.date(2023, 2, 28), datetime.date(2024, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 28, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def last_day(month: date) -> date:
    """The last day of a month of the calendar, from any of its days.

    >>> last_day(date(2024, 2, 10)), last_day(date(2024, 12, 31))
    (datetime.date(2024, 2, 29), datetime.date(2024, 12, 31))
    """
    return months_before(month.replace(day=1), -1) - timedelta(days=1)
