"""Z-scores that another program computed, beside ours: how many agree, and which differ for what reason."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from guyub.analytics.growth_tables.cells import trimmed
from guyub.analytics.growth_tables.reading import ChildTable
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.many import scores_of_columns
from guyub.domain.growth.reasons import TEXTS, Reason

_NEAR = 0.005  # theirs may be written with more decimals than ours
_NONE = np.empty(0)


@dataclass(frozen=True)
class Comparison:
    """Of one column of z-scores or flags.

    Attributes:
        column: As ``zlen`` or ``flen``.
        same: Rows in which both have the same value, or both have none.
        beyond: Rows in which only theirs has one, for an age the standard is not for.
        different: All other rows.
    """

    column: str
    same: int
    beyond: int
    different: int


def compare(table: ChildTable) -> tuple[list[Comparison], pl.DataFrame]:
    """Every column of z-scores and flags in the file against ours.

    Out, one row a difference:
        ``line`` (of the file), ``column``, ``theirs``, ``ours`` (float, null where blank), ``reason`` (why ours is
        blank)
    """
    standard = load_growth_standard(table.layout.standard)
    scores = scores_of_columns(standard, table.columns)
    comparisons, listed = [], [_rows(table, "", _NONE, _NONE, _NONE.astype(np.int8), _NONE.astype(np.intp))]
    for code, indicator in standard.indicators.items():
        z, reason = scores.z[code], scores.reason[code]
        flags = np.where(np.isnan(z), np.nan, scores.flagged[code])
        for column, ours in ((f"z{indicator.suffix}", z), (f"f{indicator.suffix}", flags)):
            if column not in table.frame.columns:
                continue
            # Not `numbers`: a program may have written Inf, which is a value to compare.
            theirs = trimmed(table.frame[column]).cast(pl.Float64, strict=False).to_numpy()
            with np.errstate(invalid="ignore"):
                same = (np.isnan(theirs) & np.isnan(ours)) | (theirs == ours) | (np.abs(theirs - ours) < _NEAR)
            beyond = ~same & (reason == Reason.AGE_BEYOND)
            different = ~same & ~beyond
            comparisons.append(Comparison(column, *(int(rows.sum()) for rows in (same, beyond, different))))
            listed.append(_rows(table, column, theirs, ours, reason, np.flatnonzero(~same)))
    return comparisons, pl.concat(listed)


def _rows(
    table: ChildTable, column: str, theirs: np.ndarray, ours: np.ndarray, reason: np.ndarray, places: np.ndarray
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "line": pl.Series([table.lines[place] for place in places], dtype=pl.Int64),
            "column": pl.Series([column] * len(places), dtype=pl.String),
            "theirs": pl.Series(theirs[places], dtype=pl.Float64, nan_to_null=True),
            "ours": pl.Series(ours[places], dtype=pl.Float64, nan_to_null=True),
            "reason": pl.Series([TEXTS[code] for code in reason[places]], dtype=pl.String),
        }
    )
