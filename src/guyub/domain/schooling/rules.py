"""The rule file of schooling."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Choice, Choices, Grade, Known, Model, Origin, Rupiahs

Days = Annotated[int, Field(ge=1)]
After = Literal["learning", "settled", "refused"]


class Outcome(Choice):
    """What came of it. ``after``: the child learns again, nothing more is to be done, or they are asked again later."""

    after: After


class Outcomes(Known):
    """Ways in which it ends."""

    choices: tuple[Outcome, ...]

    @property
    def by_code(self) -> dict[str, Outcome]:
        """Outcomes by their code."""
        return {one.code: one for one in self.choices}


class Ages(Known):
    """Completed years, both ends belong."""

    from_year: int
    to_year: int

    def hold(self, years: int) -> bool:
        """Whether a child of that age should be in school."""
        return self.from_year <= years <= self.to_year


class Road(Model):
    """By the answer of K.14: which outcome fits a child who left there."""

    education: tuple[int, ...]
    outcome: str


class Roads(Known):
    """Equivalency by how far a child came."""

    choices: tuple[Road, ...]

    def outcome_for(self, education: int | None) -> str:
        """Code of the outcome, or nothing."""
        return next((road.outcome for road in self.choices if education in road.education), "")


class FollowUp(Known):
    """Days until the first step is due by default, and until a family that refused is asked again."""

    first_within_days: Days
    ask_again_days: Days


class SchoolingRules(Model):
    """All of it."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    ages: Ages
    causes: Choices
    in_charge: Choices
    actions: Choices
    outcomes: Outcomes
    roads: Roads
    aids: Choices
    aid_states: Choices
    follow_up: FollowUp
    amounts: Rupiahs

    @model_validator(mode="after")
    def _whole(self) -> Self:
        unknown = {road.outcome for road in self.roads.choices} - set(self.outcomes.by_code)
        if unknown:
            raise ValueError(f"no outcome '{min(unknown)}'")
        return self
