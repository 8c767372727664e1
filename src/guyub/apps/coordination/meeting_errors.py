"""What a person can put right about offices and meetings."""

from guyub.errors import DomainError


class OfficeExists(DomainError):
    """Two offices of one short name in a city."""

    code = "office-exists"
    template = "The city already has an office {short}. Change that one, or take another short name."
    exit_code = 4


class OfficeNeedsACity(DomainError):
    """Offices belong to a city or regency."""

    code = "office-needs-a-city"
    template = "{region} is not a city or regency. Offices are kept for a city or regency."
    exit_code = 4


class NoSuchAccount(DomainError):
    """An account that is to answer for an office is not there."""

    code = "no-such-account"
    template = "There is no account of that name in this city. Ask the administrator to open it first."
    exit_code = 4


class MeetingClosed(DomainError):
    """Something is written into minutes that are fixed."""

    code = "meeting-closed"
    template = "The minutes of this meeting are fixed. What has changed since belongs into the next meeting."
    exit_code = 4


class MeetingChanged(DomainError):
    """Somebody else saved the meeting since the page was opened."""

    code = "meeting-changed"
    template = "Somebody saved this meeting since you opened it. Your text is kept below: compare, then save again."
    exit_code = 4


class MeetingIncomplete(DomainError):
    """Minutes are to be fixed without what makes them minutes. ``lacks``: what is missing."""

    code = "meeting-incomplete"
    template = "The minutes cannot be fixed yet: {lacks}."
    words = ("lacks",)
    exit_code = 4


class DecisionHeld(DomainError):
    """A decision from which commitments follow is to be taken away."""

    code = "decision-held"
    template = "Commitments follow from decision {number}. Change its wording, or keep it."
    exit_code = 4


class DecisionGone(DomainError):
    """A decision is to be worded anew that somebody took away since the page was opened."""

    code = "decision-gone"
    template = "Somebody took decision {number} away since you opened the page. If it still stands, write it anew."
    exit_code = 4


class PostRepeated(DomainError):
    """One post twice among the participants."""

    code = "post-repeated"
    template = "This post is on the list already."
    exit_code = 4


class NothingWritten(DomainError):
    """A text that cannot be empty is."""

    code = "nothing-written"
    template = "Nothing was saved: write the text first."
    exit_code = 4
