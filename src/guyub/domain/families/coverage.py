"""When the families on a register speak for their whole village: a share of the families reported, exact."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from guyub.domain.rulefiles import Grade, Model, Origin


class CoverageRule(Model):
    """Families interviewed within so many months, at least so many percent of those reported.

    ``together``: codes of figures that are parts of one another, and so speak for the village together or not at all.
    """

    id: str
    interviewed_within_months: Annotated[int, Field(ge=1, le=120)]
    least_percent: Annotated[int, Field(ge=1, le=100)]
    least_answered_percent: Annotated[int, Field(ge=1, le=100)]
    most_percent: Annotated[int, Field(ge=100, le=1000)]
    pause_minutes: Annotated[int, Field(ge=0, le=1440)]
    grade: Grade
    source: Origin
    together: tuple[tuple[str, ...], ...] = ()

    def covers(self, counted: int, all_families: int | None) -> bool:
        """Whether ``counted`` families are enough; never where nobody knows how many there are.

        Exactly the least percentage is enough.
        """
        if not all_families:
            return False
        return 100 * counted >= self.least_percent * all_families

    def answers_enough(self, answered: int, asked: int) -> bool:
        """Whether so many of the questions asked are answered that a family from a file counts as interviewed."""
        return 100 * answered >= self.least_answered_percent * asked

    def is_too_many(self, registered: int, reported: int | None) -> bool:
        """Whether so many more families are registered than reported that one of the two must be wrong.

        Exactly the greatest percentage is not too many.
        """
        return bool(reported) and 100 * registered > self.most_percent * (reported or 0)

    def held_together(self, usable: Collection[str]) -> set[str]:
        """Those of the figures known well enough whose companions are too."""
        held = set(usable)
        for group in self.together:
            if not held.issuperset(group):
                held.difference_update(group)
        return held

    def earliest(self, last: datetime) -> datetime:
        """When figures that move no score may go on record again, after they last did."""
        return last + timedelta(minutes=self.pause_minutes)

    def oldest(self, on: date) -> date:
        """The earliest day of interview that still counts on a day."""
        months = on.year * 12 + on.month - 1 - self.interviewed_within_months
        year, month = divmod(months, 12)
        last = _last_day(year, month + 1)
        return date(year, month + 1, min(on.day, last))


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
