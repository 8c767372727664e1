"""What a person can put right about a plan."""

from guyub.errors import DomainError


class CannotPlan(DomainError):
    """The instrument has a rule that the planner has no exact form for."""

    code = "cannot-plan"
    template = "Cannot plan for '{variable}': {problem}"
    exit_code = 8


class PlansNeedIndices(CannotPlan):
    """The instrument decides through a weighted total."""

    code = "plans-need-indices"
    template = "Plans are made for instruments with indices and a decision table; '{instrument}' adds up points"


class UnusableRequest(DomainError):
    """What was asked of the planner makes no sense."""

    code = "unusable-request"
    template = "Cannot use {name} {value}"
    exit_code = 4


class NegativeLimit(UnusableRequest):
    """A budget or a capacity below 0."""

    code = "negative-limit"
    template = "{name}: {value} must not be negative"
    words = ("name",)


class MarginNotPositive(UnusableRequest):
    """A margin of nothing."""

    code = "margin-not-positive"
    template = "The margin must be above 0"


class DateBeforeStart(UnusableRequest):
    """A day by which to finish that is before the plan begins."""

    code = "date-before-start"
    template = "{by} is before the day on which the plan starts, {today}"


class StartDayMissing(UnusableRequest):
    """A day by which to finish, and no day to begin."""

    code = "start-day-missing"
    template = "A plan by {by} needs the day on which it starts"
