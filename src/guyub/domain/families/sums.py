"""Sums of families by village, RW or any other group: integers that can be added up to a city, a province, a nation."""

from collections.abc import Collection, Iterable
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import truth
from guyub.domain.families import columns as family
from guyub.domain.families import index_columns as index
from guyub.domain.families import screening_columns as screening
from guyub.domain.families.columns import Work
from guyub.domain.families.rulebook import FamilyRules


def sum_families(rules: FamilyRules, frame: Any, *, by: Iterable[str], parts: Collection[str] = family.PARTS) -> Any:
    """Add families up by group.

    In, one row per family (Polars DataFrame or LazyFrame, DuckDB relation, Spark DataFrame):
        the ``by`` columns; columns of the family record as integers (absent column or null = unknown).
    Out, the same kind of frame, one row per group, 64-bit integers, 0 where there is nothing to add:
        the ``by`` columns and ``families``;
        ibangga: ``T_sum`` (420ths) and ``T_families`` for each dimension, ``T_passed`` and ``T_applicable`` of the
        families with a value, ``total_sum`` (1260ths), ``total_families``, families by category;
        variables: ``V01_applicable``, ``V01_failing``, ``V01_unanswered``, ``V01_gain`` (420ths of its dimension that
        would be gained if all failing families with a known dimension passed);
        krs: the columns of `krs_recap.RECAP_COLUMNS` and `krs_recap.BESIDE`;
        family_planning: ``fp_<flag>``; indicators: ``<code>_of``, ``<code>_per``, ``<code>_unknown``;
        facts: ``fact_<code>``, and ``fact_<code>_known`` of ``fact_<code>_asked`` families, people or children.
    """
    by = tuple(by)
    work = family.start(rules, frame, by, parts)
    sums: dict[str, nw.Expr] = {}
    if "ibangga" in parts or "variables" in parts:
        index.add_variables(rules.ibangga, work)
        index.add_dimensions(rules.ibangga, work)
    if "ibangga" in parts:
        sums |= _index_sums(rules, work)
    if "variables" in parts:
        sums |= _variable_sums(rules)
    if "krs" in parts:
        sums |= _screening_sums(rules, work)
    if "family_planning" in parts:
        sums |= {f"fp_{flag.code}": _flag(truth(flag.of, work.columns)) for flag in rules.family_planning.flags}
    if "indicators" in parts:
        sums |= _indicator_sums(rules, work)
    if "facts" in parts:
        sums |= _fact_sums(rules, work)
    return _grouped(work, by, sums)


def _flag(flag: nw.Expr) -> nw.Expr:
    """A flag to be summed: 1 or 0, null where it adds nothing."""
    return flag.cast(nw.Int32)


def _grouped(work: Work, by: tuple[str, ...], sums: dict[str, nw.Expr]) -> Any:
    ready = work.frame.select(*by, nw.lit(1, dtype=nw.Int32).alias("families"), *(e.alias(n) for n, e in sums.items()))
    names = ("families", *sums)
    totals = [nw.col(name).sum().alias(name) for name in names]
    grouped = ready.group_by(*by).agg(*totals) if by else ready.select(*totals)
    whole = (nw.col(name).fill_null(0).cast(nw.Int64) for name in names)
    return grouped.select(*by, *whole).to_native()


def _index_sums(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    index.add_total(rules.ibangga, work)
    sums: dict[str, nw.Expr] = {}
    for dimension in rules.ibangga.dimensions:
        code = dimension.code
        known = ~nw.col(code).is_null()
        sums[f"{code}_sum"] = nw.col(code)
        sums[f"{code}_families"] = _flag(known)
        sums[f"{code}_passed"] = nw.when(known).then(nw.col(f"{code}_passed"))
        sums[f"{code}_applicable"] = nw.when(known).then(nw.col(f"{code}_applicable"))
    sums["total_sum"] = nw.col("total")
    sums["total_families"] = _flag(~nw.col("total").is_null())
    return sums | {code: _flag(is_in) for code, is_in in index.in_category(rules.ibangga).items()}


def _variable_sums(rules: FamilyRules) -> dict[str, nw.Expr]:
    sums: dict[str, nw.Expr] = {}
    for variable in rules.ibangga.variables:
        code, dimension = variable.code, variable.dimension
        applies = nw.lit(True) if variable.applies is None else nw.col(f"{code}_applies")
        failed = index.failed(variable)
        known = ~nw.col(dimension).is_null()
        sums[f"{code}_applicable"] = _flag(applies)
        sums[f"{code}_failing"] = _flag(failed)
        sums[f"{code}_unanswered"] = _flag(index.unanswered(variable))
        sums[f"{code}_gain"] = nw.when(failed & known).then(nw.col(f"{dimension}_weight"))
    return sums


def _screening_sums(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    screening.add_screening(rules.krs, work)
    target, verdict = nw.col("krs_target"), nw.col("krs_verdict")
    flags = {
        "target": target,
        "krs": verdict,
        "not_at_risk": target & ~verdict,
        "krs_unknown": target & verdict.is_null(),
        **screening.rank_flags(rules.krs, work.columns),
        **{one.code.lower(): nw.col(f"krs_{one.code.lower()}") for one in rules.krs.targets},
        **{one.code.lower(): screening.risk(one.code) for one in rules.krs.factors},
        "pus_4t": target & nw.col("krs_4t"),
    }
    return {name: _flag(flag) for name, flag in flags.items()}


def _indicator_sums(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    sums: dict[str, nw.Expr] = {}
    for indicator in rules.indicators.indicators:
        if indicator.of is None or indicator.per is None:
            continue
        of, per = family.amount(indicator.of, work.columns), family.amount(indicator.per, work.columns)
        unknown = of.is_null() | per.is_null()
        sums[f"{indicator.code}_of"] = nw.when(~unknown).then(of)
        sums[f"{indicator.code}_per"] = nw.when(~unknown).then(per)
        sums[f"{indicator.code}_unknown"] = _flag(unknown)
    return sums


def _fact_sums(rules: FamilyRules, work: Work) -> dict[str, nw.Expr]:
    sums: dict[str, nw.Expr] = {}
    for rule in rules.indicators.facts:
        value = family.amount(rule.of, work.columns)
        sums[f"fact_{rule.fact}"] = value
        if rule.known is None or rule.asked is None:
            sums[f"fact_{rule.fact}_known"] = _flag(~value.is_null())
            sums[f"fact_{rule.fact}_asked"] = _flag(nw.lit(True))
        else:  # of whom nothing is known, not even how many, at least one is asked
            sums[f"fact_{rule.fact}_known"] = family.amount(rule.known, work.columns)
            sums[f"fact_{rule.fact}_asked"] = family.amount(rule.asked, work.columns).fill_null(1)
    return sums
