"""The rule file of businesses."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from guyub.domain.rulefiles import Choice, Choices, Grade, Known, Model, Origin, Rupiahs, Text

Part = Literal["sale", "cost", "money-in", "money-out"]


class Category(Choice):
    """What money is for. ``part``: a sale, a cost, or money that comes and goes without being one (capital, a loan)."""

    part: Part

    @property
    def comes_in(self) -> bool:
        """Whether the money comes in."""
        return self.part in ("sale", "money-in")


class Categories(Known):
    """Categories of the cash book."""

    choices: tuple[Category, ...]

    @property
    def by_code(self) -> dict[str, Category]:
        """Categories by their code."""
        return {one.code: one for one in self.choices}


class PermitKind(Known):
    """A permit. ``years``: how long it holds at most; None: no end, as long as ``while_`` is so.

    ``ask_days_before``: by when at the latest a new one is asked for. ``ends_with_change``: it has to be looked at anew
    once ingredients or the process change.
    """

    code: str
    name: Text
    years: Annotated[int | None, Field(ge=1)] = None
    ask_days_before: Annotated[int, Field(ge=0)] = 0
    ends_with_change: bool = False
    holds: Text


class BusinessRules(Model):
    """All of it."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    categories: Categories
    amounts: Rupiahs
    permits: tuple[PermitKind, ...]
    markets: Choices
    mentoring: Choices
    loans: Choices
    incomes: Choices

    @property
    def permits_by_code(self) -> dict[str, PermitKind]:
        """Kinds of permits by their code."""
        return {one.code: one for one in self.permits}
