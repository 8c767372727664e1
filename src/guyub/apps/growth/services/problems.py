"""Why something about a child's growth cannot be recorded."""

from guyub.errors import DomainError


class UnusableMeasurement(DomainError):
    """A measurement that cannot be: nothing measured, out of all bounds, or on a day that does not fit."""

    code = "unusable-measurement"
    template = "The measurement of {child} was not recorded: {reason}."
    exit_code = 4
    words = ("reason",)


class AlreadyReplaced(DomainError):
    """Someone corrected the measurement in the meantime."""

    code = "already-replaced"
    template = "The measurement of {child} has been corrected in the meantime. Look at the newer one first."
    exit_code = 4


class PosyanduExists(DomainError):
    """Two posyandu of one name in a village, or a name that is none."""

    code = "posyandu-exists"
    template = "The village already has a posyandu called so, or the name is empty. Give it another name."
    exit_code = 4


class DayDoesNotFit(DomainError):
    """A posyandu day that is still to come, or of a posyandu that was closed."""

    code = "posyandu-day-does-not-fit"
    template = "No posyandu can be held on {day}: take a day up to today, before the posyandu was closed."
    exit_code = 4


class DayClosed(DomainError):
    """Something is sent for a posyandu day that is over."""

    code = "posyandu-day-closed"
    template = "This posyandu day is over. Open it again to add a measurement, or correct it on the child's page."
    exit_code = 4


class NotExpected(DomainError):
    """A child that the posyandu does not serve."""

    code = "not-expected-here"
    template = "Child {child} does not live where this posyandu serves, or is no under-five on that day."
    exit_code = 4


class ReferralNotPossible(DomainError):
    """A child that there is no reason to refer, or a referral that was answered already."""

    code = "referral-not-possible"
    template = "The referral of {child} was not recorded: {reason}."
    exit_code = 4
    words = ("reason",)


class MarkNotPossible(DomainError):
    """Something given or asked that cannot be, or is on record already."""

    code = "mark-not-possible"
    template = "Nothing was marked for {child}: {reason}."
    exit_code = 4
    words = ("reason",)
