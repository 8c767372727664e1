"""When counts of confidential interviews may be shown, and of which days they are."""

import datetime
from collections.abc import Mapping

from guyub.domain.youth.rules import Aggregate, Interview


def closed_period(rule: Aggregate, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The last period that is over: its first day, and the first day after it.

    >>> closed_period(Aggregate(months=6, least_people=10, grade="PROPOSED", source="–"), datetime.date(2026, 7, 1))
    (datetime.date(2026, 1, 1), datetime.date(2026, 7, 1))
    """
    began = (today.month - 1) // rule.months * rule.months
    after = datetime.date(today.year, began + 1, 1)
    year, month = divmod(after.year * 12 + after.month - 1 - rule.months, 12)
    return datetime.date(year, month + 1, 1), after


def may_be_told(interview: Interview, counts: Mapping[str, int], smallest: int) -> bool:
    """Whether counts of people by outcome say nothing of one of them.

    Enough people, and enough of them with the mildest outcome: otherwise whoever knows that somebody was asked would
    know that something was found.

    Args:
        interview: Its outcomes, from the mildest.
        counts: Code of an outcome → people.
        smallest: Least count above zero that is shown at all.
    """
    mildest = interview.outcomes[0].code
    return sum(counts.values()) >= interview.aggregate.least_people and counts.get(mildest, 0) >= smallest
