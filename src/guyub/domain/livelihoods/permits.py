"""How long permits hold, and when somebody has to see to them."""

import datetime
from enum import StrEnum

from guyub.domain.livelihoods.rules import PermitKind


class PermitState(StrEnum):
    """How a permit stands on a day."""

    EXPIRED = "expired"
    ASK_ANEW = "ask-anew"
    LOOK_ANEW = "look-anew"
    HOLDS = "holds"


def last_day(kind: PermitKind, issued_on: datetime.date, printed: datetime.date | None) -> datetime.date | None:
    """The last day on which a permit holds; None where it has no end.

    What is printed on it goes before the rule. Years end on the day before the same date; after 29 February on the
    28th, so that nobody counts a day too many.

    >>> from guyub.data.business_files import load_business_rules
    >>> pirt = load_business_rules().permits_by_code["spp-irt"]
    >>> last_day(pirt, datetime.date(2021, 3, 10), None)
    datetime.date(2026, 3, 9)
    """
    if printed is not None or kind.years is None:
        return printed
    year = issued_on.year + kind.years
    try:
        same = issued_on.replace(year=year)
    except ValueError:  # 29 February
        return datetime.date(year, 2, 28)
    return same - datetime.timedelta(days=1)


def permit_state(
    kind: PermitKind,
    issued_on: datetime.date,
    printed: datetime.date | None,
    changed_on: datetime.date | None,
    today: datetime.date,
) -> PermitState:
    """How a permit stands.

    Args:
        kind: Which permit.
        issued_on: When it was given.
        printed: The last day by what is written on it, if any.
        changed_on: When ingredients or the process changed last, if they did.
        today: As of when.
    """
    end = last_day(kind, issued_on, printed)
    if end is not None and today > end:
        return PermitState.EXPIRED
    if kind.ends_with_change and changed_on is not None and changed_on >= issued_on:
        return PermitState.LOOK_ANEW
    if end is not None and today >= end - datetime.timedelta(days=kind.ask_days_before):
        return PermitState.ASK_ANEW
    return PermitState.HOLDS
