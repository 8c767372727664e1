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


class KitchenClosed(DomainError):
    """Something is sent for a kitchen day that is over."""

    code = "kitchen-closed"
    template = "This kitchen day is over. Open it again to change its portions."
    exit_code = 4


class NotAGuest(DomainError):
    """A portion of somebody who is given none on that day, or whose portion the actor may not tick."""

    code = "not-a-guest"
    template = "Guest {guest} is given no portion of this kitchen on that day."
    exit_code = 4
