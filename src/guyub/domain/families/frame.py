"""One row a family: index, screening and family-planning flags of many families, for lists and the commands."""

from collections.abc import Collection
from functools import reduce
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import truth
from guyub.domain.families import columns as family
from guyub.domain.families import index_columns as index
from guyub.domain.families import screening_columns as screening
from guyub.domain.families.columns import Work
from guyub.domain.families.rulebook import FamilyRules

_WIDE = ("ibangga", "krs", "family_planning")


def measure_families(
    rules: FamilyRules, frame: Any, *, keep: Collection[str] = (), parts: Collection[str] = _WIDE
) -> Any:
    """Measure every family of a frame; what `ibangga.measure`, `krs.screen` and `family_planning.status` say of one.

    In, one row per family: the ``keep`` columns; columns of the family record (absent column or null = unknown).
    Out, the same kind of frame, one row per family:
        the ``keep`` columns;
        ibangga: each variable's score (1, 0, null = not applicable or unanswered), ``T``, ``M``, ``B`` (420ths),
        ``total`` (1260ths), ``category``, ``not_applicable`` and ``unanswered`` (codes joined by ";");
        krs: ``SASARAN``, each target and factor, ``PUS_4T``, ``KRS`` (1 ya, 2 tidak, 3 tidak berlaku, null unknown),
        ``rank`` (1 to 5), ``reasons`` and ``undecided`` (codes joined by ";");
        family_planning: ``fp_<flag>`` (1, 0, null).
    """
    work = family.start(rules, frame, keep, parts)
    results: dict[str, nw.Expr] = {}
    if "ibangga" in parts:
        results |= _index(rules, work)
    if "krs" in parts:
        results |= _screening(rules, work)
    if "family_planning" in parts:
        flags = rules.family_planning.flags
        results |= {f"fp_{flag.code}": truth(flag.of, work.columns).cast(nw.Int64) for flag in flags}
    return work.frame.select(*keep, *(result.alias(name) for name, result in results.items())).to_native()


def _index(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    index.add_variables(rules.ibangga, work)
    index.add_dimensions(rules.ibangga, work)
    index.add_total(rules.ibangga, work)
    results: dict[str, nw.Expr] = {}
    blank, lacking = {}, {}
    for variable in rules.ibangga.variables:
        failed, unanswered = index.failed(variable), index.unanswered(variable)
        passed = index.passed(variable) & ~unanswered
        one, zero = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
        results[variable.code] = nw.when(passed).then(one).otherwise(nw.when(failed & ~unanswered).then(zero))
        lacking[variable.code] = unanswered
        if variable.applies is not None:
            blank[variable.code] = ~nw.col(f"{variable.code}_applies")
    for name in (*(dimension.code for dimension in rules.ibangga.dimensions), "total"):
        results[name] = nw.col(name).cast(nw.Int64)
    known = ~nw.col("total").is_null()
    results["category"] = nw.when(known).then(_choice(index.in_category(rules.ibangga)))
    return results | {"not_applicable": _listed(blank), "unanswered": _listed(lacking)}


def _screening(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    screening.add_screening(rules.krs, work)
    codes = screening.krs_codes(rules.krs)
    verdict, target = nw.col("krs_verdict"), nw.col("krs_target")
    ranks = list(screening.rank_flags(rules.krs, work.columns).values())[:-1]
    rank = nw.lit(None, dtype=nw.Int64)
    for number, held in enumerate(ranks, 1):
        rank = nw.when(held).then(nw.lit(number, dtype=nw.Int64)).otherwise(rank)
    asked = [*(target.code for target in rules.krs.targets), *rules.krs.by_code]
    undecided = {code: verdict.is_null() & codes[code].is_null() for code in asked}
    reasons = {code: target & held for code, held in screening.reasons(rules.krs, work).items()}
    return codes | {"rank": rank, "reasons": _listed(reasons), "undecided": _listed(undecided)}


def _choice(cases: dict[str, nw.Expr]) -> nw.Expr:
    """The name of the case that holds."""
    return reduce(lambda rest, case: nw.when(case[1]).then(nw.lit(case[0])).otherwise(rest), cases.items(), nw.lit(""))


def _listed(flags: dict[str, nw.Expr]) -> nw.Expr:
    """Codes of the flags that hold, joined by ";"."""
    codes = [nw.when(held).then(nw.lit(code)) for code, held in flags.items()]
    return nw.concat_str(codes, separator=";", ignore_nulls=True)
