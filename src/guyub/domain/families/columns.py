"""The family rules for many families at once, as narwhals expressions: the same answers as the one-family functions.

Work goes in stages, each a projection: columns of the record, named values, flags, dimensions and verdict. Flags stay
nullable booleans as long as possible, because engines compute three-valued logic on them; only sums are integers.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import Columns, column, may_be_missing, truth
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
from guyub.domain.families.ibangga import FULL, Ibangga, Variable
from guyub.domain.families.krs import NO, NOT_APPLICABLE, YES, Krs
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


# -- iBangga ---------------------------------------------------------------------------------------------------------


def add_variables(rules: Ibangga, work: Work) -> None:
    """``V01`` …: passed, failed, or null; ``V02_applies``: where a variable may not apply."""
    scored = {variable.code: truth(variable.score, work.columns) for variable in rules.variables}
    applies = {
        f"{variable.code}_applies": truth(variable.applies, work.columns)
        for variable in rules.variables
        if variable.applies is not None
    }
    work.add(**scored, **applies)


def _applies(variable: Variable) -> nw.Expr | None:
    return None if variable.applies is None else nw.col(f"{variable.code}_applies")


def passed(variable: Variable) -> nw.Expr:
    """Applies and is passed; null where either is unknown and the other does not rule it out."""
    applies, score = _applies(variable), nw.col(variable.code)
    return score if applies is None else applies & score


def failed(variable: Variable) -> nw.Expr:
    """Applies and is failed."""
    applies, score = _applies(variable), nw.col(variable.code)
    return ~score if applies is None else applies & ~score


def unanswered(variable: Variable) -> nw.Expr:
    """May apply, and lacks an answer."""
    applies, score = _applies(variable), nw.col(variable.code)
    return score.is_null() if applies is None else applies.is_null() | (applies & score.is_null())


def add_dimensions(rules: Ibangga, work: Work) -> None:
    """``T_passed``, ``T_applicable`` (null where a variable is unanswered), then ``T`` in 420ths and ``T_weight``."""
    counts: dict[str, nw.Expr] = {}
    for dimension in rules.dimensions:
        variables = rules.of_dimension(dimension.code)
        conditional = [variable for variable in variables if variable.applies is not None]
        always = len(variables) - len(conditional)
        some = [number(nw.col(f"{variable.code}_applies")) for variable in conditional]
        counts[f"{dimension.code}_passed"] = reduce(add, (number(passed(variable)) for variable in variables))
        counts[f"{dimension.code}_applicable"] = reduce(add, some, nw.lit(always, dtype=nw.Int16))
    work.add(**counts)
    weights: dict[str, nw.Expr] = {}
    for dimension in rules.dimensions:
        weights[f"{dimension.code}_weight"] = _weight(rules, dimension.code)
    work.add(**weights)
    work.add(**{d.code: _value(rules, d.code) for d in rules.dimensions})


def _weight(rules: Ibangga, code: str) -> nw.Expr:
    """What one variable weighs, in 420ths; null where it is unknown how many apply, or none does."""
    variables = rules.of_dimension(code)
    applicable = nw.col(f"{code}_applicable")
    if rules.na_policy != "drop":
        return nw.when(~applicable.is_null()).then(nw.lit(FULL // len(variables), dtype=nw.Int16))
    least = sum(variable.applies is None for variable in variables)
    weight = nw.lit(FULL // max(least, 1), dtype=nw.Int16)
    for count in range(max(least, 1) + 1, len(variables) + 1):
        weight = nw.when(applicable >= count).then(nw.lit(FULL // count, dtype=nw.Int16)).otherwise(weight)
    return nw.when(applicable >= max(least, 1)).then(weight)


def _value(rules: Ibangga, code: str) -> nw.Expr:
    counted = nw.col(f"{code}_passed")
    if rules.na_policy == "count_as_1":
        counted = counted + (nw.lit(len(rules.of_dimension(code)), dtype=nw.Int16) - nw.col(f"{code}_applicable"))
    return counted * nw.col(f"{code}_weight")


def add_total(rules: Ibangga, work: Work) -> None:
    """``total`` in 1260ths: the sum of the three dimensions."""
    work.add(total=reduce(add, (nw.col(dimension.code) for dimension in rules.dimensions)))


def in_category(rules: Ibangga) -> dict[str, nw.Expr]:
    """Whether ``total`` lies in each category, compared without rounding."""
    low, middle, high = rules.categories
    full = len(rules.dimensions) * FULL
    # total * 100 < below * full in integers, without a product in the column
    first = -(-(low.below or 0) * full // 100)
    last = (high.above or 0) * full // 100
    total = nw.col("total")
    return {low.code: total < first, middle.code: (total >= first) & (total <= last), high.code: total > last}


# -- risk of stunting ------------------------------------------------------------------------------------------------


def add_screening(rules: Krs, work: Work) -> None:
    """Targets, risks, ``krs_target``, ``krs_4t`` and ``krs_verdict`` as nullable booleans."""
    targets = {_of(target.code): truth(target.holds, work.columns) for target in rules.targets}
    risks, applies = {}, {}
    for factor in rules.factors:
        risk = truth(factor.risk, work.columns)
        if factor.applies is not None:
            applies[_of(f"{factor.code}_applies")] = truth(factor.applies, work.columns)
            risk = truth(factor.applies, work.columns) & risk
        risks[_of(factor.code)] = risk
    work.add(**targets, **risks, **applies)
    work.add(
        krs_target=reduce(or_, (nw.col(name) for name in targets)),
        krs_4t=reduce(or_, (nw.col(_of(code)) for code in rules.four_t)),
    )
    held = {**work.columns.values, "target": "krs_target", "pus_4t": "krs_4t"}
    held |= {factor.code: _of(factor.code) for factor in rules.factors}
    work.decided = Columns(work.columns.facts, held, flags=set(held.values()))
    work.add(krs_verdict=truth(rules.decision, work.decided))


def _of(code: str) -> str:
    return f"krs_{code.lower()}"


def risk(code: str) -> nw.Expr:
    """Whether a factor is a risk for a target family."""
    return nw.col("krs_target") & nw.col(_of(code))


def reasons(rules: Krs, work: Work) -> dict[str, nw.Expr]:
    """Whether each factor is one of those that decided a yes."""
    assert work.decided is not None
    behind: dict[str, nw.Expr] = {}
    for name, held in _behind(rules.decision, nw.lit(True), work.decided):
        behind[name] = behind[name] | held if name in behind else held
    through_4t = behind.get("pus_4t", nw.lit(False))
    flags = {}
    for factor in rules.factors:
        held = behind.get(factor.code, nw.lit(False))
        flags[factor.code] = held | (through_4t & nw.col(_of(factor.code))) if factor.code in rules.four_t else held
    return flags


def _behind(node: Node, outer: nw.Expr, columns: Columns) -> Iterator[tuple[str, nw.Expr]]:
    """Names of values, and where each makes the expression true."""
    here = outer & truth(node, columns)
    if isinstance(node, Value):
        yield node.value, here
    elif isinstance(node, AnyOf | Every):
        for operand in node.operands():
            yield from _behind(operand, here, columns)


def krs_codes(rules: Krs) -> dict[str, nw.Expr]:
    """The flags as the list writes them: 1 ya, 2 tidak, 3 tidak berlaku."""
    codes = {target.code: _code(nw.col(_of(target.code))) for target in rules.targets}
    codes["SASARAN"] = _code(nw.col("krs_target"))
    for factor in rules.factors:
        applies = None if factor.applies is None else nw.col(_of(f"{factor.code}_applies"))
        codes[factor.code] = _code(nw.col(_of(factor.code)), applies)
    conditions = [nw.col(_of(f"{code}_applies")) for code in rules.four_t if rules.by_code[code].applies is not None]
    codes["PUS_4T"] = _four_t_code(nw.col("krs_4t"), conditions)
    codes["KRS"] = _code(nw.col("krs_verdict"))
    return codes


def _code(flag: nw.Expr, applies: nw.Expr | None = None) -> nw.Expr:
    code = nw.when(flag).then(_lit(YES)).otherwise(nw.when(~flag).then(_lit(NO)))
    if applies is None:
        return code
    return nw.when(~applies).then(_lit(NOT_APPLICABLE)).otherwise(nw.when(applies).then(code))


def _four_t_code(four_t: nw.Expr, applies: list[nw.Expr]) -> nw.Expr:
    never = reduce(and_, (~one for one in applies))
    known = reduce(and_, (~one.is_null() for one in applies))
    no = nw.when(~four_t & known).then(_lit(NO))
    return nw.when(four_t).then(_lit(YES)).otherwise(nw.when(never).then(_lit(NOT_APPLICABLE)).otherwise(no))


def _lit(value: int) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int64)


def rank_flags(rules: Krs, columns: Columns) -> dict[str, nw.Expr]:
    """Whether a family at risk has each welfare rank, and ``rank_unknown``."""
    verdict = nw.col("krs_verdict")
    if "decile" not in columns.facts:
        nobody = verdict & nw.lit(False)
        return {**{rank.code: nobody for rank in rules.ranks}, "rank_unknown": verdict}
    decile = FactNode(fact="decile")
    flags = {rank.code: verdict & truth(Among(among=rank.deciles, of=decile), columns) for rank in rules.ranks}
    return {**flags, "rank_unknown": verdict & nw.col("decile").is_null()}


# -- expressions as numbers ------------------------------------------------------------------------------------------


def amount(node: Node, columns: Columns) -> nw.Expr:
    """An expression as integers; a flag by the short way."""
    return truth(node, columns).cast(nw.Int64) if is_flag(node) else column(node, columns)


def never_missing(node: Node, columns: Columns) -> bool:
    """Whether an expression has a value for every family."""
    return not may_be_missing(node, columns)
