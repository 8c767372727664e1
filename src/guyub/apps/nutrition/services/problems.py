"""Why something about supplementary food cannot be recorded."""

from guyub.errors import DomainError


class PmtRefused(DomainError):
    """A round or a serving that cannot be as it was told."""

    code = "pmt-refused"
    template = "Nothing was recorded of the supplementary food of {person}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, person: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        PmtRefused: There is one.
    """
    if problem:
        raise PmtRefused(person=person, reason=problem)


class KitchenRefused(DomainError):
    """Something of a kitchen that cannot be as it was told."""

    code = "kitchen-refused"
    template = "Nothing was recorded of the kitchen: {reason}."
    exit_code = 4
    words = ("reason",)
