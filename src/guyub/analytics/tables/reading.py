"""Read a table of villages (CSV, XLSX, ODS, XLS) with every doubt named: nothing is guessed, nothing dropped."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from guyub.analytics.tables import errors
from guyub.analytics.tables.checking import check_cells
from guyub.analytics.tables.content import content_of
from guyub.analytics.tables.cutting import Layout, cut
from guyub.analytics.tables.header import Header, Vocabulary, read_header
from guyub.analytics.tables.naming import naming_line, parted
from guyub.analytics.tables.problems import Problem
from guyub.domain.facts import FactCatalogue
from guyub.domain.instruments import Instrument

LARGEST_FILE = 200_000_000  # bytes
MOST_ROWS = 500_000  # Indonesia has 83,762 villages


@dataclass(frozen=True)
class VillageTable:
    """Villages of a file, one row each.

    ``frame`` holds facts and given scores as 64-bit integers and all other columns as text; a cell with a problem is
    null in it. ``lines`` are the lines of the file (rows of the sheet) by position; ``bad_rows`` the positions of
    rows with a problem; ``more_problems`` how many problems are not listed any more.
    """

    file: str
    frame: pl.DataFrame
    lines: tuple[int, ...]
    header: Header
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    bad_rows: frozenset[int] = frozenset()
    blank_rows: int = 0

    @property
    def height(self) -> int:
        """How many villages there are."""
        return self.frame.height

    @property
    def facts(self) -> tuple[str, ...]:
        """Codes of the facts that have a column."""
        return self.header.facts

    @property
    def given(self) -> tuple[str, ...]:
        """Codes of the variables whose given scores have a column."""
        return self.header.scores

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns of text, in file order."""
        return self.header.texts

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns that mean nothing to us and are left out of everything."""
        return self.header.unknown

    @cached_property
    def row_names(self) -> list[str]:
        """What each row is called: its column ``row``, else its number from 1."""
        numbers = [str(number) for number in range(1, self.frame.height + 1)]
        if "row" not in self.frame.columns:
            return numbers
        return [name or number for name, number in zip(self.frame["row"].to_list(), numbers, strict=True)]

    def line_of(self, position: int) -> int:
        """Line of the file, or row of the sheet, at a position from 0."""
        return self.lines[position]

    def position_of(self, row_name: str) -> int:
        """Position of the row of that name.

        Raises:
            NoSuchRow: No row is called so.
        """
        if row_name in self.row_names:
            return self.row_names.index(row_name)
        raise errors.NoSuchRow(file=self.file, name=row_name, first=self.row_names[0], last=self.row_names[-1])

    def facts_of(self, position: int) -> dict[str, int | None]:
        """Facts of one village by code."""
        return dict(self.frame.select(self.facts).row(position, named=True)) if self.facts else {}

    def given_of(self, position: int) -> dict[str, int]:
        """Given scores of one village by variable, where there are any."""
        row = self.frame.select(self.given).row(position, named=True) if self.given else {}
        return {code: score for code, score in row.items() if score is not None}

    def text_of(self, position: int, column: str) -> str:
        """A text cell; empty where it is blank or the column is not there."""
        return (self.frame[column][position] or "") if column in self.texts else ""

    def without_problem_rows(self) -> "VillageTable":
        """The same table with only the rows that have no problem."""
        kept = [position for position in range(self.frame.height) if position not in self.bad_rows]
        lines = tuple(self.lines[position] for position in kept)
        return replace(self, frame=self.frame[kept], lines=lines, problems=(), more_problems=0, bad_rows=frozenset())


def read_villages(
    path: Path | str,
    catalogue: FactCatalogue,
    *,
    instrument: Instrument | None = None,
    given: Collection[str] | None = None,
    sheet: str | None = None,
    largest_bytes: int = LARGEST_FILE,
) -> VillageTable:
    """Read villages from a file.

    CSV in UTF-8, UTF-16 or Windows-1252 with comma, semicolon, tab or bar; or one sheet of XLSX, ODS, XLS. The first
    line names the columns, in any order: facts by code or by their name in the catalogue, variables by code, and
    ``row``, ``region_code`` ... A blank cell is a figure that nobody recorded.

    Args:
        path: The file.
        catalogue: The facts that exist and what values they take.
        instrument: Names the scores that may be given and the values they take.
        given: Which of those are taken as given; all of them when None.
        sheet: Name of the sheet; the first when None.
        largest_bytes: A larger file is refused before it is opened.

    Raises:
        UnreadableFile: One of `errors`, where the file as a whole cannot be used. Faults of single cells and rows
            are the table's ``problems``.
    """
    file = Path(path)
    scores = _scores(instrument, given)
    variables = tuple(instrument.by_code) if instrument else ()
    vocabulary = Vocabulary(catalogue, tuple(scores), variables)
    text = content_of(file, sheet, largest_bytes).text
    layout, header = _header_of(text, vocabulary, file)
    cells = cut(text, layout, MOST_ROWS)
    checked = check_cells(cells.frame, cells.lines, header, catalogue, scores, cells.uneven)
    if not checked.lines:
        raise errors.OnlyHeader(file=file.name)
    return VillageTable(
        file=file.name,
        frame=checked.frame,
        lines=checked.lines,
        header=header,
        problems=checked.problems,
        more_problems=checked.more_problems,
        bad_rows=checked.bad_rows,
        blank_rows=checked.blank_rows,
    )


def _scores(instrument: Instrument | None, given: Collection[str] | None) -> dict[str, frozenset[int]]:
    """The scores that each variable to be given can have."""
    if instrument is None:
        return {}
    chosen = instrument.givable if given is None else tuple(given)
    return {code: frozenset(band.score for band in instrument.by_code[code].bands) for code in chosen}


def _header_of(text: str, vocabulary: Vocabulary, file: Path) -> tuple[Layout, Header]:
    number, line = naming_line(text)
    delimiter, cells = parted(line, vocabulary.count_known)
    return Layout(file.name, delimiter, len(cells), number), read_header(cells, vocabulary, file)
