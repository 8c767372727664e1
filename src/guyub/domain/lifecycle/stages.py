"""Of which stage of life somebody is on a day, and whether the post expects them."""

import datetime

from guyub.domain.families.members import completed_months
from guyub.domain.lifecycle.rules import MOTHER, LifecycleRules, Stage


def stage_on(rules: LifecycleRules, born: datetime.date | None, day: datetime.date, *, mother: bool) -> Stage | None:
    """The stage of somebody; None where their age is not known, or they were not born yet.

    Args:
        rules: The file.
        born: Date of birth.
        day: On which day.
        mother: Whether she is pregnant or nursing, which goes before age.
    """
    if mother:
        return rules.stage_by_code[MOTHER]
    if born is None or born > day:
        return None
    months = completed_months(born, day)
    return next((stage for stage in rules.stages if stage.holds(months)), None)


def expected_on(stage: Stage, last: datetime.date | None, day: datetime.date) -> bool:
    """Whether the post expects somebody: at every session, or because the last record is old enough.

    Args:
        stage: Their stage.
        last: When they were recorded last before the day; None where never.
        day: The day of the session.
    """
    return stage.every_months <= 1 or last is None or completed_months(last, day) >= stage.every_months
