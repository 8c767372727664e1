"""Why something about a young person cannot be recorded."""

from guyub.errors import DomainError


class YouthRecordRefused(DomainError):
    """A check or a referral that cannot be as it was told."""

    code = "youth-record-refused"
    template = "Nothing was recorded of young person {person}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, person: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        YouthRecordRefused: There is one.
    """
    if problem:
        raise YouthRecordRefused(person=person, reason=problem)
