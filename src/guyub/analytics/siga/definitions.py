"""The data files of the SIGA import (data/siga/*.yaml) as checked objects."""

from enum import StrEnum
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guyub.data import FOLDER, read_yaml, validate
from guyub.domain.rulefiles import Grade, Model, Text

Kind = Literal["people", "count", "remainder", "presence", "latitude", "longitude", "text"]
Column = Annotated[str, Field(pattern=r"^[a-z-]+\.[a-z0-9_]+$")]  # table.column
Terms = Annotated[tuple[int | Column, ...], Field(min_length=1)]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # a row, column or value was not used
    WARNING = "warning"  # a fault in figures that are used as they are
    NOTE = "note"


class ColumnDefinition(Model):
    """A column that is read."""

    header: str
    kind: Kind


class Layout(Model):
    """One SIGA table: how to recognise it and what to read."""

    id: str
    title: Text
    files: tuple[str, ...]
    columns: dict[str, ColumnDefinition]
    signature: tuple[str, ...] = ()
    monthly: bool = False
    list_key: str | None = None

    def headers(self) -> frozenset[str]:
        """All headers that a file of this table must have."""
        return frozenset(self.signature) | {column.header for column in self.columns.values()}


class Layouts(Model):
    """All tables, and the headers of the columns that say which village and month."""

    identity: dict[str, tuple[str, ...]]
    layouts: tuple[Layout, ...]


class Alias(Model):
    """A former official name of a region."""

    level: Literal["regency", "district", "village"]
    parent: str
    name: str
    code: str
    grade: Grade
    source: str


class Names(Model):
    """How names are compared."""

    abbreviations: dict[str, str]
    dropped_first_words: tuple[str, ...]
    aliases: tuple[Alias, ...] = ()


class Source(Model):
    """Where a fact comes from: a sum of columns, or a count of columns above zero."""

    sum: tuple[Column, ...] = ()
    count_positive: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.sum) == bool(self.count_positive):
            raise ValueError("give either sum or count_positive")
        return self


class FactSources(Model):
    """A fact and its sources in order of precedence."""

    fact: str
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    grade: Grade
    source: str
    note: str | None = None
    compare: bool = True


class UnmetNeed(Model):
    """Where the unsplit total of unmet need goes."""

    fact: str
    column: str
    grade: Grade
    source: str


class NotDerived(Model):
    """A fact, or a group of facts, that the tables cannot give."""

    fact: str
    columns: tuple[str, ...] = ()
    reason: Text


class Facts(Model):
    """How facts come from tables."""

    facts: tuple[FactSources, ...]
    unmet_need: UnmetNeed
    not_derived: tuple[NotDerived, ...]


class Check(Model):
    """A relation between columns that must hold in a village (and month)."""

    variant: str | None = None
    left: Terms
    at_most: Terms | None = None
    at_least: Terms | None = None
    equal: Terms | None = None
    agree: Terms | None = None
    needs: Terms | None = None

    @model_validator(mode="after")
    def _one_relation(self) -> Self:
        given = [name for name in RELATIONS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(RELATIONS)}")
        return self

    @property
    def relation(self) -> str:
        """Which relation is asked."""
        return next(name for name in RELATIONS if getattr(self, name) is not None)

    @property
    def right(self) -> tuple[int | str, ...]:
        """The terms of the other side."""
        terms: tuple[int | str, ...] = getattr(self, self.relation)
        return terms


RELATIONS = ("at_most", "at_least", "equal", "agree", "needs")


class Rule(Model):
    """A kind of finding: its weight, its words, and for checks of figures what must hold."""

    id: str
    severity: Severity
    message: Text
    action: Text
    grade: Grade | None = None
    source: str | None = None
    chosen_month_only: bool = False
    checks: tuple[Check, ...] = ()


class Rules(Model):
    """All kinds of findings."""

    rules: tuple[Rule, ...]


class Definitions(Model):
    """Everything the import knows, read from data files."""

    tables: Layouts
    names: Names
    facts: Facts
    rules: dict[str, Rule]

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        known = {f"{layout.id}.{name}" for layout in self.tables.layouts for name in layout.columns}
        sources = [column for fact in self.facts.facts for s in fact.sources for column in (*s.sum, *s.count_positive)]
        checks = [check for rule in self.rules.values() for check in rule.checks]
        terms = [term for check in checks for term in (*check.left, *check.right) if isinstance(term, str)]
        unknown = sorted({*sources, *terms} - known)
        if unknown:
            raise ValueError(f"unknown columns: {', '.join(unknown)}")
        return self

    @property
    def layouts(self) -> dict[str, Layout]:
        """Tables by id."""
        return {layout.id: layout for layout in self.tables.layouts}


@cache
def load_definitions() -> Definitions:
    """The definitions that come with Guyub.

    Raises:
        InvalidRuleFile: A file is not well made; names file, path and reason.
    """
    folder = FOLDER / "siga"
    rules = validate(Rules, read_yaml(folder / "rules.yaml"), folder / "rules.yaml").rules
    content = {
        "tables": validate(Layouts, read_yaml(folder / "layouts.yaml"), folder / "layouts.yaml"),
        "names": validate(Names, read_yaml(folder / "names.yaml"), folder / "names.yaml"),
        "facts": validate(Facts, read_yaml(folder / "facts.yaml"), folder / "facts.yaml"),
        "rules": {rule.id: rule for rule in rules},
    }
    return validate(Definitions, content, folder)
