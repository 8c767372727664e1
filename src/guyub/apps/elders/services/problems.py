"""Why something about an elder cannot be recorded."""

from datetime import date

from guyub.apps.people.models import Person
from guyub.data.elder_files import load_skilas
from guyub.domain.families.members import completed_years
from guyub.errors import DomainError

ACTION = "accompany-elder"


class ElderRecordRefused(DomainError):
    """A screening, a check or a referral that cannot be as it was told."""

    code = "elder-record-refused"
    template = "Nothing was recorded of elder {elder}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, elder: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        ElderRecordRefused: There is one.
    """
    if problem:
        raise ElderRecordRefused(elder=elder, reason=problem)


def problem_with(elder: Person, day: date, today: date) -> str:
    """Why nothing of a day can be recorded of somebody: a reason code, or nothing."""
    if elder.state != Person.State.LIVING:
        return "elder-not-living-here"
    if elder.birth_date is None:
        return "day-of-birth-unknown"
    if day > today:
        return "day-to-come"
    return "" if completed_years(elder.birth_date, day) >= load_skilas().from_age else "not-an-elder"
