"""Columns of a table of children as numbers and codes, with the rows whose cell cannot be one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

# Texts that stand for nothing; NA is how R writes it.
BLANK = ("", "-", ".", "NA", "na", "NaN", "nan", "NULL", "null")
SEXES = {
    "1": ("1", "1.0", "m", "l", "male", "laki-laki", "laki laki", "boy"),
    "2": ("2", "2.0", "f", "p", "female", "perempuan", "girl"),
}
POSTURES = {"1": ("l", "telentang", "terlentang", "lying"), "2": ("h", "s", "berdiri", "standing")}
OEDEMA = {"1": ("y", "1", "1.0", "ya", "yes", "true"), "0": ("n", "2", "2.0", "0", "0.0", "tidak", "no", "false")}
AGE_UNITS = {"1": ("d", "day", "days", "hari"), "2": ("m", "month", "months", "bulan")}


@dataclass(frozen=True)
class Faulty:
    """Cells of one column that break a rule, by position of their row."""

    column: str
    rule: str
    positions: list[int]
    data: Mapping[str, Any] = field(default_factory=dict)


def trimmed(column: pl.Series) -> pl.Series:
    """A column as texts without space around them; what stands for nothing is null."""
    texts = column.cast(pl.String).str.strip_chars()
    return texts.set(texts.is_in(BLANK), None)


def numbers(column: pl.Series) -> tuple[pl.Series, list[int]]:
    """A column as 64-bit floats, null where blank, and the positions of what is no number.

    A decimal comma is read as one: no measure of a child is written with separators of thousands.
    """
    if column.dtype.is_numeric():
        values = column.cast(pl.Float64).fill_nan(None)
        return values, values.is_infinite().fill_null(False).arg_true().to_list()
    texts = column.cast(pl.String)
    values = texts.cast(pl.Float64, strict=False)
    doubtful = (values.is_null() | ~values.is_finite()).fill_null(True)
    if not doubtful.any():
        return values, []
    places = doubtful.arg_true()
    rest = trimmed(texts.gather(places))
    comma = rest.str.contains(r"^-?[0-9]{1,6},[0-9]+$").fill_null(False)
    read = rest.str.replace(",", ".", literal=True).zip_with(comma, rest).cast(pl.Float64, strict=False)
    read = read.set(~read.is_finite().fill_null(False), None)
    return values.scatter(places, read), places.filter(rest.is_not_null() & read.is_null()).to_list()


def codes(column: pl.Series, meanings: Mapping[str, tuple[str, ...]]) -> tuple[pl.Series, list[int]]:
    """A column as small whole numbers (-1 where blank), and the positions of texts without a meaning.

    Args:
        column: Texts or numbers.
        meanings: Code → how it is written, in small letters.
    """
    known = {text: int(code) for code, written in meanings.items() for text in written}
    texts = column.cast(pl.String)
    distinct = texts.unique()  # a column of codes has few
    trim = trimmed(distinct).str.to_lowercase()
    found = trim.replace_strict(known, default=None, return_dtype=pl.Int8)
    unknown = distinct.filter(trim.is_not_null() & found.is_null())
    values = texts.replace_strict(distinct, found, return_dtype=pl.Int8)
    positions = texts.is_in(unknown.to_list()).fill_null(False).arg_true().to_list() if len(unknown) else []
    return values.fill_null(-1), positions
