"""Why something about somebody at a post cannot be recorded."""

from guyub.errors import DomainError


class NotServedHere(DomainError):
    """A tick of a session that nobody may make, or of somebody whom the post does not serve."""

    code = "not-served-at-the-post"
    template = "Nothing was ticked of person {person}: {reason}."
    exit_code = 4
    words = ("reason",)


class StageRecordRefused(DomainError):
    """A check or a referral that cannot be as it was told."""

    code = "stage-record-refused"
    template = "Nothing was recorded of person {person}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, person: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        StageRecordRefused: There is one.
    """
    if problem:
        raise StageRecordRefused(person=person, reason=problem)
