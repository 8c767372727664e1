"""What the rule files of families share: choices that are settled before anything is computed, and named values.

A rule file is data (see ``data/families``). `RuleFile.settle` answers its choices and lends it the named values of the
files before it; what comes back can be asked about one family (`RuleFile.scope`) or about columns (`columns`).
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.model import Expression, Fact, Known, Node, Option, Value, resolve_options, walk
from guyub.domain.families.record import CODES
from guyub.domain.rulefiles import Grade, Model, Origin, Text

_COLUMNS = frozenset(CODES)


class Choice(Model):
    """A question that the sources leave open, the answers one may choose, and the default with its reason."""

    name: str
    about: Text
    choices: Annotated[tuple[str, ...], Field(min_length=2)]
    default: str
    grade: Grade
    source: Origin

    @model_validator(mode="after")
    def _default_is_a_choice(self) -> Self:
        if self.default not in self.choices:
            raise ValueError(f"the default '{self.default}' is not one of: {', '.join(self.choices)}")
        return self


class NamedValue(Model):
    """An intermediate value with a name."""

    name: Text
    of: Expression


class RuleFile(Model):
    """A versioned rule file about one family."""

    id: str
    version: str
    name: Text
    grade: Grade
    source: Origin
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    notes: tuple[Text, ...] = ()
    choices: tuple[Choice, ...] = ()
    values: dict[str, NamedValue] = Field(default_factory=dict)
    answers: dict[str, str] = Field(default_factory=dict, exclude=True)  # of the choices; set by `settle`

    def expressions(self) -> Iterator[Node]:
        """Every expression of the file."""
        return _nodes_of(self)

    def settle(self, chosen: Mapping[str, str], lent: Mapping[str, NamedValue]) -> Self:
        """The same rules with every choice answered, and with the values of the files before this one.

        Args:
            chosen: Answers by name of the choice; a choice without an answer takes its default.
            lent: Settled named values that expressions of this file may read.
        """
        answers = {choice.name: chosen.get(choice.name, choice.default) for choice in self.choices}
        fields = {name: _settled(getattr(self, name), answers) for name in type(self).model_fields}
        fields |= {"values": {**lent, **fields["values"]}, "answers": answers}
        settled = type(self).model_construct(**fields)
        assert isinstance(settled, type(self))
        return settled

    def scope(self, record: Mapping[str, int | None], more: Mapping[str, int | None] | None = None) -> Scope:
        """What names mean for one family; ``more`` are values that the caller has computed."""
        return _Memory(record, self.values, dict(more or {})).scope

    def problems(self, lent: Iterable[str] = (), own: Iterable[str] = ()) -> Iterator[str]:
        """What is wrong with the names the file uses, given the values it is lent and computes itself."""
        known = {*self.values, *lent, *own}
        answers = {choice.name: set(choice.choices) for choice in self.choices}
        for node in itertools.chain.from_iterable(walk(node) for node in self.expressions()):
            if isinstance(node, Fact | Known):
                codes = (node.fact,) if isinstance(node, Fact) else node.known
                yield from (f"no column '{code}' in the family record" for code in codes if code not in _COLUMNS)
            elif isinstance(node, Value) and node.value not in known:
                yield f"no value '{node.value}'"
            elif isinstance(node, Option) and set(node.option.cases) != answers.get(node.option.name, set()):
                yield f"option '{node.option.name}' needs a case for each choice of that name"


class _Memory:
    """Computes a family's named values when they are first asked for."""

    def __init__(
        self, record: Mapping[str, int | None], values: Mapping[str, NamedValue], known: dict[str, int | None]
    ) -> None:
        self.values, self.known = values, known
        self.scope = Scope(record, self.value)

    def value(self, name: str) -> int | None:
        if name not in self.known:
            self.known[name] = evaluate(self.values[name].of, self.scope)
        return self.known[name]


def needed_values(nodes: Iterable[Node], values: Mapping[str, NamedValue]) -> tuple[str, ...]:
    """Names of the values that expressions read, each after those it is made of; names not in ``values`` are left."""
    order: dict[str, None] = {}

    def add(node: Node) -> None:
        for part in walk(node):
            if isinstance(part, Value) and part.value in values and part.value not in order:
                add(values[part.value].of)
                order[part.value] = None

    for node in nodes:
        add(node)
    return tuple(order)


def _nodes_of(part: Any) -> Iterator[Node]:
    if isinstance(part, Node):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _nodes_of(getattr(part, name))
    elif isinstance(part, dict):
        yield from itertools.chain.from_iterable(map(_nodes_of, part.values()))
    elif isinstance(part, tuple):
        yield from itertools.chain.from_iterable(map(_nodes_of, part))


def _settled(part: Any, answers: Mapping[str, str]) -> Any:
    """The same structure of models with all options answered."""
    if isinstance(part, Node):
        return resolve_options(part, answers)
    if isinstance(part, BaseModel):
        fields = {name: _settled(getattr(part, name), answers) for name in type(part).model_fields}
        return type(part).model_construct(**fields)
    if isinstance(part, dict):
        return {key: _settled(value, answers) for key, value in part.items()}
    return tuple(_settled(one, answers) for one in part) if isinstance(part, tuple) else part
