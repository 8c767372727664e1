"""Which happenings stand for which tick of the profile form, and how often something happens."""

from collections.abc import Collection
from datetime import date
from typing import Annotated

from pydantic import Field

from guyub.domain.growth.ages import months_before
from guyub.domain.rulefiles import Grade, Model, Origin


class Often(Model):
    """A frequency: in at least so many months of the window."""

    code: str
    months: Annotated[int, Field(ge=1)]


class Funds(Model):
    """Codes of funds elsewhere → ticks of the profile form; ``village_codes`` by what the village is."""

    groups: dict[str, str]
    kitchen: dict[str, str]
    promises: dict[str, str]
    village_codes: tuple[str, ...]
    of_desa: str
    of_kelurahan: str

    def tick(self, code: str, ticks: dict[str, str], *, desa: bool) -> str:
        """The tick that a fund stands for; nothing where it is none of the form's."""
        if code in self.village_codes:
            return self.of_desa if desa else self.of_kelurahan
        return ticks.get(code, "")


class DataKind(Model):
    """A kind of data: recordings of this source, with one of these facts; no facts: with any."""

    code: str
    source: str
    facts: tuple[str, ...] = ()


class DerivedRules(Model):
    """All of it. ``routines``: entry → the fact of how many times a year."""

    id: str
    version: str
    grade: Grade
    source: Origin
    window_months: Annotated[int, Field(ge=1, le=60)]
    frequencies: Annotated[tuple[Often, ...], Field(min_length=1)]
    routines: dict[str, str]
    funds: Funds
    data_kinds: tuple[DataKind, ...]

    def since(self, today: date) -> date:
        """The day after which something still counts: that day itself no longer does."""
        return months_before(today, self.window_months)

    def often(self, days: Collection[date]) -> tuple[str, int]:
        """How often something happens that happened on these days of the window (at least one), and in how many months.

        A window has at most so many months: one that begins in the middle of a month touches one more.
        """
        months = min(len({(day.year, day.month) for day in days}), self.window_months)
        return next(one.code for one in self.frequencies if months >= one.months), months
