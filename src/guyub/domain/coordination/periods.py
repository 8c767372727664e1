"""How long what about commitments counts. Values come from `data/coordination/commitments.yaml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from guyub.domain.rulefiles import Grade, Model, Table, Text


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


class DefaultItem(Model):
    """The item that a proof of delivery supports where the commitment names none."""

    instrument: str
    item: str
    why: Text
    grade: Grade


class CommitmentPeriods(Table[Span, SpanRule]):
    """All periods of commitments, and what their proofs support."""

    default_item: DefaultItem

    def days(self, span: Span) -> int:
        """Days of a period."""
        return self.rules[span].days
