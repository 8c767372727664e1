"""The stunting-risk screening of many families as columns; see `krs.screen` for one."""

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

import narwhals as nw

from guyub.domain.expressions.columns import Columns, truth
from guyub.domain.expressions.model import Among, AnyOf, Every, Fact, Node, Value
from guyub.domain.families.columns import Work
from guyub.domain.families.krs import NO, NOT_APPLICABLE, YES, Krs


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
    decile = Fact(fact="decile")
    flags = {rank.code: verdict & truth(Among(among=rank.deciles, of=decile), columns) for rank in rules.ranks}
    return {**flags, "rank_unknown": verdict & nw.col("decile").is_null()}
