"""Prevalence from a table of a survey: which columns say how it was drawn, and the result as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from guyub.analytics.growth_tables.cells import numbers, trimmed
from guyub.analytics.growth_tables.errors import NoSuchColumn
from guyub.analytics.growth_tables.reading import ChildTable
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.column_tables import Flags, Whole
from guyub.domain.growth.many import scores_of_columns
from guyub.domain.growth.prevalence import prevalence, takes_part
from guyub.domain.growth.survey import Grouping, design_of

# Columns that part a survey's children besides age and sex, with the names WHO's package gives their groups.
GROUPINGS = {
    "typeres": "Area",
    "gregion": "Geographical region",
    "wealthq": "Wealth quintile",
    "mothered": "Maternal education",
    "othergr": "Other grouping",
}
_QUINTILES = {
    **{written: name for place, name in enumerate(("Q1: Poorest", "Q2", "Q3", "Q4", "Q5: Richest"), start=1)
       for written in (str(place), f"Q{place}", f"{place}.0")},
}  # fmt: skip


@dataclass(frozen=True)
class DesignColumns:
    """Columns of the table that say how the survey was drawn; None where it has none of the kind."""

    weights: str | None = None
    strata: str | None = None
    cluster: str | None = None


@dataclass(frozen=True)
class SurveyResult:
    """Prevalence, and how many rows could not take part.

    Attributes:
        frame: One row a group: ``Group`` (for 5 to 19 years also ``Years``, ``Months``), then the columns of
            `guyub.domain.growth.prevalence.prevalence`.
        rows: How many rows took part.
        of_other_age: Rows whose age the standard is not for.
        without_design: Rows without stratum or cluster.
        without_weight: Rows whose weight is missing; they take part with a weight of 0.
    """

    frame: pl.DataFrame
    rows: int
    of_other_age: int
    without_design: int
    without_weight: int


def prevalence_of_table(table: ChildTable, design: DesignColumns) -> SurveyResult:
    """Prevalence in every group of a survey.

    Raises:
        NoSuchColumn: A column of the design is not in the table.
    """
    for name in (design.weights, design.strata, design.cluster):
        if name is not None and name not in table.frame.columns:
            raise NoSuchColumn(file=table.file, column=name, found=", ".join(table.frame.columns[:40]))
    standard = load_growth_standard(table.layout.standard)
    aged, placed = takes_part(standard, table.columns), _placed(table, design)
    keep = aged & placed
    columns, frame = table.columns.part(keep), table.frame.filter(pl.Series(keep))
    weights = _weights(frame, design.weights)
    drawn = design_of(weights, _places(frame, design.strata), _places(frame, design.cluster))
    scores = scores_of_columns(standard, columns, reasons=False)
    groups, estimates = prevalence(standard, columns, scores, drawn, list(_groupings(frame)))
    named = {"Group": [group.name for group in groups]}
    if standard.rules.prevalence.whole is not None:
        named |= {"Years": [group.years for group in groups], "Months": [group.months for group in groups]}
    return SurveyResult(
        frame=pl.DataFrame(named | estimates)
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_columns(pl.col("^.*_unwpop$").cast(pl.Int64)),
        rows=int(keep.sum()),
        of_other_age=int((~aged).sum()),
        without_design=int((aged & ~placed).sum()),
        without_weight=int(np.isnan(weights).sum()),
    )


def unusable_weights(table: ChildTable, column: str) -> list[int]:
    """Positions of rows whose weight is below zero, or is no number: no estimate can use those."""
    if column not in table.frame.columns:
        return []
    values, unreadable = numbers(table.frame[column])
    return sorted({*unreadable, *(values < 0).fill_null(False).arg_true().to_list()})


def _weights(frame: pl.DataFrame, column: str | None) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.ones(frame.height) if column is None else numbers(frame[column])[0].to_numpy()


def _placed(table: ChildTable, design: DesignColumns) -> Flags:
    """Rows that have a stratum and a cluster, as far as the survey has any."""
    known = np.ones(table.height, dtype=np.bool_)
    for column in (design.strata, design.cluster):
        if column is not None:
            known &= trimmed(table.frame[column]).is_not_null().to_numpy()
    return known


def _places(frame: pl.DataFrame, column: str | None) -> Whole | None:
    """Each row's place among the values of a column."""
    if column is None:
        return None
    return np.unique(trimmed(frame[column]).to_numpy(), return_inverse=True)[1]


def _groupings(frame: pl.DataFrame) -> Iterator[Grouping]:
    found: Mapping[str, str] = {name.casefold(): name for name in frame.columns}
    for column, name in GROUPINGS.items():
        texts = trimmed(frame[found[column]]) if column in found else None
        if texts is not None and column == "wealthq":
            texts = texts.replace_strict(_QUINTILES, default=None, return_dtype=pl.String)
        if texts is None or texts.null_count() == len(texts):
            continue
        levels = sorted(texts.drop_nulls().unique().to_list(), key=_in_order)
        place = texts.replace_strict({level: place for place, level in enumerate(levels)}, default=-1)
        yield Grouping(name, levels, place.to_numpy().astype(np.intp))


def _in_order(level: str) -> tuple[bool, float, str]:
    """Numbers by size, then texts by letter."""
    whole = level.replace(".", "", 1).isdigit()
    return (not whole, float(level) if whole else 0, level)
