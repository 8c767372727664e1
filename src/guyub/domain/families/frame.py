"""One row a family: index, screening and family-planning flags of many families, for lists and the commands."""

from collections.abc import Collection
from functools import reduce
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import truth
from guyub.domain.families import columns as family
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
        ibangga: each variable's score (1, 0, null = not applicable or unanswered), ``<code>_state`` for each
        (pass, fail, not-applicable, unanswered), ``T``, ``M``, ``B`` (420ths), ``total`` (1260ths), ``category``;
        krs: ``SASARAN``, each target and factor, ``PUS_4T``, ``KRS`` (1 ya, 2 tidak, 3 tidak berlaku, null unknown);
        family_planning: ``fp_<flag>`` (1, 0, null).
    """
    work = family.start(rules, frame, keep, parts)
    results: dict[str, nw.Expr] = {}
    if "ibangga" in parts:
        results |= _index(rules, work)
    if "krs" in parts:
        family.add_screening(rules.krs, work)
        results |= family.krs_codes(rules.krs)
    if "family_planning" in parts:
        flags = rules.family_planning.flags
        results |= {f"fp_{flag.code}": truth(flag.of, work.columns).cast(nw.Int64) for flag in flags}
    return work.frame.select(*keep, *(result.alias(name) for name, result in results.items())).to_native()


def _index(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    family.add_variables(rules.ibangga, work)
    family.add_dimensions(rules.ibangga, work)
    family.add_total(rules.ibangga, work)
    results: dict[str, nw.Expr] = {}
    for variable in rules.ibangga.variables:
        failed, unanswered = family.failed(variable), family.unanswered(variable)
        passed = family.passed(variable) & ~unanswered
        one, zero = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
        results[variable.code] = nw.when(passed).then(one).otherwise(nw.when(failed & ~unanswered).then(zero))
        results[f"{variable.code}_state"] = _choice(
            {"unanswered": unanswered, "pass": passed, "fail": failed & ~unanswered}, "not-applicable"
        )
    for name in (*(dimension.code for dimension in rules.ibangga.dimensions), "total"):
        results[name] = nw.col(name).cast(nw.Int64)
    categories = family.in_category(rules.ibangga)
    known = ~nw.col("total").is_null()
    return results | {"category": nw.when(known).then(_choice(categories, ""))}


def _choice(cases: dict[str, nw.Expr], otherwise: str) -> nw.Expr:
    """The name of the first case that holds."""
    return reduce(
        lambda rest, case: nw.when(case[1]).then(nw.lit(case[0])).otherwise(rest),
        reversed(cases.items()),
        nw.lit(otherwise),
    )
