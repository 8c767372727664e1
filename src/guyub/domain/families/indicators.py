"""Village indicators and facts: what each family adds to a numerator and a denominator, and what comes of the sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.expressions.evaluate import evaluate
from guyub.domain.expressions.model import Expression
from guyub.domain.families.rules import RuleFile
from guyub.domain.rulefiles import Grade, Model, Origin, Text


class FromSums(Model):
    """An indicator made of sums that other rules have already: all of ``of`` over ``scale`` times all of ``per``."""

    of: tuple[str, ...]
    per: tuple[str, ...]
    scale: Annotated[int, Field(ge=1)] = 1


class Indicator(Model):
    """An indicator: a numerator and a denominator for each family, or sums that are there already."""

    code: str
    topic: str
    name: Text
    unit: Text
    of: Expression | None = None
    per: Expression | None = None
    from_sums: FromSums | None = None
    higher_is_better: bool | None  # None: neither more nor less is better in itself
    opd: tuple[str, ...]
    grade: Grade
    source: Origin

    @model_validator(mode="after")
    def _is_made_one_way(self) -> Self:
        if (self.of is None) != (self.per is None) or (self.of is None) == (self.from_sums is None):
            raise ValueError(f"indicator '{self.code}' needs 'of' and 'per', or 'from_sums'")
        return self


class FactRule(Model):
    """A figure that instruments ask of a village, as the registry counts it; ``optional`` ones have a better source.

    ``asked`` counts whom the figure is about, ``known`` those of them whose answer is there; both absent: families.
    """

    fact: str
    of: Expression
    known: Expression | None = None
    asked: Expression | None = None
    optional: bool = False
    grade: Grade
    source: Origin

    @model_validator(mode="after")
    def _says_both_or_neither(self) -> Self:
        if (self.known is None) != (self.asked is None):
            raise ValueError(f"fact '{self.fact}' needs 'known' and 'asked', or neither")
        return self


class FamilyIndicators(RuleFile):
    """The rules of all indicators and facts."""

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    facts: tuple[FactRule, ...]

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}


@dataclass(frozen=True)
class Value:
    """An indicator of an area: ``of / per`` exactly; ``unknown`` families could not be counted."""

    of: int
    per: int
    unknown: int


def shares(rules: FamilyIndicators, record: Mapping[str, int | None]) -> dict[str, tuple[int, int] | None]:
    """What one family adds to each indicator's numerator and denominator; None where either is unknown."""
    scope = rules.scope(record)
    found: dict[str, tuple[int, int] | None] = {}
    for indicator in rules.indicators:
        if indicator.of is not None and indicator.per is not None:
            of, per = evaluate(indicator.of, scope), evaluate(indicator.per, scope)
            found[indicator.code] = None if of is None or per is None else (of, per)
    return found


def facts_of(rules: FamilyIndicators, record: Mapping[str, int | None]) -> dict[str, int | None]:
    """What one family adds to each fact; None where it is unknown."""
    scope = rules.scope(record)
    return {rule.fact: evaluate(rule.of, scope) for rule in rules.facts}


def values(rules: FamilyIndicators, sums: Mapping[str, int]) -> dict[str, Value]:
    """All indicators of an area from one row of sums."""
    return {indicator.code: _value(indicator, sums) for indicator in rules.indicators}


def _value(indicator: Indicator, sums: Mapping[str, int]) -> Value:
    code, made = indicator.code, indicator.from_sums
    if made is None:
        return Value(sums[f"{code}_of"], sums[f"{code}_per"], sums[f"{code}_unknown"])
    return Value(sum(sums[name] for name in made.of), made.scale * sum(sums[name] for name in made.per), 0)
