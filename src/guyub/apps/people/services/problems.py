"""Why something cannot be entered: reason codes, each with a sentence in `data/messages`."""

from collections.abc import Sequence

from guyub.domain.families.form import Problem
from guyub.errors import DomainError


class UnusableFamily(DomainError):
    """A family, an event or a change cannot be recorded as it was given.

    ``problems``: (line number, reason code), in the order found; line 0 is the family or event as a whole.
    ``position``: which one of several families that were given together, from 0.
    """

    code = "unusable-family"
    template = "Nothing was recorded: {reason}."
    exit_code = 4
    words = ("reason",)

    def __init__(self, problems: Sequence[Problem], position: int = 0) -> None:
        self.problems, self.position = list(problems), position
        line, reason = self.problems[0]
        super().__init__(reason=reason, line=line)


class UnusableMember(UnusableFamily):
    """One member cannot be entered as given."""

    code = "unusable-member"
    template = "Nothing was recorded. Member on line {line}: {reason}."


def refuse(problems: Sequence[Problem], position: int = 0) -> None:
    """Refuse where there is a problem.

    Raises:
        UnusableFamily: The first problem is one of the whole; UnusableMember: it is one of a line.
    """
    if problems:
        raise (UnusableMember if problems[0][0] else UnusableFamily)(problems, position)


def refuse_if(condition: object, reason: str) -> None:
    """Refuse for one reason.

    Raises:
        UnusableFamily: The condition holds.
    """
    if condition:
        raise UnusableFamily([(0, reason)])
