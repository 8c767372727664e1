"""SKILAS, the simple screening of elders: which of six capacities health staff should look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from guyub.domain.families.members import completed_months
from guyub.domain.rulefiles import Grade, Model, Origin, Text

MONTHS_OF_A_YEAR = 12


class Answer(Model):
    """An answer that can be chosen."""

    value: int
    name: Text


class After(Model):
    """The answer of an earlier item after which an item is asked."""

    code: str
    value: int


class Question(Model):
    """An item: a choice that ticks when it is one of ``among``, or a number that ticks below ``below``."""

    code: str
    kind: Literal["choice", "number"]
    name: Text
    options: tuple[Answer, ...] = ()
    unit: str = ""
    least: int | None = None
    most: int | None = None
    among: tuple[int, ...] = ()
    below: int | None = None
    only_after: After | None = None

    def asked(self, answers: Mapping[str, int]) -> bool:
        """Whether it is asked after these answers."""
        return self.only_after is None or answers.get(self.only_after.code) == self.only_after.value

    def allows(self, value: int) -> bool:
        """Whether the answer can be."""
        if self.kind == "choice":
            return value in {option.value for option in self.options}
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def ticks(self, value: int) -> bool:
        """Whether the answer is one for health staff to look at."""
        return value in self.among or (self.below is not None and value < self.below)


class Domain(Model):
    """A capacity, its items, and what health staff do next."""

    code: str
    name: Text
    next: Text
    lead: Text | None = None
    items: tuple[Question, ...]


class State(StrEnum):
    """What is known of a capacity."""

    TICKED = "ticked"
    CLEAR = "clear"
    OPEN = "open"  # not all was asked, and nothing ticks so far


class Skilas(Model):
    """The rule file."""

    id: str
    version: str
    name: Text
    grade: Grade
    source: Origin
    from_age: int
    every_months: int
    domains: tuple[Domain, ...]

    @model_validator(mode="after")
    def _items_once(self) -> Self:
        codes = [item.code for domain in self.domains for item in domain.items]
        if len(set(codes)) != len(codes):
            raise ValueError("an item stands twice")
        return self

    def judge(self, answers: Mapping[str, int]) -> "Screening":
        """What a screening found; items that are not asked after the others' answers are passed over.

        Raises:
            ValueError: An item does not exist, or its answer cannot be.
        """
        items = {item.code: item for domain in self.domains for item in domain.items}
        for code, value in answers.items():
            if code not in items or not items[code].allows(value):
                raise ValueError(code)
        return Screening({domain.code: _state(domain, answers) for domain in self.domains})

    def due(self, born: date, last: date | None, day: date) -> bool:
        """Whether somebody is to be screened: old enough, and not within the last year."""
        if completed_months(born, day) < self.from_age * MONTHS_OF_A_YEAR:
            return False
        return last is None or completed_months(last, day) >= self.every_months


@dataclass(frozen=True)
class Screening:
    """A screening, by capacity."""

    domains: Mapping[str, State]

    @property
    def ticked(self) -> tuple[str, ...]:
        """Capacities for health staff to look at."""
        return tuple(code for code, state in self.domains.items() if state is State.TICKED)

    @property
    def complete(self) -> bool:
        """Whether every capacity was asked about as far as its answers demand."""
        return State.OPEN not in self.domains.values()

    @property
    def clear(self) -> bool:
        """Whether everything was asked and nothing ticks."""
        return all(state is State.CLEAR for state in self.domains.values())


def _state(domain: Domain, answers: Mapping[str, int]) -> State:
    asked = [item for item in domain.items if item.asked(answers)]
    if any(item.ticks(answers[item.code]) for item in asked if item.code in answers):
        return State.TICKED
    return State.CLEAR if all(item.code in answers for item in asked) else State.OPEN
