"""Why something about a business cannot be recorded."""

from guyub.errors import DomainError


class BusinessRefused(DomainError):
    """A business, or a record of one, that cannot be as it was told."""

    code = "business-refused"
    template = "Nothing was recorded of business {business}: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str, business: int | str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        BusinessRefused: There is one.
    """
    if problem:
        raise BusinessRefused(business=business, reason=problem)
