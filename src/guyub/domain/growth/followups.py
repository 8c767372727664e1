"""Until when what stands on a list of children is to be done."""

from datetime import date, timedelta

from guyub.domain.rulefiles import Grade, Model, Origin

LONGEST_MONTH = 31


class FollowUps(Model):
    """The rule file: lists whose work ends with the month, and days after the measurement for the others."""

    id: str
    version: str
    grade: Grade
    source: Origin
    month: tuple[str, ...]
    days: dict[str, int]

    def due(self, name: str, measured: date | None, today: date) -> date | None:
        """The last day for a child on the list ``name`` that was last measured on a day; None where none is set."""
        if name in self.month:
            return (today.replace(day=1) + timedelta(days=LONGEST_MONTH)).replace(day=1) - timedelta(days=1)
        if name not in self.days or measured is None:
            return None
        return measured + timedelta(days=self.days[name])
