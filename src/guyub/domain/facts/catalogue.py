"""The fact catalogue: every figure that an instrument may ask of a village, and how figures must agree."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from guyub.domain.expressions.model import Expression, fact_codes
from guyub.domain.rulefiles import Grade, Model, Text

LARGEST_FIGURE = 9_999_999_999  # ten digits: far above any village, and safe in all 64-bit sums of the rules


class FactKind(StrEnum):
    """What values a fact can take; all are integers, not negative."""

    COUNT = "count"  # people, couples, families, things
    FLAG = "flag"  # 0 no, 1 yes
    HUNDREDTHS = "hundredths"  # a figure with two decimals, kept as hundredths: 54.01 is 5401
    TIER = "tier"  # a step on a ladder that the fact's note describes


class SourceKind(StrEnum):
    """Where a fact can come from."""

    REGISTRY = "registry"
    GROUPS = "groups"
    HAPPENED = "happened"
    REPORTED_FILE = "reported-file"
    PROFILE_FORM = "profile-form"


class FactDefinition(Model):
    """One fact: its code, names, unit, kind, where it comes from, and the largest value that can be true."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    unit: str
    kind: FactKind
    group: str
    sources: Annotated[tuple[SourceKind, ...], Field(min_length=1)]
    at_most: int | None = None
    note: Text | None = None

    @property
    def largest(self) -> int:
        """The largest value that can be true."""
        if self.kind is FactKind.FLAG:
            return 1
        return LARGEST_FIGURE if self.at_most is None else self.at_most

    def problem_with(self, value: int) -> str | None:
        """Why the value cannot be, as an error code, or None."""
        if value < 0:
            return "negative"
        return "above-largest" if value > self.largest else None


class Relation(StrEnum):
    """How the two sides of a check must stand to each other."""

    EQUAL = "equal"
    AT_MOST = "at-most"


class Check(Model):
    """Two figures that must agree. Where a fact of either side is missing, nothing can be said."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    left: Expression
    relation: Relation
    right: Expression
    message: Text
    grade: Grade
    source: str

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Codes of the facts involved."""
        return tuple(dict.fromkeys((*fact_codes(self.left), *fact_codes(self.right))))

    def holds(self, left: int, right: int) -> bool:
        """Whether the two figures agree."""
        return left == right if self.relation is Relation.EQUAL else left <= right


class FactCatalogue(Model):
    """All facts and checks."""

    facts: Annotated[tuple[FactDefinition, ...], Field(min_length=1)]
    checks: tuple[Check, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, FactDefinition]:
        """Facts by code."""
        return {fact.code: fact for fact in self.facts}

    @model_validator(mode="after")
    def _names_are_right(self) -> "FactCatalogue":
        if len(self.by_code) != len(self.facts):
            raise ValueError("a fact code stands twice")
        for check in self.checks:
            unknown = [code for code in check.facts if code not in self.by_code]
            if unknown:
                raise ValueError(f"check '{check.id}' names the unknown fact '{unknown[0]}'")
        return self

    def in_group(self, group: str) -> Iterable[FactDefinition]:
        """Facts of one group, in catalogue order."""
        return (fact for fact in self.facts if fact.group == group)
