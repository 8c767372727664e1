"""From a file to rows of cells by our own names of columns, and problems of single cells in the order of the file."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from guyub.analytics.tables import Problem, cutting, errors
from guyub.analytics.tables.content import content_of
from guyub.analytics.tables.naming import naming_line, parted
from guyub.errors import UnreadableFile

LARGEST_FILE = 20_000_000  # bytes; TKPI 2020 has 0.2 MB
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_PROBLEMS = 10_000  # listed; the rest is counted
LONGEST_CELL = 200
# Texts that stand for nothing.
_BLANK = frozenset({"", "-", "–", ".", "na", "n/a", "nan", "null"})


class NoFoodColumns(UnreadableFile):
    """Columns that such a table needs are absent."""

    code = "no-food-columns"
    template = "{file}: the first line must name the columns. Missing: {wanted}. Found: {found}."


@dataclass(frozen=True)
class Rows:
    """Rows of a file.

    Attributes:
        named: Our column → column of the file.
        other: Columns of the file that mean nothing to us.
        cells: Trimmed; "" where blank. Only our columns.
        lines: Line of the file (row of the sheet) by position.
        uneven: Cell counts of rows that have too few or too many, by position.
        width: Cells of the header.
    """

    file: str
    named: Mapping[str, str]
    other: tuple[str, ...]
    cells: Sequence[Mapping[str, str]]
    lines: Sequence[int]
    uneven: Mapping[int, int]
    width: int


def read_rows(path: Path, names: Mapping[str, Sequence[str]], wanted: Sequence[str], sheet: str | None) -> Rows:
    """Read a table whose first line names the columns.

    Args:
        path: CSV in UTF-8, UTF-16 or Windows-1252, or one sheet of XLSX, ODS, XLS.
        names: Our column → what else it may be called, in small letters.
        wanted: Our columns that must be there.
        sheet: Name of the sheet; the first when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used.
    """
    text = content_of(path, sheet, LARGEST_FILE).text
    number, line = naming_line(text)
    meanings = _meanings(names)
    delimiter, cells_of_header = parted(line, lambda found: sum(_folded(cell) in meanings for cell in found))
    header = [cell[: cutting.LONGEST_NAME] for cell in cells_of_header]
    if len(header) > MOST_COLUMNS:
        raise errors.TooManyColumns(file=path.name, columns=len(header), largest=MOST_COLUMNS)
    places = _places(header, names, path.name)
    absent = [column for column in wanted if column not in places]
    if absent:
        found = ", ".join(name.strip()[:40] for name in header[:12])
        raise NoFoodColumns(file=path.name, wanted=", ".join(absent), found=found)
    cut = cutting.cut(text, cutting.Layout(path.name, delimiter, len(header), number), MOST_ROWS)
    if not cut.frame.height:
        raise errors.OnlyHeader(file=path.name)
    cells = [{column: _cell(row[place]) for column, place in places.items()} for row in cut.frame.iter_rows()]
    other = tuple(name.strip() for place, name in enumerate(header) if place not in places.values() and name.strip())
    named = {column: header[place].strip() for column, place in places.items()}
    return Rows(path.name, named, other, cells, cut.lines, cut.uneven, len(header))


def _cell(text: str | None) -> str:
    trimmed = (text or "").strip()
    return "" if trimmed.casefold() in _BLANK else trimmed


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _meanings(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {_folded(name): column for column, others in names.items() for name in (column, *others)}


def _places(header: Sequence[str], names: Mapping[str, Sequence[str]], file: str) -> dict[str, int]:
    known, places = _meanings(names), dict[str, int]()
    for place, name in enumerate(header):
        column = known.get(_folded(name))
        if column is None:
            continue
        if column in places:
            first, second = places[column] + 1, place + 1
            raise errors.RepeatedColumn(file=file, column=column, first=first, second=second)
        places[column] = place
    return places


# -- problems --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A cell that breaks a rule; ``column``: ours, "" where it is the row."""

    column: str
    rule: str
    data: Mapping[str, Any] = field(default_factory=dict)


def problem_of(rows: Rows, position: int, fault: Fault) -> Problem:
    """A fault with its place in the file. A row is called by its code where it has one."""
    cells = rows.cells[position]
    row = cells.get("code", "")[:20] or str(position + 1)
    value = cells.get(fault.column, "")[:60]
    column = rows.named.get(fault.column, fault.column)
    return Problem(row, rows.lines[position], column, value, fault.rule, fault.data)


def uneven_fault(rows: Rows, position: int) -> tuple[Fault, ...]:
    """That a row has not as many cells as the header: then nothing else can be said of its cells."""
    if position not in rows.uneven:
        return ()
    return (Fault("", "cell-count", {"found": rows.uneven[position], "expected": rows.width}),)


@dataclass(frozen=True)
class Problems:
    """Of a whole file: those that are listed, how many more there are, and the positions of their rows."""

    listed: tuple[Problem, ...]
    more: int
    bad_rows: frozenset[int]


def problems_of(rows: Rows, faults: Mapping[int, Sequence[Fault]]) -> Problems:
    """All problems in the order of the file. ``faults``: by position."""
    found = [(position, fault) for position in sorted(faults) for fault in faults[position]]
    listed = tuple(problem_of(rows, position, fault) for position, fault in found[:MOST_PROBLEMS])
    return Problems(listed, max(len(found) - MOST_PROBLEMS, 0), frozenset(position for position, _fault in found))


@dataclass(frozen=True)
class ReadFile(ABC):
    """A file that was read, with its problems; what it holds is for each kind of table to say."""

    rows: Rows
    found: Problems

    @property
    @abstractmethod
    def taken(self) -> int:
        """How many rows were without a problem."""

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.rows.file

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What cannot be taken as it is."""
        return self.found.listed

    @property
    def more_problems(self) -> int:
        """How many problems are not listed any more."""
        return self.found.more

    @property
    def bad_rows(self) -> frozenset[int]:
        """Positions of rows with a problem."""
        return self.found.bad_rows

    @property
    def height(self) -> int:
        """How many rows count: all, or, once those with problems are left out, the rest."""
        return self.taken + len(self.bad_rows)

    def without_problem_rows(self) -> Self:
        """The same file with only what has no problem."""
        return replace(self, found=Problems((), 0, frozenset()))
