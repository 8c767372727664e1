"""The rule file of the posyandu of the life cycle (ILP)."""

import datetime
import itertools
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Amount, Choices, Grade, Known, Model, Origin, Text
from guyub.domain.youth.rules import Classes, Limits, Span

MOTHER, CHILD, YOUTH, ADULT, ELDER = "mother", "child", "youth", "adult", "elder"


class Step(Known):
    """One of the five steps."""

    code: str
    name: Text


class Stage(Known):
    """A stage of life: completed months of age from ``from_month`` on, below ``to_month``; neither for mothers.

    ``every_months``: someone is expected unless the stage's record is younger; 1: at every session.
    """

    code: str
    form: str
    name: Text
    from_month: Annotated[int | None, Field(ge=0)] = None
    to_month: int | None = None
    every_months: Annotated[int, Field(ge=1)]

    def holds(self, months: int) -> bool:
        """Whether somebody of that age in completed months is of it."""
        if self.from_month is None:
            return False
        return months >= self.from_month and (self.to_month is None or months < self.to_month)


class Form(Known):
    """A recap form: codes of its columns."""

    code: str
    name: Text
    columns: tuple[str, ...]


class CheckRules(Model):
    """What is measured of those whom no other form serves. ``spans``: completed years, both ends belong."""

    spans: tuple[Span, ...]
    adult_from_year: int
    bmi: Classes
    waist_men: Classes
    waist_women: Classes
    glucose: Classes
    limits_child: Limits
    limits_adult: Limits

    def hold(self, years: int) -> bool:
        """Whether somebody of that age is checked by this form."""
        return any(least <= years <= most for least, most in self.spans)

    def limits(self, years: int) -> Limits:
        """Limits of figures at that age."""
        return self.limits_adult if years >= self.adult_from_year else self.limits_child


class LifecycleRules(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    tuberculosis: Choices
    forms: tuple[Form, ...]
    columns: dict[str, Text]
    check: CheckRules
    shown: Amount

    @cached_property
    def stage_by_code(self) -> dict[str, Stage]:
        """Stages by their code, in their order."""
        return {one.code: one for one in self.stages}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        named = {column for form in self.forms for column in form.columns}
        if lacking := named - self.columns.keys():
            raise ValueError(f"columns without a name: {', '.join(sorted(lacking))}")
        if lacking := {stage.form for stage in self.stages} - {form.code for form in self.forms}:
            raise ValueError(f"stages without a form: {', '.join(sorted(lacking))}")
        aged = [stage for stage in self.stages if stage.from_month is not None]
        gaps = [one.code for one, following in itertools.pairwise(aged) if one.to_month != following.from_month]
        if gaps or (aged and aged[-1].to_month is not None):
            raise ValueError("stages follow one another without a gap, the last without an end")
        return self
