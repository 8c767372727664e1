"""When the monthly register and the yearly card of a group are due."""

from datetime import date
from typing import Annotated

from pydantic import Field

from guyub.domain.rulefiles import Grade, Model, Origin

MONTHS = 12


class Deadlines(Model):
    """``register_day``: of the following month; ``card_month``, ``card_day``: of the year that the card is about."""

    register_day: Annotated[int, Field(ge=1, le=28)]
    card_month: Annotated[int, Field(ge=1, le=12)]
    card_day: Annotated[int, Field(ge=1, le=28)]
    grade: Grade
    source: Origin

    def register_due(self, month: date) -> date:
        """Last day on which the register of a month (any day of it) is in time."""
        following = first_after(month)
        return following.replace(day=self.register_day)

    def card_due(self, year: int) -> date:
        """Last day on which the card of a year is in time."""
        return date(year, self.card_month, self.card_day)


def first_after(month: date) -> date:
    """First day of the month after the one in which a day lies.

    >>> first_after(date(2026, 12, 31))
    datetime.date(2027, 1, 1)
    """
    return months_on(month, 1)


def months_on(month: date, months: int) -> date:
    """First day of the month so many months after (negative: before) the one in which a day lies.

    >>> months_on(date(2026, 1, 31), -1)
    datetime.date(2025, 12, 1)
    """
    total = month.year * MONTHS + month.month - 1 + months
    return date(total // MONTHS, total % MONTHS + 1, 1)
