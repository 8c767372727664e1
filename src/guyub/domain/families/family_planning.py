"""Family planning: flags of one couple, and rates of an area made of their sums.

Two sets of figures, never mixed: what the classification of the national web system asks for (``web``), and what
BKKBN defines. A rate divides by the couples whose answer is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guyub.domain.expressions.evaluate import evaluate
from guyub.domain.expressions.model import Expression
from guyub.domain.families.rules import RuleFile
from guyub.domain.rulefiles import Grade, Model, Origin, Text

Need = Literal["spacing", "limiting"]


class Flag(Model):
    """A statement about a couple: 1, 0, or missing; 0 where the family is no couple of reproductive age."""

    code: str
    name: Text
    of: Expression
    grade: Grade
    source: Origin
    method: int | None = None  # code of KB.07
    non_user: str | None = None  # class of a non-user
    unmet_register: Need | None = None
    unmet_pk: Need | None = None
    web_fact: str | None = None  # fact of the catalogue that the sum of this flag is


class RateRule(Model):
    """A rate: sums of flags over sums of flags. ``unit``: who the denominator counts, unless all couples."""

    code: str
    name: Text
    unit: Text | None = None
    of: Annotated[tuple[str, ...], Field(min_length=1)]
    per: Annotated[tuple[str, ...], Field(min_length=1)]
    web: bool = False
    higher_is_better: bool
    grade: Grade
    source: Origin


class FamilyPlanning(RuleFile):
    """The rules of family planning."""

    flags: Annotated[tuple[Flag, ...], Field(min_length=1)]
    rates: tuple[RateRule, ...]

    @cached_property
    def by_code(self) -> dict[str, Flag]:
        """Flags by code."""
        return {flag.code: flag for flag in self.flags}

    @model_validator(mode="after")
    def _names_are_right(self) -> Self:
        for rate in self.rates:
            for code in (*rate.of, *rate.per):
                if code not in self.by_code:
                    raise ValueError(f"rate '{rate.code}' names the unknown flag '{code}'")
        return self


@dataclass(frozen=True)
class CoupleStatus:
    """One couple. ``method`` and ``non_user_class`` are codes, None where there is none or nobody knows."""

    flags: dict[str, int | None]
    method: str | None
    non_user_class: str | None
    unmet_register: Need | None
    unmet_pk: Need | None


@dataclass(frozen=True)
class Rate:
    """A rate as two integers; `per` 0 means there is nobody to speak of."""

    of: int
    per: int


def status(rules: FamilyPlanning, record: Mapping[str, int | None]) -> CoupleStatus:
    """The family-planning status of one family's couple.

    Args:
        rules: Settled rules.
        record: A family record; an absent column is unknown.

    Source: PK 2021 form, block II; see each flag.
    """
    scope = rules.scope(record)
    flags = {flag.code: evaluate(flag.of, scope) for flag in rules.flags}
    held = [flag for flag in rules.flags if flags[flag.code]]
    return CoupleStatus(
        flags=flags,
        method=next((flag.code for flag in held if flag.method is not None), None),
        non_user_class=next((flag.non_user for flag in held if flag.non_user is not None), None),
        unmet_register=next((flag.unmet_register for flag in held if flag.unmet_register is not None), None),
        unmet_pk=next((flag.unmet_pk for flag in held if flag.unmet_pk is not None), None),
    )


def rates(rules: FamilyPlanning, sums: Mapping[str, int]) -> dict[str, Rate]:
    """All rates of an area from one row of sums (columns ``fp_<flag>``)."""
    return {
        rate.code: Rate(sum(sums[f"fp_{code}"] for code in rate.of), sum(sums[f"fp_{code}"] for code in rate.per))
        for rate in rules.rates
    }


def web_facts(rules: FamilyPlanning, sums: Mapping[str, int]) -> dict[str, int]:
    """The figures that the national web system asks for, by fact code of the catalogue."""
    return {flag.web_fact: sums[f"fp_{flag.code}"] for flag in rules.flags if flag.web_fact is not None}
