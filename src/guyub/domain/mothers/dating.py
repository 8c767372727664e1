"""How far a pregnancy is: from the first day of the last menstruation (HPHT), or from the expected day of birth."""

from datetime import date, timedelta

from guyub.domain.mothers.rules import Dating, PregnancyFile

WEEK = 7


def due_from_last_period(rules: Dating, first_day: date) -> date:
    """The expected day of birth (HPL).

    >>> due_from_last_period(Dating(days=280, grade="INFERRED", source="x", longest_weeks=45), date(2026, 1, 1))
    datetime.date(2026, 10, 8)
    """
    return first_day + timedelta(days=rules.days)


def began_on(rules: Dating, due_on: date) -> date:
    """The first day from which weeks are counted."""
    return due_on - timedelta(days=rules.days)


def weeks_on(rules: Dating, due_on: date, day: date) -> int:
    """Completed weeks on a day; negative before the pregnancy began."""
    return (day - began_on(rules, due_on)).days // WEEK


def week_ends(rules: Dating, due_on: date, week: int) -> date:
    """The last day of a completed week: of week 12, the day before 13 weeks are completed."""
    return began_on(rules, due_on) + timedelta(days=week * WEEK + WEEK - 1)


def trimester(file: PregnancyFile, weeks: int) -> int:
    """1, 2 or 3."""
    return max(1, sum(weeks >= start for start in file.trimesters.starts))


def possible_due(rules: Dating, due_on: date, today: date) -> bool:
    """Whether someone can be pregnant today and due then: begun by today, and not for longer than the longest."""
    return 0 <= weeks_on(rules, due_on, today) <= rules.longest_weeks and began_on(rules, due_on) <= today
