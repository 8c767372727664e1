"""Cut the text of a table into cells."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from guyub.analytics.tables import errors

DELIMITERS = (",", ";", "\t", "|")
LONGEST_NAME = 200  # of a column, as it is shown


@dataclass(frozen=True)
class Layout:
    """How a text is cut into cells, and where the header stands."""

    file: str
    delimiter: str
    width: int
    header_line: int


@dataclass(frozen=True)
class Cells:
    """Text columns ``0``, ``1`` ..., the line of each row, and cell counts of rows that have too few or too many."""

    frame: pl.DataFrame
    lines: Sequence[int]
    uneven: Mapping[int, int] = field(default_factory=dict)


def cut(text: str, layout: Layout, most_rows: int) -> Cells:
    """The rows below the header; empty lines are passed over.

    Raises:
        TooManyRows: There are more than ``most_rows``.
        BrokenQuotes: A quotation mark does not close.
    """
    cells = _at_once(text, layout) or _row_by_row(text, layout, most_rows)
    if cells.frame.height > most_rows:
        raise errors.TooManyRows(file=layout.file, largest=most_rows)
    return cells


def _at_once(text: str, layout: Layout) -> Cells | None:
    """All cells at once, or None unless every line below the header has as many as the header.

    Polars refuses a line with too many cells and fills up one with too few, so the count of delimiters tells.
    """
    if '"' in text:
        text = _without_empty_quotes(text, layout.delimiter)
        if '"' in text:
            return None
    parts = text.split("\n", layout.header_line)
    body = parts[layout.header_line] if len(parts) > layout.header_line else ""
    lines = body.count("\n") + (not body.endswith("\n"))
    blank = "\n\n" in body or body.startswith("\n") or not body
    if blank or body.count(layout.delimiter) != lines * (layout.width - 1) or layout.width == 1:
        return None
    schema = {str(column): pl.String() for column in range(layout.width)}
    content = body.encode()
    try:
        frame = pl.read_csv(content, separator=layout.delimiter, has_header=False, schema=schema, quote_char=None)
    except pl.exceptions.PolarsError:  # a line is longer than the header, or the first one shorter
        return None
    first = layout.header_line + 1
    return Cells(frame, range(first, first + frame.height))


def _without_empty_quotes(text: str, delimiter: str) -> str:
    """Cells that are nothing but a pair of quotation marks, as some programs write empty texts, become empty ones."""
    for _ in range(2):  # of two such cells side by side the first time finds one
        text = text.replace(f'{delimiter}""{delimiter}', 2 * delimiter)
    return text.replace(f'{delimiter}""\n', f"{delimiter}\n").replace(f'\n""{delimiter}', f"\n{delimiter}")


def _row_by_row(text: str, layout: Layout, most_rows: int) -> Cells:
    rows: list[list[str]] = []
    lines: list[int] = []
    uneven: dict[int, int] = {}
    for line, cells in _rows(text, layout):
        if len(rows) == most_rows:
            raise errors.TooManyRows(file=layout.file, largest=most_rows)
        if len(cells) != layout.width:
            uneven[len(rows)] = len(cells)
        rows.append((cells + [""] * layout.width)[: layout.width])
        lines.append(line)
    columns = zip(*rows, strict=True) if rows else [()] * layout.width
    frame = pl.DataFrame({str(number): pl.Series(cells, dtype=pl.String) for number, cells in enumerate(columns)})
    return Cells(frame, lines, uneven)


def _rows(text: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Rows below the header with the line each starts at."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise errors.BrokenQuotes(file=layout.file, line=start) from error
        if cells is None:
            return
        if start > layout.header_line and (len(cells) > 1 or any(cell.strip() for cell in cells)):
            yield start, cells
