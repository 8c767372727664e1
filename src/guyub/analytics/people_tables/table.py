"""Any file as rows of clean text cells below a header, wherever in the sheet the header stands."""

import contextlib
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from guyub.analytics.people_tables.cells import clean, folded
from guyub.analytics.people_tables.layouts import layout_ids, meanings
from guyub.analytics.tables import cutting, errors
from guyub.analytics.tables.content import content_of

LARGEST_FILE = 40_000_000  # bytes
MOST_ROWS = 250_000
MOST_COLUMNS = 400
HEADER_WITHIN = 40  # rows; titles, dates and logos stand above it


@dataclass(frozen=True)
class PeopleTable:
    """Rows below the header. ``lines``: row of the sheet or line of the file; ``blank``: rows without any text.

    ``above``: line and cells of what stands above the header.
    """

    file: str
    sheet: str
    sheets: tuple[str, ...]
    headings: tuple[str, ...]
    header_line: int
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    blank: int = 0
    above: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def height(self) -> int:
        """How many rows have any text."""
        return len(self.rows)


class NoPeopleHeader(errors.UnknownHeader):
    """No row near the top names columns of people."""

    code = "no-people-header"
    template = (
        "{file}: none of the first {within} rows names columns of people, such as NIK, Nama, Jenis kelamin, Tanggal "
        "lahir. Put the names of the columns in one row above the data."
    )


class NoPeopleRows(errors.OnlyHeader):
    """A header and nothing below it."""

    code = "no-people-rows"
    template = "{file} has a header in row {line} but nobody below it."


class TooManyPeopleRows(errors.TooManyRows):
    """More rows than one import takes."""

    code = "too-many-people-rows"
    template = "{file} has more than {largest} rows. Split it by RW."


def read_people_table(
    path: Path, *, sheet: str | None = None, header_line: int | None = None, known: Collection[str] | None = None
) -> PeopleTable:
    """Read a CSV, XLSX, XLS or ODS file of people.

    Args:
        path: The file.
        sheet: Name of the sheet; the first one when None.
        header_line: Row of the header where the person said it; found when None.
        known: Headings, folded, by which delimiter and header are found; those of the layouts of people when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used; the reason and what to do are in the error.
    """
    content = content_of(path, sheet or None, LARGEST_FILE, long_numbers=True)
    known = _known_headings() if known is None else known
    delimiter = "," if content.sheet else _delimiter(content.text, known)
    found = list(_rows(content.text, delimiter, path.name))
    place = _header_place(found, known, header_line)
    if place is None:
        raise NoPeopleHeader(file=path.name, within=HEADER_WITHIN)
    line, headings = found[place]
    if len(headings) > MOST_COLUMNS:
        raise errors.TooManyColumns(file=path.name, columns=len(headings), largest=MOST_COLUMNS)
    below = found[place + 1 :]
    filled = [(number, _fitted(cells, len(headings))) for number, cells in below if any(cells)]
    if not filled:
        raise NoPeopleRows(file=path.name, line=line)
    return PeopleTable(
        file=path.name,
        sheet=content.sheet,
        sheets=content.sheets,
        headings=tuple(headings),
        header_line=line,
        lines=tuple(number for number, _ in filled),
        rows=tuple(cells for _, cells in filled),
        blank=len(below) - len(filled),
        above=tuple((number, tuple(cells)) for number, cells in found[:place] if any(cells)),
    )


def _known_headings() -> frozenset[str]:
    return frozenset(heading for name in layout_ids() for heading in meanings(name))


def _rows(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise errors.BrokenQuotes(file=file, line=start) from error
        if cells is None:
            return
        count += 1
        if count > MOST_ROWS + HEADER_WITHIN:
            raise TooManyPeopleRows(file=file, largest=MOST_ROWS)
        yield start, [clean(cell) for cell in cells]


def _delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter under which the best row of the top has most known headings, then most cells."""
    top = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]

    def sense(delimiter: str) -> tuple[int, int]:
        best = (0, 0)
        for line in top:
            with contextlib.suppress(csv.Error):
                cells = next(csv.reader([line], delimiter=delimiter), [])
                best = max(best, (sum(folded(cell) in known for cell in cells), len(cells)))
        return best

    return max(cutting.DELIMITERS, key=sense)


def _header_place(found: list[tuple[int, list[str]]], known: Collection[str], line: int | None) -> int | None:
    if line is not None:
        return next((place for place, (number, _) in enumerate(found) if number == line), None)
    counts = [sum(folded(cell) in known for cell in cells) for _, cells in found[:HEADER_WITHIN]]
    if not counts or max(counts) < 2:
        return None
    return counts.index(max(counts))


def _fitted(cells: list[str], width: int) -> tuple[str, ...]:
    """As many cells as the header; what stands beyond it has no heading and no meaning."""
    return tuple(cells[:width]) if len(cells) >= width else (*cells, *[""] * (width - len(cells)))
