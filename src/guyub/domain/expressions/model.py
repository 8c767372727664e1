"""What a rule file may say: a closed set of integer operators, each a mapping with its own key.

All values are integers, not negative; a flag is 0 or 1. Every operator but ``known``, ``if`` and the three-valued
``any``, ``every`` and ``enough`` gives *missing* when one of its operands is missing. There is no subtraction below
zero, no division without rounding, and no way to run code.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator


class Node(BaseModel):
    """An operator; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def operands(self) -> tuple["Node", ...]:
        """The expressions this one is made of."""
        return ()


class Const(Node):
    """An integer written in the rule file."""

    const: Annotated[int, Field(ge=0)]


class Fact(Node):
    """A fact of the village, by its code in the fact catalogue."""

    fact: str


class Value(Node):
    """A named value defined elsewhere in the same instrument."""

    value: str


class Known(Node):
    """1 if at least one of these facts is recorded (a recorded zero counts), else 0; never missing."""

    known: Annotated[tuple[str, ...], Field(min_length=1)]


class ClassRank(Node):
    """Rank (1 = lowest) of the class that another instrument gives from the same facts."""

    class_rank_of: str


class Sum(Node):
    """All operands added."""

    sum: "Annotated[tuple[Expression, ...], Field(min_length=1)]"

    def operands(self) -> tuple[Node, ...]:
        return self.sum


class Least(Node):
    """The smallest of the operands; caps a share at its full value."""

    least: "Annotated[tuple[Expression, ...], Field(min_length=2)]"

    def operands(self) -> tuple[Node, ...]:
        return self.least


class Excess(Node):
    """How far the first operand exceeds the second; 0 when it does not."""

    excess: "tuple[Expression, Expression]"

    def operands(self) -> tuple[Node, ...]:
        return self.excess


class RatioArguments(BaseModel):
    """``scale * of / per``, rounded to an integer with ties to even; 0 when ``per`` is 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: "Expression"
    per: "Expression"
    scale: Annotated[int, Field(ge=1)] = 100


class Ratio(Node):
    """A rounded ratio; see `rounding.rounded_ratio`."""

    ratio: RatioArguments

    def operands(self) -> tuple[Node, ...]:
        return (self.ratio.of, self.ratio.per)


class AtLeast(Node):
    """1 if the first operand is at least the second."""

    at_least: "tuple[Expression, Expression]"

    def operands(self) -> tuple[Node, ...]:
        return self.at_least


class All(Node):
    """1 if every operand is above 0."""

    all: "Annotated[tuple[Expression, ...], Field(min_length=1)]"

    def operands(self) -> tuple[Node, ...]:
        return self.all


class Count(Node):
    """How many of the operands are above 0."""

    count: "Annotated[tuple[Expression, ...], Field(min_length=1)]"

    def operands(self) -> tuple[Node, ...]:
        return self.count


class If(Node):
    """``then`` where the condition is above 0, ``else`` where it is 0, missing where it is missing."""

    condition: "Annotated[Expression, Field(alias='if')]"
    then: "Expression"
    otherwise: "Annotated[Expression, Field(alias='else')]"

    def operands(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


class Band(BaseModel):
    """Values from ``from`` to ``to`` (both inclusive; an absent end is open) and the score they give."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: Annotated[int | None, Field(alias="from")] = None
    end: Annotated[int | None, Field(alias="to")] = None
    score: int

    def covers(self, value: int) -> bool:
        """Whether ``value`` lies in this band."""
        return (self.start is None or value >= self.start) and (self.end is None or value <= self.end)


def check_bands(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    """Refuse bands that overlap, leave a gap, or do not run from open to open end, in rising order."""
    if not bands:
        raise ValueError("bands are empty")
    if bands[0].start is not None or bands[-1].end is not None:
        raise ValueError("the first band must have no 'from' and the last no 'to', so that every value has a score")
    for lower, upper in itertools.pairwise(bands):
        if lower.end is None or upper.start is None:
            raise ValueError("an open end stands between two bands")
        if upper.start <= lower.end:
            raise ValueError(f"bands overlap: one ends at {lower.end}, the next starts at {upper.start}")
        if upper.start > lower.end + 1:
            raise ValueError(f"gap between bands: nothing covers {lower.end + 1} to {upper.start - 1}")
    return bands


class BandedArguments(BaseModel):
    """A value looked up in bands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: "Expression"
    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _bands_are_whole(self) -> "BandedArguments":
        check_bands(self.bands)
        return self


class Banded(Node):
    """The score of the band that the value falls into."""

    banded: BandedArguments

    def operands(self) -> tuple[Node, ...]:
        return (self.banded.of,)


class Among(Node):
    """1 if the value is one of these codes, else 0."""

    among: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)]
    of: "Expression"

    def operands(self) -> tuple[Node, ...]:
        return (self.of,)


class Times(Node):
    """The value as many times as the rule file says."""

    times: Annotated[int, Field(ge=1, le=1_000_000)]
    of: "Expression"

    def operands(self) -> tuple[Node, ...]:
        return (self.of,)


class AnyOf(Node):
    """1 once an operand is above 0, even where others are missing; 0 where all are known to be 0; else missing."""

    any: "Annotated[tuple[Expression, ...], Field(min_length=1)]"

    def operands(self) -> tuple[Node, ...]:
        return self.any


class Every(Node):
    """0 once an operand is 0, even where others are missing; 1 where all are above 0; else missing."""

    every: "Annotated[tuple[Expression, ...], Field(min_length=1)]"

    def operands(self) -> tuple[Node, ...]:
        return self.every


class Enough(Node):
    """1 once so many operands are above 0; 0 once so many no longer can be; missing while unknown ones decide."""

    enough: "Expression"
    of: "Annotated[tuple[Expression, ...], Field(min_length=1)]"

    def operands(self) -> tuple[Node, ...]:
        return (self.enough, *self.of)


class Unknown(Node):
    """Always missing; says why the value cannot be known here."""

    unknown: str


class OptionArguments(BaseModel):
    """One named choice of the instrument and the expression for each of its answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    cases: "dict[str, Expression]"


class Option(Node):
    """A documented choice (a quirk kept or mended); replaced by the chosen case before anything is computed."""

    option: OptionArguments

    def operands(self) -> tuple[Node, ...]:
        return tuple(self.option.cases.values())


OPERATORS: dict[str, type[Node]] = {
    "const": Const,
    "fact": Fact,
    "value": Value,
    "known": Known,
    "class_rank_of": ClassRank,
    "sum": Sum,
    "least": Least,
    "excess": Excess,
    "ratio": Ratio,
    "at_least": AtLeast,
    "all": All,
    "count": Count,
    "if": If,
    "banded": Banded,
    "among": Among,
    "times": Times,
    "any": AnyOf,
    "every": Every,
    "enough": Enough,
    "unknown": Unknown,
    "option": Option,
}
_NAME_OF = {operator: name for name, operator in OPERATORS.items()}


def _operator_name(raw: Any) -> str | None:
    if isinstance(raw, Node):
        return _NAME_OF.get(type(raw))
    if isinstance(raw, dict):
        return next((name for name in OPERATORS if name in raw), None)
    return None


Expression = Annotated[
    Annotated[Const, Tag("const")]
    | Annotated[Fact, Tag("fact")]
    | Annotated[Value, Tag("value")]
    | Annotated[Known, Tag("known")]
    | Annotated[ClassRank, Tag("class_rank_of")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[Least, Tag("least")]
    | Annotated[Excess, Tag("excess")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[All, Tag("all")]
    | Annotated[Count, Tag("count")]
    | Annotated[If, Tag("if")]
    | Annotated[Banded, Tag("banded")]
    | Annotated[Among, Tag("among")]
    | Annotated[Times, Tag("times")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Every, Tag("every")]
    | Annotated[Enough, Tag("enough")]
    | Annotated[Unknown, Tag("unknown")]
    | Annotated[Option, Tag("option")],
    Discriminator(
        _operator_name,
        custom_error_type="unknown_operator",
        custom_error_message="not an operator; use one of: " + ", ".join(OPERATORS),
    ),
]

_MODELS: tuple[type[BaseModel], ...] = (*OPERATORS.values(), RatioArguments, BandedArguments, OptionArguments)
for _model in _MODELS:
    _model.model_rebuild()


def walk(node: Node) -> Iterator[Node]:
    """The expression and everything in it, outermost first."""
    yield node
    for operand in node.operands():
        yield from walk(operand)


def fact_codes(node: Node) -> tuple[str, ...]:
    """Codes of the facts an expression reads, in order of first use."""
    codes: dict[str, None] = {}
    for part in walk(node):
        if isinstance(part, Fact):
            codes[part.fact] = None
        elif isinstance(part, Known):
            codes.update(dict.fromkeys(part.known))
    return tuple(codes)


def resolve_options(node: Node, choices: Mapping[str, str]) -> Node:
    """The same expression with every `Option` replaced by its chosen case."""
    if isinstance(node, Option):
        return resolve_options(node.option.cases[choices[node.option.name]], choices)
    return _map_operands(node, lambda operand: resolve_options(operand, choices))


def over_facts(node: Node, values: Mapping[str, Node], blank: int | None) -> Node:
    """The same expression over facts alone.

    Every `Value` is replaced by what it stands for, and a fact counts as ``blank`` where it is missing (None: it stays
    missing).
    """
    if isinstance(node, Value):
        return over_facts(values[node.value], values, blank)
    if isinstance(node, Fact) and blank is not None:
        return If(condition=Known(known=(node.fact,)), then=node, otherwise=Const(const=blank))
    return _map_operands(node, lambda operand: over_facts(operand, values, blank))


def _map_operands(node: Node, change: Any) -> Node:
    if not node.operands():
        return node
    update: dict[str, Any] = {}
    for name in type(node).model_fields:
        held = getattr(node, name)
        if isinstance(held, Node):
            update[name] = change(held)
        elif isinstance(held, tuple):
            update[name] = tuple(change(part) if isinstance(part, Node) else part for part in held)
        elif isinstance(held, RatioArguments):
            update[name] = held.model_copy(update={"of": change(held.of), "per": change(held.per)})
        elif isinstance(held, BandedArguments):
            update[name] = held.model_copy(update={"of": change(held.of)})
    return node.model_copy(update=update)
