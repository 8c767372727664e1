"""Why something about a mother cannot be recorded."""

from guyub.errors import DomainError


class MotherRecordRefused(DomainError):
    """A pregnancy, a check or a birth that cannot be as it was told."""

    code = "mother-record-refused"
    template = "Nothing was recorded of mother {mother}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, mother: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        MotherRecordRefused: There is one.
    """
    if problem:
        raise MotherRecordRefused(mother=mother, reason=problem)
