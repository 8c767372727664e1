"""Kinds of groups: whom a kind is for, its yearly card and monthly register, its topics; lists that all kinds share."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from guyub.domain.programmes.deadlines import Deadlines
from guyub.domain.programmes.targets import Target
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text

Code = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class Choice(Model):
    """One entry of a list, with where it comes from where that is not the source of its list."""

    code: Code
    name: Text
    grade: Grade | None = None


class Choices(Model):
    """A list to choose from."""

    grade: Grade
    source: Origin
    choices: tuple[Choice, ...]

    @cached_property
    def by_code(self) -> dict[str, Choice]:
        """Entries by code."""
        return {one.code: one for one in self.choices}

    def named(self, code: str, language: str) -> str:
        """The words of an entry; the code itself where the list no longer has it."""
        found = self.by_code.get(code)
        return found.name.in_language(language) if found else code


class VisitReferral(Known):
    """Outcomes of a home visit that send somebody on.

    Attributes:
        answer_within_days: How long they have to answer.
        to: Code of an outcome → code of who they are sent to, one of the facilitators.
        answers: What can come of it.
    """

    answer_within_days: Annotated[int, Field(ge=1)]
    to: dict[Code, Code]
    answers: tuple[Choice, ...]

    def answered(self, code: str, language: str) -> str:
        """The words of an answer; the code itself where the list no longer has it."""
        found = next((one for one in self.answers if one.code == code), None)
        return found.name.in_language(language) if found else code


class Counted(Model):
    """What the classification counts of a kind: fact codes of its catalogue, and the value that joins them."""

    members: str
    of: str
    value: str


class Kind(Model):
    """One kind of group.

    Attributes:
        short: How everybody calls it.
        name: In full.
        members: Whether families or people belong to it, or nobody: then only those who run it.
        target: Whom of the registry it is meant for; None where the registry cannot say.
        counted: What the classification counts of it; None for kinds that it does not count.
        asked: Code of the indicator of the family survey that asks families for the same (PK, block III).
        card, register: Names of the yearly and the monthly form; None where none is known.
        integrated: Codes of what the card says it may be joined with.
    """

    code: Code
    short: Text
    name: Text
    members: Literal["families", "people", "none"]
    target: Target | None = None
    counted: Counted | None = None
    asked: str | None = None
    card: str | None = None
    register_form: str | None = None
    cadres: Annotated[int, Field(ge=0, le=20)] = 0
    integrated: tuple[Code, ...] = ()
    topics: Choices
    note: Text | None = None
    grade: Grade
    source: Origin


class GroupRules(Model):
    """The rule file of groups."""

    id: str
    version: str
    deadlines: Deadlines
    posts: Choices
    facilitators: Choices
    decree_issuers: Choices
    funds: Choices
    integrations: Choices
    ways: Choices
    visit_reasons: Choices
    visit_outcomes: Choices
    visit_referral: VisitReferral
    kinds: tuple[Kind, ...]

    @model_validator(mode="after")
    def _known_codes(self) -> "GroupRules":
        if len(self.by_code) != len(self.kinds):
            raise ValueError("a kind stands twice")
        sent = self.visit_referral.to
        known = set(sent) <= set(self.visit_outcomes.by_code) and set(sent.values()) <= set(self.facilitators.by_code)
        if not known:
            raise ValueError("a referral is of an outcome or to somebody that is in no list")
        for kind in self.kinds:
            unknown = set(kind.integrated) - set(self.integrations.by_code)
            if unknown:
                raise ValueError(f"'{kind.code}' names what is not in the list of integrations: {sorted(unknown)}")
        return self

    @cached_property
    def by_code(self) -> dict[str, Kind]:
        """Kinds by code."""
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def counted(self) -> tuple[Kind, ...]:
        """Kinds whose presence and members the classification counts, in the order of the file."""
        return tuple(kind for kind in self.kinds if kind.counted is not None)

    def register_due(self, month: date) -> date:
        """Day by which the register of a month is due."""
        return self.deadlines.register_due(month)

    def card_due(self, year: int) -> date:
        """Day by which the card of a year is due."""
        return self.deadlines.card_due(year)
