"""Many families: sums by village from Parquet files of any size, added up to cities and provinces."""

from collections.abc import Collection, Iterable
from pathlib import Path

import polars as pl

from guyub.analytics.engines import LOCAL_SPARK, run_on_parquet
from guyub.domain.families.columns import PARTS
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.sums import sum_families


def sums_of_parquet(
    rules: FamilyRules,
    source: Path | str,
    *,
    by: Iterable[str] = ("village",),
    parts: Collection[str] = PARTS,
    engine: str = "polars",
    spark_master: str = LOCAL_SPARK,
) -> pl.DataFrame:
    """One row of sums a group, from family records in Parquet files; see `sum_families` for the columns.

    Polars streams the files and DuckDB reads them in pieces, so memory holds groups, not families.

    Args:
        rules: Settled rules.
        source: A Parquet file or a folder of them, one row a family.
        by: Columns that make the groups.
        parts: Which sums; fewer parts read fewer columns.
        engine: ``polars``, ``duckdb`` or ``spark``; all give the same rows.
        spark_master: Address of the Spark cluster.

    Returns:
        Rows in the order of the groups' names.
    """
    groups = tuple(by)

    def job(frame: object) -> object:
        return sum_families(rules, frame, by=groups, parts=parts)

    result = run_on_parquet(engine, Path(source), job, spark_master=spark_master)
    return result.sort(groups) if groups else result


def add_up(sums: pl.DataFrame, by: Iterable[str] = ()) -> pl.DataFrame:
    """Sums of larger groups from those of smaller ones: one row a group of ``by``, or one row of all.

    In and out: text or code columns of groups, and integer columns that are added. Group columns that are not in
    ``by`` are left out.
    """
    groups = tuple(by)
    added = [name for name, kind in sums.schema.items() if kind == pl.Int64 and name not in groups]
    if not groups:
        return sums.select(pl.col(added).sum())
    return sums.group_by(groups).agg(pl.col(added).sum()).sort(groups)
