"""Running a Dashat kitchen: who may be given a portion and until when, what is checked, who pays."""

import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.nutrition.kitchens import KitchenGroup, KitchenRules
from guyub.domain.nutrition.needs import State
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

PMT = "pmt"
"""The reason whose last day is that of a round of supplementary food."""
HALF_YEAR = 6  # months of nursing after which needs change
LAST_TRIMESTER = State.PREGNANT_3


class GuestReason(Model):
    """Why somebody is given a portion. ``days``: for how long, where nothing else ends it."""

    name: Text
    days: Annotated[int, Field(ge=1)]


class Guests(Known):
    """Reasons in the order in which one of several counts. ``nursing_months``: until which age of the child."""

    nursing_months: int
    reasons: dict[str, GuestReason]

    @model_validator(mode="after")
    def _has_pmt(self) -> Self:
        if next(iter(self.reasons), None) != PMT:
            raise ValueError(f"the first reason is not {PMT}")
        return self


class Listed(Known):
    """Codes with their words."""

    items: dict[str, Text]


class RunningRules(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    guests: Guests
    safety: Listed
    funds: Listed


def group_of_child(rules: KitchenRules, months: int) -> KitchenGroup | None:
    """The group of a child of so many completed months; None outside the ages that a kitchen cooks for."""
    groups = (one for one in rules.groups if one.months is not None)
    return next((one for one in groups if one.months and one.months[0] <= months <= one.months[1]), None)


def group_of_woman(rules: KitchenRules, trimester: int | None, nursing_months: int | None) -> KitchenGroup | None:
    """The group of a woman who is pregnant in a trimester, or gave birth so many months ago; None where neither.

    A trimester without a group of its own is served with the last: what is enough then is enough before.
    """
    if trimester is not None:
        return _of_state(rules, State(f"pregnant-{trimester}")) or _of_state(rules, LAST_TRIMESTER)
    if nursing_months is None:
        return None
    return _of_state(rules, State.NURSING_1 if nursing_months < HALF_YEAR else State.NURSING_2)


def _of_state(rules: KitchenRules, state: State) -> KitchenGroup | None:
    return next((one for one in rules.groups if one.state is state), None)
