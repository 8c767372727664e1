"""What a person can put right about rounds and interviews."""

from guyub.errors import DomainError


class RoundExists(DomainError):
    """Two rounds of one village in a year, or two open at once."""

    code = "round-exists"
    template = "The village already has a round {year}. Go on with it, or close it first."
    exit_code = 4


class RoundClosed(DomainError):
    """Something is recorded in a round that is over."""

    code = "round-closed"
    template = "The round {year} was closed on {day}. Record it in the round that is open now."
    exit_code = 4


class DayOutsideRound(DomainError):
    """An interview on a day that cannot be."""

    code = "day-outside-round"
    template = "The interview cannot have been on {day}: take a day from the opening of the round to today."
    exit_code = 4


class NotInRound(DomainError):
    """A family that does not live in the round's village, or no longer."""

    code = "not-in-round"
    template = "Family {family} does not live in the village of this round on that day."
    exit_code = 4


class InterviewDone(DomainError):
    """Answers for an interview that is finished."""

    code = "interview-done"
    template = "This interview is finished. Open it again to change an answer."
    exit_code = 4


class UnusableAnswers(DomainError):
    """Answers that no form of this edition can hold; ``questions``: their codes, members' with the line number."""

    code = "unusable-answers"
    template = (
        "Nothing was saved. These answers do not belong to the form, or have the wrong shape: {questions}. The number "
        "after # is the line of the family member. Choose again from the list of answers, or write a whole number."
    )
    exit_code = 4


class SavesMissing(DomainError):
    """A page sent its saves out of order."""

    code = "saves-missing"
    template = "Save {expected} of this page has not arrived yet. Send it first."
    exit_code = 4


class InterviewUnfinished(DomainError):
    """Something is unanswered or does not fit, and nobody gave a reason."""

    code = "interview-unfinished"
    template = "{count} answers are missing or do not fit. Answer them, or give the reason."
    exit_code = 4
