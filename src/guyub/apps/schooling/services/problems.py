"""Why something about a child's schooling cannot be recorded."""

from guyub.errors import DomainError


class SchoolingRefused(DomainError):
    """A step or an aid that cannot be as it was told."""

    code = "schooling-refused"
    template = "Nothing was recorded of child {person}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, person: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        SchoolingRefused: There is one.
    """
    if problem:
        raise SchoolingRefused(person=person, reason=problem)
