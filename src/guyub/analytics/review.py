"""What a classified table says as a whole: classes, costly gaps, contradictions, agreement with what the file said."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from guyub.analytics.tables.reading import VillageTable
from guyub.domain.instruments import Instrument, missing_points_frame

_MOST_ROWS_NAMED = 10


@dataclass(frozen=True)
class CostlyGap:
    """A fact, in how many villages it is missing, and the points (weight times score) it may cost them all."""

    code: str
    villages: int
    points: int


@dataclass(frozen=True)
class Contradiction:
    """A check, how many villages break it, and the first of them with its two figures."""

    check: str
    villages: int
    row: str
    left: int
    right: int


@dataclass(frozen=True)
class Agreement:
    """A column of the file against our own: rows compared, rows equal, and the first rows that differ."""

    column: str
    compared: int
    equal: int
    differing: tuple[str, ...]


def class_counts(instrument: Instrument, result: pl.DataFrame) -> dict[str, int]:
    """Villages per class, from the lowest class up."""
    counts = dict(result["class"].value_counts().iter_rows())
    ordered = sorted(instrument.classes, key=lambda village_class: village_class.rank)
    return {village_class.name: counts.get(village_class.name, 0) for village_class in ordered}


def costly_gaps(
    instrument: Instrument,
    table: VillageTable,
    mode: str | None = None,
    related: Mapping[str, Instrument] | None = None,
) -> list[CostlyGap]:
    """Facts missing behind scores that could be higher, the most costly for all villages together first."""
    numbers = table.frame.select(*table.facts, *table.given)
    costs = missing_points_frame(instrument, numbers, mode=mode, given=table.given, related=related)
    gaps = [CostlyGap(code, int((costs[code] > 0).sum()), int(costs[code].sum())) for code in costs.columns]
    return sorted((gap for gap in gaps if gap.points), key=lambda gap: -gap.points)


def contradictions(result: pl.DataFrame) -> list[Contradiction]:
    """Broken checks, the most frequent first, each with the first row that breaks it."""
    texts = (
        result.filter(pl.col("findings") != "").select("row", pl.col("findings").str.split("; ")).explode("findings")
    )
    parts = texts["findings"].str.extract_groups(r"^([a-z0-9-]+) \((-?\d+), (-?\d+)\)$").struct.unnest()
    found = pl.DataFrame({"row": texts["row"], "check": parts["1"], "left": parts["2"], "right": parts["3"]})
    counted = found.group_by("check", maintain_order=True).agg(pl.len(), pl.all().first()).sort("len", descending=True)
    return [
        Contradiction(one["check"], one["len"], one["row"], int(one["left"]), int(one["right"]))
        for one in counted.iter_rows(named=True)
    ]


def agreements(instrument: Instrument, table: VillageTable, result: pl.DataFrame) -> list[Agreement]:
    """How the file's own scores, indices and class agree with ours; blank cells are not compared.

    A column of classes that are all another instrument's is no answer to the same question, and left out.
    """
    found = []
    indices = [f"index_{index.id}" for index in instrument.indices]
    for column in (*instrument.by_code, *indices, "class"):
        if column not in table.texts:
            continue
        said = table.frame[column]
        if column == "class" and not said.drop_nulls().is_in(list(instrument.class_by_name)).any():
            continue
        if column in instrument.by_code:
            said = said.cast(pl.Int64, strict=False)
        elif column in indices:
            said = (said.cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64)
        there = table.frame[column].is_not_null()
        equal = (said == result[column]).fill_null(False)
        differing = (there & ~equal).arg_true().to_list()[:_MOST_ROWS_NAMED]
        names = tuple(table.row_names[position] for position in differing)
        found.append(Agreement(column, int(there.sum()), int((there & equal).sum()), names))
    return found
