"""Classify a table of villages: scores, indices, class, and per row what was given, missing and contradictory."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import narwhals as nw
import polars as pl

from guyub.analytics.engines import LOCAL_SPARK, run_on
from guyub.analytics.tables.reading import VillageTable
from guyub.domain.facts import FactCatalogue, findings_columns
from guyub.domain.facts.findings import joined
from guyub.domain.instruments import Instrument, assess_frame

_POSITION = "position"
_NOTES = ("given", "missing", "findings")


def classify(
    instrument: Instrument,
    table: VillageTable,
    catalogue: FactCatalogue,
    *,
    mode: str | None = None,
    related: Mapping[str, Instrument] | None = None,
    engine: str = "polars",
    spark_master: str = LOCAL_SPARK,
) -> pl.DataFrame:
    """Classify every village of a table.

    Out, one row per village in the table's order:
        row (str); each variable's score (int, null = cannot be known); ``index_<id>`` in hundredths, or ``total`` and
        ``points_unknown`` in 1/full_score points; ``class_rank``, ``class``; ``given`` and ``missing`` (codes joined
        by ";"); ``findings`` (texts joined by "; ").
    """

    def job(frame: Any) -> Any:
        noted = with_notes(instrument, frame, table.facts, table.given, catalogue, mode=mode)
        keep = (_POSITION, *_NOTES)
        return assess_frame(instrument, noted, keep=keep, mode=mode, given=table.given, related=related)

    numbers = table.frame.select(*table.facts, *table.given).with_row_index(_POSITION)
    result = run_on(engine, numbers.cast({_POSITION: pl.Int64}), job, spark_master=spark_master).sort(_POSITION)
    scores = [name for name in result.columns if name not in (_POSITION, *_NOTES)]
    return result.select(pl.Series("row", table.row_names), *scores, *_NOTES)


def with_notes(
    instrument: Instrument,
    frame: Any,
    facts: tuple[str, ...],
    given: tuple[str, ...],
    catalogue: FactCatalogue,
    *,
    mode: str | None = None,
) -> Any:
    """The frame with the columns ``given``, ``missing`` and ``findings`` as texts.

    ``missing`` are the unrecorded facts behind scores that were derived, as `Assessment.missing` has them.
    """
    rules = instrument.in_mode(mode)
    given_here = {code: ~nw.col(code).is_null() for code in given if code in rules.by_code}
    named = [nw.when(is_given).then(nw.lit(code)) for code, is_given in given_here.items()]
    lacking = [
        nw.when(_lacks(code, derived, facts, given_here)).then(nw.lit(code))
        for code, derived in _variables_behind(rules).items()
    ]
    findings = findings_columns(catalogue, facts)
    return (
        nw.from_native(frame)
        .with_columns(
            _listed(named).alias("given"),
            _listed(lacking).alias("missing"),
            joined(tuple(findings.values())).alias("findings"),
        )
        .to_native()
    )


def _variables_behind(rules: Instrument) -> dict[str, list[str]]:
    """Variables by the fact that they need."""
    behind: dict[str, list[str]] = {}
    for variable in rules.variables:
        for code in rules.facts_of(variable):
            behind.setdefault(code, []).append(variable.code)
    return behind


def _lacks(code: str, variables: list[str], facts: tuple[str, ...], given_here: Mapping[str, nw.Expr]) -> nw.Expr:
    """Where the fact is not recorded and at least one score that needs it is derived."""
    unrecorded = nw.col(code).is_null() if code in facts else nw.lit(True)
    if any(variable not in given_here for variable in variables):
        return unrecorded
    return unrecorded & reduce(lambda a, b: a | b, (~given_here[variable] for variable in variables))


def _listed(codes: Sequence[nw.Expr]) -> nw.Expr:
    return nw.concat_str(codes, separator=";", ignore_nulls=True) if codes else nw.lit("")
