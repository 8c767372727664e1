"""Compute an expression for many villages at once, as a narwhals expression (Polars, DuckDB, Spark).

Integers only, so every engine gives the same answer as `evaluate`, which is the oracle.
"""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce, singledispatch

import narwhals as nw

from guyub.domain.expressions import model


@dataclass(frozen=True)
class Columns:
    """Which columns of the frame hold what.

    Args:
        facts: Fact codes that the frame has as integer columns of the same name; other facts are missing.
        values: Column that holds each named value of the instrument.
        class_ranks: Column that holds the class rank under each other instrument.
        blank: What a missing fact counts as when read as a number; None keeps it missing.
        never_missing: Columns of ``values`` and ``class_ranks`` that hold no nulls.
        flags: Columns of ``values`` that hold booleans in place of 0 and 1.
    """

    facts: Collection[str]
    values: Mapping[str, str] = field(default_factory=dict)
    class_ranks: Mapping[str, str] = field(default_factory=dict)
    blank: int | None = None
    never_missing: Collection[str] = ()
    flags: Collection[str] = ()


def integer(value: int | None) -> nw.Expr:
    """A constant column of 64-bit integers."""
    return nw.lit(value, dtype=nw.Int64)


def may_be_missing(node: model.Node, columns: Columns) -> bool:
    """Whether the column form of the expression can hold nulls."""
    if isinstance(node, model.Fact):
        return columns.blank is None
    if isinstance(node, model.Value):
        return columns.values[node.value] not in columns.never_missing
    if isinstance(node, model.ClassRank):
        return columns.class_ranks[node.class_rank_of] not in columns.never_missing
    if isinstance(node, model.Unknown):
        return True
    return any(may_be_missing(operand, columns) for operand in node.operands())


@singledispatch
def column(node: model.Node, columns: Columns) -> nw.Expr:
    """The expression as a column of 64-bit integers, null where it is missing."""
    raise TypeError(f"no column form for {type(node).__name__}")


@column.register
def _(node: model.Const, columns: Columns) -> nw.Expr:
    return integer(node.const)


@column.register
def _(node: model.Fact, columns: Columns) -> nw.Expr:
    if node.fact not in columns.facts:
        return integer(columns.blank)
    fact = nw.col(node.fact)
    return fact if columns.blank is None else fact.fill_null(columns.blank)


@column.register
def _(node: model.Value, columns: Columns) -> nw.Expr:
    held = nw.col(columns.values[node.value])
    return held.cast(nw.Int64) if columns.values[node.value] in columns.flags else held


@column.register
def _(node: model.Known, columns: Columns) -> nw.Expr:
    return truth(node, columns).cast(nw.Int64)


@column.register
def _(node: model.ClassRank, columns: Columns) -> nw.Expr:
    return nw.col(columns.class_ranks[node.class_rank_of])


@column.register
def _(node: model.Sum, columns: Columns) -> nw.Expr:
    return reduce(lambda a, b: a + b, (column(operand, columns) for operand in node.sum))


@column.register
def _(node: model.Least, columns: Columns) -> nw.Expr:
    operands = [column(operand, columns) for operand in node.least]
    smallest = reduce(lambda a, b: nw.when(a <= b).then(a).otherwise(b), operands)
    return _missing_where_operand_is(node, columns, smallest)


@column.register
def _(node: model.Excess, columns: Columns) -> nw.Expr:
    of, over = (column(operand, columns) for operand in node.excess)
    return _missing_where_operand_is(node, columns, nw.when(of > over).then(of - over).otherwise(integer(0)))


@column.register
def _(node: model.Ratio, columns: Columns) -> nw.Expr:
    of, per = column(node.ratio.of, columns), node.ratio.per
    if isinstance(per, model.Const) and per.const > 0:
        return rounded_ratio_column(of, per.const, node.ratio.scale)
    ratio = rounded_ratio_column(of, column(per, columns), node.ratio.scale)
    return _missing_where_operand_is(node, columns, ratio)


@column.register
def _(node: model.AtLeast, columns: Columns) -> nw.Expr:
    return truth(node, columns).cast(nw.Int64)


@column.register
def _(node: model.All, columns: Columns) -> nw.Expr:
    every = reduce(lambda a, b: a & b, (truth(operand, columns) for operand in node.all))
    return _missing_where_operand_is(node, columns, every.cast(nw.Int64))


@column.register
def _(node: model.Count, columns: Columns) -> nw.Expr:
    return reduce(lambda a, b: a + b, (truth(operand, columns).cast(nw.Int64) for operand in node.count))


@column.register
def _(node: model.Among, columns: Columns) -> nw.Expr:
    return truth(node, columns).cast(nw.Int64)


@column.register
def _(node: model.Times, columns: Columns) -> nw.Expr:
    return column(node.of, columns) * integer(node.times)


@column.register
def _(node: model.AnyOf, columns: Columns) -> nw.Expr:
    return truth(node, columns).cast(nw.Int64)


@column.register
def _(node: model.Every, columns: Columns) -> nw.Expr:
    return truth(node, columns).cast(nw.Int64)


@column.register
def _(node: model.Enough, columns: Columns) -> nw.Expr:
    return truth(node, columns).cast(nw.Int64)


@column.register
def _(node: model.Unknown, columns: Columns) -> nw.Expr:
    return integer(None)


@column.register
def _(node: model.If, columns: Columns) -> nw.Expr:
    condition = truth(node.condition, columns)
    chosen = nw.when(condition).then(column(node.then, columns)).otherwise(column(node.otherwise, columns))
    if not may_be_missing(node.condition, columns):
        return chosen
    return nw.when(condition.is_null()).then(integer(None)).otherwise(chosen)


@column.register
def _(node: model.Banded, columns: Columns) -> nw.Expr:
    return band_score_column(column(node.banded.of, columns), node.banded.bands)


@singledispatch
def truth(node: model.Node, columns: Columns) -> nw.Expr:
    """Whether the expression is above 0, as a column of booleans, null where it is missing.

    Engines read ``a & b`` and ``a | b`` as three-valued logic, which is what ``any`` and ``every`` mean; so flags
    need not become numbers on the way.
    """
    return column(node, columns) > 0


@truth.register
def _(node: model.Const, columns: Columns) -> nw.Expr:
    return nw.lit(node.const > 0)


@truth.register
def _(node: model.Unknown, columns: Columns) -> nw.Expr:
    return nw.lit(None, dtype=nw.Boolean)


@truth.register
def _(node: model.Value, columns: Columns) -> nw.Expr:
    held = nw.col(columns.values[node.value])
    return held if columns.values[node.value] in columns.flags else held > 0


@truth.register
def _(node: model.If, columns: Columns) -> nw.Expr:
    condition = truth(node.condition, columns)
    chosen = nw.when(condition).then(truth(node.then, columns)).otherwise(truth(node.otherwise, columns))
    if not may_be_missing(node.condition, columns):
        return chosen
    return nw.when(condition.is_null()).then(nw.lit(None, dtype=nw.Boolean)).otherwise(chosen)


@truth.register
def _(node: model.Known, columns: Columns) -> nw.Expr:
    present = [~nw.col(code).is_null() for code in node.known if code in columns.facts]
    return reduce(lambda a, b: a | b, present) if present else nw.lit(False)


@truth.register
def _(node: model.AtLeast, columns: Columns) -> nw.Expr:
    of, limit = node.at_least
    bound = limit.const if isinstance(limit, model.Const) else column(limit, columns)
    return column(of, columns) >= bound


@truth.register
def _(node: model.Among, columns: Columns) -> nw.Expr:
    value = column(node.of, columns)
    return reduce(lambda a, b: a | b, (_within(value, *run) for run in _runs(node.among)))


def _within(value: nw.Expr, first: int, last: int) -> nw.Expr:
    return value == first if first == last else (value >= first) & (value <= last)


def _runs(codes: tuple[int, ...]) -> list[tuple[int, int]]:
    """Codes as runs without gaps: (1, 2, 3, 6) is 1 to 3 and 6 to 6."""
    runs: list[tuple[int, int]] = []
    for code in sorted(set(codes)):
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


@truth.register
def _(node: model.AnyOf, columns: Columns) -> nw.Expr:
    return reduce(lambda a, b: a | b, (truth(operand, columns) for operand in node.any))


@truth.register
def _(node: model.Every, columns: Columns) -> nw.Expr:
    return reduce(lambda a, b: a & b, (truth(operand, columns) for operand in node.every))


@truth.register
def _(node: model.Enough, columns: Columns) -> nw.Expr:
    operands = [truth(operand, columns) for operand in node.of]
    wanted = node.enough.const if isinstance(node.enough, model.Const) else column(node.enough, columns)
    met = reduce(lambda a, b: a + b, (operand.fill_null(False).cast(nw.Int64) for operand in operands))
    possible = reduce(lambda a, b: a + b, (operand.fill_null(True).cast(nw.Int64) for operand in operands))
    undecided = nw.when(possible < wanted).then(nw.lit(False)).otherwise(nw.lit(None, dtype=nw.Boolean))
    return nw.when(met >= wanted).then(nw.lit(True)).otherwise(undecided)


def rounded_ratio_column(of: nw.Expr, per: nw.Expr | int, scale: int) -> nw.Expr:
    """Column form of `rounding.rounded_ratio`: ties to even, 0 when ``per`` is 0; as a constant it is above 0.

    Few nodes, because engines take longer to read a long expression than to work it out for a thousand villages.
    """
    divisor = per if isinstance(per, int) else nw.when(per > 0).then(per).otherwise(integer(1))
    doubled, twice = of * (2 * scale) + divisor, divisor * 2
    half_up = doubled // twice
    odd_tie = (doubled % twice == 0) & (half_up % 2 == 1)
    ratio = half_up - odd_tie.cast(nw.Int64)
    return ratio if isinstance(per, int) else nw.when(per > 0).then(ratio).otherwise(integer(0))


def band_score_column(value: nw.Expr, bands: tuple[model.Band, ...]) -> nw.Expr:
    """Score of the band each value falls into, as a sum of steps; null stays null."""
    score = value * 0 + bands[0].score
    for lower, upper in itertools.pairwise(bands):
        score = score + (value >= upper.start).cast(nw.Int64) * (upper.score - lower.score)
    return score


def _missing_where_operand_is(node: model.Node, columns: Columns, expression: nw.Expr) -> nw.Expr:
    nullable = [column(operand, columns) for operand in node.operands() if may_be_missing(operand, columns)]
    if not nullable:
        return expression
    any_missing = reduce(lambda a, b: a | b, (operand.is_null() for operand in nullable))
    return nw.when(any_missing).then(integer(None)).otherwise(expression)
