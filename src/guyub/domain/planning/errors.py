"""What a person can put right about a plan."""

from guyub.errors import DomainError


class CannotPlan(DomainError):
    """The instrument has a rule that the planner has no exact form for."""

    code = "cannot-plan"
    template = "Cannot plan for '{variable}': {problem}"
    exit_code = 8


class UnusableRequest(DomainError):
    """What was asked of the planner makes no sense (a date in the past, a negative budget)."""

    code = "unusable-request"
    template = "Cannot use {name} {value}: {problem}"
    exit_code = 4
