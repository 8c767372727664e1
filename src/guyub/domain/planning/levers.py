"""What can be done in a village to change its facts: levers, as data.

A lever moves facts by fixed steps per unit (one couple, one member, one document). It names its price, its time,
who carries it out and what it leaves as evidence. Prices and capacities are PROPOSED figures that a region
replaces with its own. New couples, pregnancies or births are not levers.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from guyub.domain.instruments.model import Status
from guyub.domain.rulefiles import Grade, Model, Text


class Unit(StrEnum):
    """What one unit of a lever is."""

    COUPLE = "couple"
    PERSON = "person"
    FAMILY = "family"
    GROUP = "group"
    DOCUMENT = "document"
    ACTIVITY = "activity"
    SOURCE = "source"
    KIND = "kind"
    ROUTINE = "routine"
    INSTITUTION = "institution"
    FACILITY = "facility"

    @property
    def counts_people(self) -> bool:
        """Whether units are people (a couple or a family counts as one)."""
        return self in (Unit.COUPLE, Unit.PERSON, Unit.FAMILY)


class Share(Model):
    """A share of a fact, in whole percent, rounded down."""

    percent: Annotated[int, Field(ge=1, le=100)]
    of: str


class Changes(Model):
    """What a region may say differently about a lever; None leaves it as it is."""

    cost_rupiah: Annotated[int | None, Field(ge=0)] = None
    fixed_cost_rupiah: Annotated[int | None, Field(ge=0)] = None
    lead_days: Annotated[int | None, Field(ge=0)] = None
    units_per_30_days: Annotated[int | None, Field(ge=1)] = None
    limit: Annotated[int | Share | None, Field()] = None
    opd: str | None = None
    evidence: str | None = None
    note: str | None = None
    offered: bool = True


class Lever(Model):
    """One kind of action.

    ``moves`` are the changes of facts per unit. ``needs`` are facts that must stand at least at a value, after the
    plan, for the lever to be used at all. ``limit`` bounds the units per village beyond what the facts allow.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Text
    unit: Unit
    moves: Annotated[dict[str, int], Field(min_length=1)]
    needs: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    limit: Annotated[int, Field(ge=0)] | Share | None = None
    cost_rupiah: Annotated[int, Field(ge=0)]
    fixed_cost_rupiah: Annotated[int, Field(ge=0)] = 0
    lead_days: Annotated[int, Field(ge=0)]
    units_per_30_days: Annotated[int, Field(ge=1)]
    opd: str
    evidence: str
    grade: Grade
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _moves_something(self) -> "Lever":
        idle = [code for code, step in self.moves.items() if step == 0]
        if idle:
            raise ValueError(f"the move of '{idle[0]}' is 0")
        return self

    @property
    def main_fact(self) -> str:
        """The fact that the lever is there to raise (the first that rises, else the first)."""
        return next((code for code, step in self.moves.items() if step > 0), next(iter(self.moves)))

    def days_for(self, units: int) -> int:
        """Days until that many units are done, lead time included."""
        return self.lead_days + -(-units * 30 // self.units_per_30_days)

    def units_within(self, days: int) -> int:
        """Most units that can be done within that many days."""
        return max(0, days - self.lead_days) * self.units_per_30_days // 30

    def cost_of(self, units: int) -> int:
        """Rupiah for that many units; nothing for none."""
        return units * self.cost_rupiah + (self.fixed_cost_rupiah if units else 0)

    def changed(self, changes: Changes) -> "Lever":
        """This lever with a region's own figures."""
        update = {
            name: value for name, value in changes.model_dump(exclude={"offered", "limit"}).items() if value is not None
        }
        if changes.limit is not None:
            update["limit"] = changes.limit
        return self.model_copy(update=update)


class LeverSet(Model):
    """Levers that belong together, and what must stay true of the facts they move.

    ``ceilings`` say how far a fact may rise: to a number, or to the value of another fact. ``regions`` holds, by
    the beginning of a region code, what that region changes.
    """

    id: str
    version: str
    name: Text
    status: Status
    source: str
    notes: tuple[Text, ...] = ()
    ceilings: dict[str, Annotated[int, Field(ge=0)] | str] = Field(default_factory=dict)
    levers: Annotated[tuple[Lever, ...], Field(min_length=1)]
    regions: dict[str, dict[str, Changes]] = Field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Lever]:
        """Levers by id."""
        return {lever.id: lever for lever in self.levers}

    @property
    def facts_used(self) -> tuple[str, ...]:
        """Codes of all facts named here, in order of first use."""
        codes: dict[str, None] = {}
        for lever in self.levers:
            codes.update(dict.fromkeys((*lever.moves, *lever.needs)))
            if isinstance(lever.limit, Share):
                codes[lever.limit.of] = None
        for code, ceiling in self.ceilings.items():
            codes.update(dict.fromkeys((code, ceiling) if isinstance(ceiling, str) else (code,)))
        return tuple(codes)

    def for_region(self, code: str | None) -> "LeverSet":
        """The levers with the figures of the most particular region that ``code`` lies in, part by part: 32.76 lies in
        32, not in 32.7."""
        parts = _parts(code or "")
        fitting = [region for region in self.regions if _parts(region) == parts[: len(_parts(region))]]
        if not fitting:
            return self
        changes = self.regions[max(fitting, key=lambda region: len(_parts(region)))]
        return self.with_changes(changes)

    def with_changes(self, changes: Mapping[str, Changes]) -> "LeverSet":
        """The levers with other figures by lever id; a lever no longer offered is left out."""
        kept = tuple(
            lever.changed(changes[lever.id]) if lever.id in changes else lever
            for lever in self.levers
            if lever.id not in changes or changes[lever.id].offered
        )
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**{**fields, "levers": kept})

    @model_validator(mode="after")
    def _hangs_together(self) -> "LeverSet":
        ids = [lever.id for lever in self.levers]
        repeated = next((name for name in ids if ids.count(name) > 1), None)
        if repeated:
            raise ValueError(f"lever '{repeated}' stands twice")
        for region, changes in self.regions.items():
            unknown = next((name for name in changes if name not in ids), None)
            if unknown:
                raise ValueError(f"region {region} changes the unknown lever '{unknown}'")
        raised = {code for lever in self.levers for code, step in lever.moves.items() if step > 0}
        for code, ceiling in self.ceilings.items():
            if ceiling in raised and not isinstance(self.ceilings.get(str(ceiling)), int):
                raise ValueError(
                    f"the ceiling of '{code}' is '{ceiling}', which levers raise: give it a number as ceiling"
                )
        for lever in self.levers:
            self._check_bounded(lever)
        return self

    def _check_bounded(self, lever: Lever) -> None:
        falls = any(step < 0 for step in lever.moves.values())
        capped = any(step > 0 and code in self.ceilings for code, step in lever.moves.items())
        if not (falls or capped or lever.limit is not None):
            raise ValueError(f"lever '{lever.id}' has no end: give it a limit, or a ceiling for a fact that it raises")


def _parts(code: str) -> list[str]:
    """Province, city, district and village of a code, with or without dots."""
    if "." in code:
        return code.split(".")
    return [part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part]
