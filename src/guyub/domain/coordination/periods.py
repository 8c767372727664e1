"""How long what about commitments counts. Values come from `data/coordination/commitments.yaml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Origin, Text


class Span(StrEnum):
    """What lasts so long."""

    REMIND = "remind"  # offices are reminded so many days before the due day
    GRACE = "grace"  # an open commitment so many days after its due day is closed as expired
    LINK = "link"  # an answer link opens for so many days


class SpanRule(Model):
    """One period with its reason."""

    name: Text
    days: Annotated[int, Field(ge=1)]
    why: Text
    grade: Grade


class CommitmentPeriods(Model):
    """All periods of commitments."""

    id: str
    version: str
    grade: Grade
    source: Origin
    periods: dict[Span, SpanRule]

    @model_validator(mode="after")
    def _complete(self) -> "CommitmentPeriods":
        lacking = [span.value for span in Span if span not in self.periods]
        if lacking:
            raise ValueError(f"no period for {', '.join(lacking)}")
        return self

    def days(self, span: Span) -> int:
        """Days of a period."""
        return self.periods[span].days
