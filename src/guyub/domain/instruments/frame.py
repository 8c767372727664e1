"""Assess many villages at once, with the same answers as `assess`, on any engine that narwhals speaks.

The rules are integer expressions, so Polars, DuckDB and Spark agree on every row.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from typing import Any

import narwhals as nw

from guyub.domain.expressions.columns import (
    Columns,
    band_score_column,
    column,
    integer,
    may_be_missing,
    rounded_ratio_column,
)
from guyub.domain.instruments.model import Instrument, Variable

_KEEP, _GIVEN = "keep:", "given:"


def assess_frame(
    instrument: Instrument,
    frame: Any,
    *,
    keep: Iterable[str] = (),
    mode: str | None = None,
    given: Collection[str] = (),
    related: Mapping[str, Instrument] | None = None,
) -> Any:
    """Assess every row of a frame.

    In, one row per village (Polars DataFrame or LazyFrame, DuckDB relation, Spark DataFrame):
        facts as integer columns named by fact code (absent column or null = not recorded);
        score columns named by variable code, for the variables in ``given`` (null = derive it).
    Out, the same kind of frame, one row per village, in the same order where the engine keeps order:
        the ``keep`` columns; each variable's score; ``index_<id>`` in hundredths, or ``total`` and
        ``points_unknown`` in 1/full_score points; ``class_rank`` and ``class``.

    Raises:
        KeyError: Unknown mode, or an instrument that is needed is not in ``related``.
    """
    rules = instrument.in_mode(mode)
    keep = tuple(keep)
    work, _, _ = _working_frame(rules, frame, keep, given, related or {})
    kept = [nw.col(_KEEP + name).alias(name) for name in keep]
    return work.select(*kept, *(nw.col(_own(rules, name)).alias(name) for name in result_names(rules))).to_native()


def missing_points_frame(
    instrument: Instrument,
    frame: Any,
    *,
    mode: str | None = None,
    given: Collection[str] = (),
    related: Mapping[str, Instrument] | None = None,
) -> Any:
    """What each unrecorded fact may cost each village, in points (weight times score); `MissingFact` in columns.

    In as for `assess_frame`. Out, one row per village: one column per fact behind the instrument, 0 where the fact is
    recorded, or where it only tells whether there is a record at all and there is one.
    """
    rules = instrument.in_mode(mode)
    work, facts, given = _working_frame(rules, frame, (), given, related or {})
    costs: dict[str, list[nw.Expr]] = {}
    for variable in rules.variables:
        behind_value = rules.facts_of_value(variable)
        room = _room(rules, variable, given)
        for code in rules.facts_of(variable):
            cost = room
            if variable.requires is not None and code not in behind_value:
                required = nw.col(_own(rules, f"requires:{variable.code}"))
                cost = nw.when(required <= 0).then(room).otherwise(integer(0))
            costs.setdefault(code, []).append(cost)
    sums = {code: reduce(lambda a, b: a + b, parts) for code, parts in costs.items()}
    unrecorded = {code: nw.col(code).is_null() if code in facts else nw.lit(True) for code in sums}
    return work.select(
        nw.when(unrecorded[code]).then(points).otherwise(integer(0)).alias(code) for code, points in sums.items()
    ).to_native()


def _room(rules: Instrument, variable: Variable, given: Collection[str]) -> nw.Expr:
    """Points between a derived score and the best one."""
    room = (integer(rules.best_score(variable)) - nw.col(_own(rules, variable.code)).fill_null(0)) * variable.weight
    if variable.code not in given:
        return room
    return nw.when(nw.col(_GIVEN + variable.code).is_null()).then(room).otherwise(integer(0))


def _working_frame(
    rules: Instrument,
    frame: Any,
    keep: Collection[str],
    given: Collection[str],
    related: Mapping[str, Instrument],
) -> tuple[Any, list[str], list[str]]:
    """The frame with all results as working columns; the facts and the given scores that it really has."""
    source = nw.from_native(frame)
    present = source.collect_schema().names()
    facts = [code for code in _facts_needed(rules, related) if code in present]
    given = [code for code in given if code in present]
    work = source.select(
        *(nw.col(name).alias(_KEEP + name) for name in keep),
        *(nw.col(code).cast(nw.Int64).alias(_GIVEN + code) for code in given),
        *(nw.col(code).cast(nw.Int64) for code in facts),
    )
    return _add_results(rules, work, facts, given, related), facts, given


def result_names(rules: Instrument) -> list[str]:
    """Columns that `assess_frame` adds, in order."""
    own = [f"index_{index.id}" for index in rules.indices] if rules.total is None else ["total", "points_unknown"]
    return [*(variable.code for variable in rules.variables), *own, "class_rank", "class"]


def _own(rules: Instrument, name: str) -> str:
    """Name of a working column of one instrument; no fact code has a colon."""
    return f"{rules.id}:{name}"


def _facts_needed(rules: Instrument, related: Mapping[str, Instrument]) -> tuple[str, ...]:
    codes = dict.fromkeys(rules.facts_used)
    for name in rules.instruments_used:
        codes.update(dict.fromkeys(_facts_needed(related[name], related)))
    return tuple(codes)


def _add_results(
    rules: Instrument, work: Any, facts: Collection[str], given: Collection[str], related: Mapping[str, Instrument]
) -> Any:
    """The working frame with the instrument's values, scores and class as columns of its own."""
    for name in rules.instruments_used:
        work = _add_results(related[name].in_mode(), work, facts, given, related)
    columns = _columns(rules, facts)
    for name in rules.value_order:
        work = work.with_columns(column(rules.values[name].of, columns).alias(columns.values[name]))
    # Each bound of a band reads the figure again; as columns, figures and requirements are worked out once.
    work = work.with_columns(
        *(column(v.value, columns).alias(_own(rules, f"of:{v.code}")) for v in rules.variables),
        *(column(v.requires, columns).alias(_own(rules, f"requires:{v.code}")) for v in rules.variables if v.requires),
    )
    scores = [_score(rules, variable, columns, given).alias(_own(rules, variable.code)) for variable in rules.variables]
    work = work.with_columns(*scores)
    return _through_indices(rules, work) if rules.total is None else _through_total(rules, work, columns)


def _columns(rules: Instrument, facts: Collection[str]) -> Columns:
    """Where the working frame holds what the instrument's expressions read."""
    values = {name: _own(rules, f"value:{name}") for name in rules.values}
    ranks = {name: f"{name}:class_rank" for name in rules.instruments_used}
    complete = {*ranks.values(), *(values.values() if rules.blank is not None else ())}
    return Columns(facts, values, ranks, rules.blank, complete)


def _score(rules: Instrument, variable: Variable, columns: Columns, given: Collection[str]) -> nw.Expr:
    value = nw.col(_own(rules, f"of:{variable.code}"))
    score = band_score_column(value, variable.bands) if variable.bands else value
    if variable.requires is not None:
        required = nw.col(_own(rules, f"requires:{variable.code}"))
        score = nw.when(required > 0).then(score).otherwise(integer(variable.otherwise_score))
        if may_be_missing(variable.requires, columns):
            score = nw.when(required.is_null()).then(integer(None)).otherwise(score)
    if variable.code not in given:
        return score
    given_score = nw.col(_GIVEN + variable.code)
    return nw.when(given_score.is_null()).then(score).otherwise(given_score)


def _through_indices(rules: Instrument, work: Any) -> Any:
    indices = [
        rounded_ratio_column(
            reduce(lambda a, b: a + b, (nw.col(_own(rules, code)).fill_null(0) for code in index.members)),
            len(index.members),
            100,
        ).alias(_own(rules, f"index_{index.id}"))
        for index in rules.indices
    ]
    work = work.with_columns(*indices)
    passing = {index.id: nw.col(_own(rules, f"index_{index.id}")) >= index.passes_at for index in rules.indices}
    rank = integer(rules.class_by_name[rules.decision_table[-1].gives].rank)
    for decision in rules.decision_table[:-1]:
        pattern = [passing[index] if wanted else ~passing[index] for index, wanted in decision.passes.items()]
        met = reduce(lambda a, b: a & b, pattern)
        rank = nw.when(met).then(integer(rules.class_by_name[decision.gives].rank)).otherwise(rank)
    return _with_class(rules, work, rank)


def _through_total(rules: Instrument, work: Any, columns: Columns) -> Any:
    weighted = rules.total
    assert weighted is not None
    points, unknown = [], []
    for variable in rules.variables:
        score = nw.col(_own(rules, variable.code))
        capped = nw.when(score > weighted.full_score).then(integer(weighted.full_score)).otherwise(score)
        points.append(capped.fill_null(0) * variable.weight)
        unknown.append(score.is_null().cast(nw.Int64) * (variable.weight * weighted.full_score))
    total = _own(rules, "total")
    work = work.with_columns(
        reduce(lambda a, b: a + b, points).alias(total),
        reduce(lambda a, b: a + b, unknown).alias(_own(rules, "points_unknown")),
    )
    rank = integer(rules.class_by_name[weighted.bands[-1].gives].rank)
    for band in reversed(weighted.bands[:-1]):
        met = nw.col(total) >= band.start
        if band.gate is not None:
            met = met & (column(band.gate, columns).fill_null(0) > 0)
        rank = nw.when(met).then(integer(rules.class_by_name[band.gives].rank)).otherwise(rank)
    return _with_class(rules, work, rank)


def _with_class(rules: Instrument, work: Any, rank: nw.Expr) -> Any:
    rank_name = _own(rules, "class_rank")
    work = work.with_columns(rank.alias(rank_name))
    ordered = sorted(rules.classes, key=lambda village_class: village_class.rank)
    name = nw.lit(ordered[0].name)
    for village_class in ordered[1:]:
        name = nw.when(nw.col(rank_name) == village_class.rank).then(nw.lit(village_class.name)).otherwise(name)
    return work.with_columns(name.alias(_own(rules, "class")))
