"""Why something of a quick-win programme cannot be recorded."""

from guyub.errors import DomainError


class QuickWinRefused(DomainError):
    """An aid, a delivery, an activity or a day care that cannot be as it was told."""

    code = "quick-win-refused"
    template = "Nothing was recorded: {reason}."
    exit_code = 4
    words = ("reason",)


def refuse(problem: str) -> None:
    """Refuse where there is a problem (a reason code).

    Raises:
        QuickWinRefused: There is one.
    """
    if problem:
        raise QuickWinRefused(reason=problem)
