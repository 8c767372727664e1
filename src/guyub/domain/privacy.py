"""Rules about personal data that are values, not code: how small a count may be shown, how long what is kept."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Text


class DisclosureRule(Model):
    """What a table must fulfil before people outside the village see it.

    ``smallest``: the least count above zero that is shown. ``spread``: an outsider who knows the method and all that
    is shown can place a withheld count no closer than within this distance (1: it has two possible values, 2: three).
    """

    id: str
    version: str
    name: Text
    grade: Grade
    source: str
    notes: tuple[Text, ...] = ()
    smallest: Annotated[int, Field(ge=2)]
    spread: Annotated[int, Field(ge=1)]


class Period(Model):
    """How long one kind of data is kept: so many days after `counted_from`."""

    kind: str
    days: Annotated[int, Field(ge=1)]
    counted_from: Text
    then: Text
    grade: Grade
    source: str


class RetentionRule(Model):
    """Periods of storage; each kind stands once."""

    id: str
    version: str
    name: Text
    periods: tuple[Period, ...]

    @model_validator(mode="after")
    def _each_kind_once(self) -> Self:
        if len({period.kind for period in self.periods}) < len(self.periods):
            raise ValueError("a kind stands twice")
        return self

    def days(self, kind: str) -> int:
        """Days that a kind of data is kept (KeyError: the file does not speak of it)."""
        return {period.kind: period.days for period in self.periods}[kind]
