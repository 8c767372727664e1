"""The family rules for many families at once, as narwhals expressions: the same answers as the one-family functions.

Work goes in stages, each a projection: columns of the record, named values, flags, dimensions and verdict. Flags stay
nullable booleans as long as possible, because engines compute three-valued logic on them; only sums are integers.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import Columns, column, truth
from guyub.domain.expressions.model import (
    All,
    Among,
    AnyOf,
    AtLeast,
    Const,
    Enough,
    Every,
    If,
    Known,
    Node,
    Unknown,
    Value,
    fact_codes,
    walk,
)
from guyub.domain.expressions.model import Fact as FactNode
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.rules import needed_values

PARTS = ("ibangga", "variables", "krs", "family_planning", "indicators", "facts")
_FLAGS = (All, Among, AnyOf, AtLeast, Enough, Every, Known, Unknown)


@dataclass
class Work:
    """A frame on its way: the columns so far, and what names mean in it."""

    frame: Any
    columns: Columns
    decided: Columns | None = None  # with what the screening adds for its decision

    def add(self, **new: nw.Expr) -> None:
        """One stage: new columns from those that are there."""
        self.frame = self.frame.with_columns(*(expression.alias(name) for name, expression in new.items()))


def start(rules: FamilyRules, frame: Any, keep: Collection[str], parts: Collection[str]) -> Work:
    """The record's columns that the parts need, with the named values they read."""
    nodes = list(_nodes(rules, parts))
    values = needed_values(nodes, rules.values)
    nodes += [rules.values[name].of for name in values]
    source = nw.from_native(frame)
    present = set(source.collect_schema().names())
    facts = [code for code in dict.fromkeys(code for node in nodes for code in fact_codes(node)) if code in present]
    counted = _counted(nodes)
    selected = [nw.col(code).cast(nw.Int64) if code in counted else nw.col(code) for code in facts]
    work = source.select(*(nw.col(name) for name in keep if name not in facts), *selected)
    return _with_values(rules, Work(work, Columns(facts)), values)


def _nodes(rules: FamilyRules, parts: Collection[str]) -> Iterator[Node]:
    if "ibangga" in parts or "variables" in parts:
        for variable in rules.ibangga.variables:
            yield variable.score
            if variable.applies is not None:
                yield variable.applies
    if "krs" in parts:
        yield rules.krs.decision
        yield from (target.holds for target in rules.krs.targets)
        yield from (factor.risk for factor in rules.krs.factors)
        yield from (factor.applies for factor in rules.krs.factors if factor.applies is not None)
        yield FactNode(fact="decile")
    if "family_planning" in parts:
        yield from (flag.of for flag in rules.family_planning.flags)
    if "indicators" in parts:
        for indicator in rules.indicators.indicators:
            yield from (node for node in (indicator.of, indicator.per) if node is not None)
    if "facts" in parts:
        yield from (rule.of for rule in rules.indicators.facts)


def _counted(nodes: Iterable[Node]) -> set[str]:
    """Facts that are added or multiplied: they must be wide integers; a code that is only compared need not be."""
    compared = Among | AtLeast
    counted = {node.fact for node in nodes if isinstance(node, FactNode)}
    for node in nodes:
        for part in walk(node):
            if not isinstance(part, compared):
                counted |= {operand.fact for operand in part.operands() if isinstance(operand, FactNode)}
    return counted


def _with_values(rules: FamilyRules, work: Work, names: tuple[str, ...]) -> Work:
    """Named values as columns, those that need no other in one stage, and so on."""
    left = list(names)
    held: dict[str, str] = {}
    while left:
        ready = [name for name in left if not _reads(rules.values[name].of, left)]
        work.add(**{_column(name): truth(rules.values[name].of, work.columns) for name in ready})
        held |= {name: _column(name) for name in ready}
        work.columns = Columns(work.columns.facts, held, flags=set(held.values()))
        left = [name for name in left if name not in ready]
    return work


def _column(value: str) -> str:
    return f"value_{value}"


def _reads(node: Node, names: Collection[str]) -> bool:
    return any(isinstance(part, Value) and part.value in names for part in walk(node))


def is_flag(node: Node) -> bool:
    """Whether an expression is 0, 1 or missing, so that a column of booleans holds it."""
    if isinstance(node, If):
        return is_flag(node.then) and is_flag(node.otherwise)
    return isinstance(node, (*_FLAGS, Value)) or (isinstance(node, Const) and node.const <= 1)


def number(flag: nw.Expr) -> nw.Expr:
    """A flag as 0, 1 or null, in the narrowest integer: families' own sums stay far below its limit."""
    return flag.cast(nw.Int16)


def amount(node: Node, columns: Columns) -> nw.Expr:
    """An expression as integers; a flag by the short way."""
    return truth(node, columns).cast(nw.Int64) if is_flag(node) else column(node, columns)
