"""What a made-up population looks like, beside the figures it was drawn from."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars import col

from guyub.analytics.synthetic.figures import Figure, Figures

Measured = dict[str, float | dict[int | str, float]]
SCHOOL_AGES = {7: (7, 12), 13: (13, 15), 16: (16, 18), 19: (19, 24)}
IN_SCHOOL, LONG_ACTING, LATER, NO_MORE = (3, 5, 7, 9), (1, 2, 3, 4), 2, 3
LARGE = 50_000  # families from which on figures are kept as closely as they say
COLUMNS = ("figure", "part", "wanted", "measured", "difference", "within", "ok", "unit", "year", "status", "source")


@dataclass(frozen=True)
class Row:
    """One figure, or one part of a distribution, wanted and measured, in the figure's unit."""

    code: str
    part: str
    wanted: float
    measured: float
    within: float
    figure: Figure

    @property
    def holds(self) -> bool:
        """Whether the population keeps the figure."""
        return abs(self.measured - self.wanted) <= self.within


def compare(figures: Figures, measured: Mapping[str, float | dict[int | str, float]], families: int) -> list[Row]:
    """Every figure that is to be kept, part by part.

    Below `LARGE` families a figure may be off by more, as much more as chance makes it: the square root of how many
    times smaller the population is.
    """
    rows = []
    wider = max(1.0, math.sqrt(LARGE / max(families, 1)))
    for code, figure in figures.figures.items():
        if figure.within is None:
            continue
        within = figure.within * wider
        found = measured[code]
        if isinstance(figure.value, dict):
            assert isinstance(found, dict)
            rows += [
                Row(code, str(part), wanted, found.get(part, 0.0), within, figure)
                for part, wanted in figure.value.items()
            ]
        else:
            assert isinstance(found, float)
            rows.append(Row(code, "", figure.value, found, within, figure))
    return rows


def measure(folder: Path, sums: pl.DataFrame) -> Measured:
    """The figures of a population that was written to a folder.

    Args:
        folder: Has families.parquet, members.parquet, children.parquet and elders.parquet.
        sums: Sums of the families' iBangga over the whole population, one row (`analytics.families.sum_families`).
    """
    families, members = pl.scan_parquet(folder / "families.parquet"), pl.scan_parquet(folder / "members.parquet")
    children, elders = pl.scan_parquet(folder / "children.parquet"), pl.scan_parquet(folder / "elders.parquet")
    return {**_families(families), **_members(members), **_ages(members), **_hooks(children, elders), **_ibangga(sums)}


def as_csv(rows: list[Row]) -> str:
    """The comparison as CSV, all rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        figure = row.figure
        numbers = (f"{row.wanted:.2f}", f"{row.measured:.2f}", f"{row.measured - row.wanted:+.2f}", f"{row.within:.2f}")
        ok = "yes" if row.holds else "no"
        writer.writerow([row.code, row.part, *numbers, ok, figure.unit, figure.year, figure.status, figure.source])
    return text.getvalue()


# -- measuring -------------------------------------------------------------------------------------------------------


def _percent(of: pl.Expr, per: pl.Expr) -> pl.Expr:
    """Rows that fulfil ``of`` in percent of those that fulfil ``per``."""
    return 100.0 * (of & per).sum() / per.sum()


def _first(frame: pl.LazyFrame, **expressions: pl.Expr) -> dict[str, float]:
    return {name: float(value) for name, value in frame.select(**expressions).collect().row(0, named=True).items()}


def _shares(frame: pl.LazyFrame, column: str) -> dict[int | str, float]:
    counts = frame.select(col(column)).drop_nulls().group_by(column).len().collect()
    total = int(counts["len"].sum())
    return {value: 100.0 * count / total for value, count in counts.iter_rows()}


def _families(families: pl.LazyFrame) -> Measured:
    pus, user = col("pus") == 1, col("kb04") == 1
    later, no_more = ((col("kb04") == 2) & (col("kb03_21") == code) for code in (LATER, NO_MORE))
    groups = {code: _percent(col(code) == 1, col(code).is_in([1, 2])) for code in ("p14", "p15", "p17")}
    numbers = _first(
        families,
        persons_per_family=col("members").mean(),
        pregnant=_percent(col("kb03") == 1, pus),
        users=_percent(user, pus),
        long_acting=_percent(col("kb07").is_in(LONG_ACTING), pus & user),
        unmet_spacing=_percent(later, pus),
        unmet_limiting=_percent(no_more, pus),
        improved_sanitation=_percent(col("p24") == 1, col("p24").is_not_null()),
        owns_dwelling=_percent(col("p28") == 1, col("p28").is_not_null()),
        **groups,
    )
    return {
        **numbers,
        "family_size": _shares(families, "members"),
        "methods": _shares(families.filter(pus & user), "kb07"),
    }


def _members(members: pl.LazyFrame) -> Measured:
    head, insurance = col("k10") == 1, col("k15").is_not_null()
    numbers = _first(
        members,
        female_heads=_percent(col("k03") == 2, head),
        sex_ratio=100.0 * (col("k03") == 1).sum() / (col("k03") == 2).sum(),
        jkn_registered=_percent(col("k15").is_in([1, 2]), insurance),
        jkn_paid_by_state=_percent(col("k15") == 1, insurance),
    )
    return {**numbers}


def _ages(members: pl.LazyFrame) -> Measured:
    aged = members.select("age", "k14")
    band = (col("age") // 5 * 5).clip(0, 75)
    group = pl.when(col("age") < 15).then(pl.lit("0-14")).when(col("age") < 65).then(pl.lit("15-64"))
    school = {
        first: _first(
            aged.filter(col("age").is_between(first, last), col("k14").is_not_null()),
            share=100.0 * col("k14").is_in(IN_SCHOOL).mean(),
        )["share"]
        for first, last in SCHOOL_AGES.values()
    }
    return {
        "age_bands": _shares(aged.select(band=band), "band"),
        "age_groups": _shares(aged.select(group=group.otherwise(pl.lit("65+"))), "group"),
        "in_school": {first: school[first] for first in SCHOOL_AGES},
    }


def _hooks(children: pl.LazyFrame, elders: pl.LazyFrame) -> Measured:
    numbers = _first(
        children,
        stunting=100.0 * (col("height_for_age_hundredths") < -200).mean(),
        low_birth_weight=100.0 * (col("birth_weight_g") < 2500).mean(),
    )
    return {**numbers, "adl": _shares(elders, "adl")}


def _ibangga(sums: pl.DataFrame) -> Measured:
    row = sums.row(0, named=True)
    dimensions = {code: row[f"{code}_sum"] / row[f"{code}_families"] / 4.2 for code in "TMB"}
    return {
        **{f"dimension_{code}": value for code, value in dimensions.items()},
        "ibangga": sum(dimensions.values()) / 3,
    }


def broken(rows: list[Row]) -> Iterator[Row]:
    """Figures that the population does not keep."""
    return (row for row in rows if not row.holds)
