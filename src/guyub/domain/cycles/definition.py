"""What an assessment cycle is: stages, weights, who scores what, who may enter, how ties are broken. All of it data.

A definition is never official: no weight of the official competition was found (its `status` is proposed or local).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Text


class StageKind(StrEnum):
    """What is done in a stage; the page, the rights and the way of scoring follow from it."""

    CLAIM = "claim"  # the village's self-assessment
    CITY_CHECK = "city-check"  # claimed against verified, item by item
    NOMINATION = "nomination"  # the city sends entries on
    REVIEW = "review"  # jurors score the file
    INTERVIEW = "interview"  # jurors score answers
    FIELD = "field"  # sub-teams check items on the spot and score what they see
    DELIBERATION = "deliberation"  # the panel talks over spreads and outliers
    VERDICT = "verdict"


SCORED = (StageKind.REVIEW, StageKind.INTERVIEW, StageKind.FIELD)


class Criterion(Model):
    """One thing that jurors score from 0 to 100 in a stage.

    ``from_record``: not scored by jurors but computed, from verified points (review) or field checks (match rate).
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,23}$")
    name: Text
    weight: int = Field(gt=0, description="Percent of the stage")
    from_record: Literal["verified-points", "match-rate"] | None = None
    hint: Text | None = None


class TeamSplit(Model):
    """Which items each of two sub-teams of one visit checks. An item that stands with neither is for both."""

    administration: tuple[str, ...] = Field(min_length=1, description="Papers and interviews")
    field: tuple[str, ...] = Field(min_length=1, description="The place and its groups")
    grade: Grade = Grade.PROPOSED
    source: Text

    @model_validator(mode="after")
    def _apart(self) -> "TeamSplit":
        twice = [item for item, times in Counter(self.administration + self.field).items() if times > 1]
        if twice:
            raise ValueError(f"item {twice[0]} stands twice among the sub-teams")
        return self


class Stage(Model):
    """One stage. ``weight``: percent of the final score; only scored stages have one."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,23}$")
    kind: StageKind
    name: Text
    level: Literal["village", "city", "province", "nation"]
    weight: int = Field(default=0, ge=0, le=100)
    opens: date | None = None
    closes: date | None = None
    criteria: tuple[Criterion, ...] = ()
    keeps: int | None = Field(default=None, gt=0, description="How many entries go on to the next stage; none: all")
    completion_days: int | None = Field(default=None, gt=0, description="Working days to complete missing evidence")
    teams: TeamSplit | None = Field(default=None, description="How two sub-teams of one visit share the checklist")

    @model_validator(mode="after")
    def _fits(self) -> "Stage":
        if (self.kind in SCORED) != bool(self.criteria):
            raise ValueError(
                f"stage {self.code}: criteria belong to review, interview and field stages, and only there"
            )
        if self.criteria and sum(criterion.weight for criterion in self.criteria) != 100:
            raise ValueError(f"stage {self.code}: the weights of its criteria add up to 100")
        if self.weight and self.kind not in SCORED:
            raise ValueError(f"stage {self.code}: only scored stages have a weight")
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError(f"stage {self.code}: it closes before it opens")
        if self.teams and self.kind is not StageKind.FIELD:
            raise ValueError(f"stage {self.code}: only a field stage has sub-teams")
        return self

    def asks(self, team: str, item: str) -> bool:
        """Whether an item is for a sub-team; without a team, or without a split, every item is."""
        if not team or self.teams is None:
            return True
        other = self.teams.administration if team == "field" else self.teams.field
        return item not in other


class EntryRule(Model):
    """Who may enter. Each is switchable: a definition names those it wants."""

    kind: Literal["class-at-least", "age-months-at-least", "decree-months-at-least", "city-category", "not-won-since"]
    value: int | str
    name: Text
    grade: Grade = Grade.PROPOSED
    source: str = ""


class TieRule(Model):
    """What decides between equal final scores, in order: a stage's score, a criterion's mean, or the spread."""

    by: Literal["stage", "criterion", "smallest-spread", "lot"]
    code: str = ""


class CycleDefinition(Model):
    """A versioned definition of a cycle."""

    id: str = Field(pattern=r"^[a-z][a-z0-9.-]{2,63}$")
    version: str
    name: Text
    level: Literal["city", "province", "nation"]
    status: Literal["proposed", "local"]
    grade: Grade
    source: Text
    notes: tuple[Text, ...] = ()
    instrument: str = Field(description="Items of the self-assessment")
    class_instrument: str = Field(description="The official-style class shown beside it, never mixed with the score")
    stages: tuple[Stage, ...]
    entry_rules: tuple[EntryRule, ...] = ()
    quota_per_city: int | None = Field(default=None, gt=0)
    ties: tuple[TieRule, ...] = ()
    appeal_days: int = Field(default=0, ge=0, description="Working days for an appeal after the verdict; 0: none")
    jurors_at_least: int = Field(default=2, gt=0)

    @model_validator(mode="after")
    def _whole(self) -> "CycleDefinition":
        if sum(stage.weight for stage in self.stages) != 100:
            raise ValueError("the weights of the scored stages add up to 100")
        for code, times in Counter(stage.code for stage in self.stages).items():
            if times > 1:
                raise ValueError(f"stage {code} stands twice")
        if self.stages[-1].kind is not StageKind.VERDICT or self.stages[0].kind is not StageKind.CLAIM:
            raise ValueError("a cycle begins with the claim and ends with the verdict")
        known = {c.code for stage in self.stages for c in stage.criteria} | {stage.code for stage in self.stages}
        for tie in self.ties:
            if tie.by in ("stage", "criterion") and tie.code not in known:
                raise ValueError(f"tie rule names {tie.code}, which is no stage and no criterion")
        return self

    def stage(self, code: str) -> Stage:
        """The stage of that code. Raises KeyError: there is none."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise KeyError(code)

    def after(self, code: str) -> Stage | None:
        """The stage that follows; None after the last."""
        position = self.stages.index(self.stage(code)) + 1
        return self.stages[position] if position < len(self.stages) else None

    @property
    def scored_stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.kind in SCORED)

    @cached_property
    def before_panel(self) -> tuple[str, ...]:
        """Codes of the stages before the first scored one: nobody has scored an entry that is there."""
        scored = [stage.kind in SCORED for stage in self.stages]
        return tuple(stage.code for stage in self.stages[: scored.index(True) if any(scored) else len(scored)])

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over the content."""
        return content_checksum(self.model_dump(mode="json"))


def content_checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 over a definition as it is kept. What later versions of the model add to it changes nothing of what was
    kept before, so it is this that a frozen definition is compared by.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
