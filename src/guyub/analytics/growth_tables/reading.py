"""Read a table of measured children (CSV, Parquet, XLSX, ODS, XLS), every cell that cannot be used named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from guyub.analytics.growth_tables import cells
from guyub.analytics.growth_tables.errors import NoColumnsOfChildren, NoMeasuresOfChildren
from guyub.analytics.growth_tables.layouts import (
    AGE_UNIT,
    LAYOUTS,
    OEDEMA,
    OLDER,
    POSTURE,
    SEX,
    UNDER5,
    Layout,
)
from guyub.analytics.tables import Problem, cutting, errors
from guyub.analytics.tables.content import content_of
from guyub.analytics.tables.naming import naming_line, parted
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.many import Columns
from guyub.errors import unopened

MOST_COLUMNS = 300
LARGEST_FILE = 1_000_000_000  # bytes
MOST_ROWS = 5_000_000
MOST_PROBLEMS = 10_000  # listed; the rest is counted
_LONGEST_SHOWN = 60
FIVE_YEARS = 60  # months


@dataclass(frozen=True)
class ChildTable:
    """Children of a file, one row a measurement.

    Attributes:
        layout: Which columns mean what.
        frame: All columns of the file as they stand there.
        columns: What the engine measures. A cell with a problem is unknown in it.
        lines: Line of the file (row of the sheet) by position.
        named: Column that is read → column of the file.
    """

    file: str
    layout: Layout
    frame: pl.DataFrame
    columns: Columns
    lines: Sequence[int]
    named: dict[str, str]
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    bad_rows: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.frame.height

    def with_problems(self, column: str, rule: str, positions: Sequence[int]) -> "ChildTable":
        """The same table with further problems of one column of the file."""
        fault = cells.Faulty(column, rule, list(positions))
        problems, more, bad = _problems(self.frame, self.lines, [fault], {column: column})
        return replace(
            self,
            problems=self.problems + problems,
            more_problems=self.more_problems + more,
            bad_rows=self.bad_rows | bad,
        )

    def without_problem_rows(self) -> "ChildTable":
        """The same table with only the rows that have no problem."""
        keep = np.ones(self.height, dtype=np.bool_)
        keep[list(self.bad_rows)] = False
        lines = [line for line, kept in zip(self.lines, keep, strict=True) if kept]
        return replace(
            self,
            frame=self.frame.filter(pl.Series(keep)),
            columns=self.columns.part(keep),
            lines=lines,
            problems=(),
            more_problems=0,
            bad_rows=frozenset(),
        )


def read_children(path: Path, layout_name: str | None = None, *, sheet: str | None = None) -> ChildTable:
    """Read measurements of children from a file whose first line names the columns.

    Args:
        path: CSV in UTF-8, UTF-16 or Windows-1252, Parquet, or one sheet of XLSX, ODS, XLS.
        layout_name: ``under5`` or ``5to19``; where None, the column of age tells, and if it could be of both, ages.
        sheet: Name of the sheet; the first when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used. Faults of single cells are the table's ``problems``.
    """
    frame, lines, uneven = _frame_of(path, LAYOUTS[layout_name or UNDER5], sheet)
    if not frame.height:
        raise errors.OnlyHeader(file=path.name)
    layout = LAYOUTS[layout_name or _told_by_ages(frame)]
    named = _named(frame.columns, layout, path.name)
    reader = _Reader(frame, layout, named)
    columns = reader.columns()
    wrong = [*reader.faulty, *_uneven(uneven, frame.width)]
    problems, more, bad = _problems(frame, lines, wrong, named)
    return ChildTable(path.name, layout, frame, columns, lines, named, problems, more, bad)


# -- from a file to a frame ----------------------------------------------------------------------------------------


def _frame_of(path: Path, layout: Layout, sheet: str | None) -> tuple[pl.DataFrame, Sequence[int], dict[int, int]]:
    if _is_parquet(path):
        frame = _parquet(path)
        return frame, range(1, frame.height + 1), {}
    text = content_of(path, sheet, LARGEST_FILE).text
    number, line = naming_line(text)
    delimiter, cells_of_header = parted(line, lambda names: len(_meanings(_names(names), layout)))
    header = _names(cells_of_header)
    if len(header) > MOST_COLUMNS:
        raise errors.TooManyColumns(file=path.name, columns=len(header), largest=MOST_COLUMNS)
    _refuse_repeated(header, path.name)
    cut = cutting.cut(text, cutting.Layout(path.name, delimiter, len(header), number), MOST_ROWS)
    return cut.frame.rename(dict(zip(cut.frame.columns, header, strict=True))), cut.lines, dict(cut.uneven)


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise unopened(path.name, error) from error


def _parquet(path: Path) -> pl.DataFrame:
    try:
        lazy = pl.scan_parquet(path)
        columns, rows = len(lazy.collect_schema()), lazy.select(pl.len()).collect().item()
        if columns > MOST_COLUMNS:
            raise errors.TooManyColumns(file=path.name, columns=columns, largest=MOST_COLUMNS)
        if rows > MOST_ROWS:
            raise errors.TooManyRows(file=path.name, largest=MOST_ROWS)
        return lazy.collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise errors.DamagedParquet(file=path.name) from error


def _names(cells_of_header: Iterable[str]) -> list[str]:
    """Names of columns; one without a name is called by its place."""
    names = (cell.strip()[: cutting.LONGEST_NAME] for cell in cells_of_header)
    return [name or f"({place})" for place, name in enumerate(names, start=1)]


def _refuse_repeated(header: list[str], file: str) -> None:
    places: dict[str, int] = {}
    for place, name in enumerate(header, start=1):
        if name in places:
            raise errors.RepeatedColumn(file=file, column=name, first=places[name], second=place)
        places[name] = place


def _meanings(header: Iterable[str], layout: Layout) -> dict[str, str]:
    """Column that is read → column of the file; a column's own name goes before other names for it."""
    found = {name.casefold(): name for name in reversed(list(header))}
    named = {}
    for column in layout.columns:
        names = (column, *layout.aliases.get(column, ()))
        name = next((found[name] for name in names if name in found), None)
        if name is not None:
            named[column] = name
    return named


def _told_by_ages(frame: pl.DataFrame) -> str:
    """Which layout a table has: of 5 to 19 years where its one age is in months, and most are of 60 months or more."""
    young, old = (_meanings(frame.columns, LAYOUTS[name]).get(LAYOUTS[name].age) for name in (UNDER5, OLDER))
    if old is None or (young is not None and young.casefold() not in LAYOUTS[UNDER5].month_names):
        return UNDER5
    ages = cells.numbers(frame[old])[0].drop_nulls()
    return OLDER if 2 * (ages >= FIVE_YEARS).sum() > len(ages) else UNDER5


def _named(header: Sequence[str], layout: Layout, file: str) -> dict[str, str]:
    named = _meanings(header, layout)
    measured = [column for column in layout.measures.values() if column in named]
    absent = [column for column in (SEX, layout.age) if column not in named]
    found = ", ".join(name[:40] for name in header[:12])
    if absent:
        raise NoColumnsOfChildren(file=file, wanted=", ".join(absent), found=found)
    if not measured:
        raise NoMeasuresOfChildren(file=file, wanted=", ".join(layout.measures.values()), found=found)
    return named


# -- from a frame to what the engine measures ----------------------------------------------------------------------


class _Reader:
    """Reads the columns of a frame; what cannot be read is collected in ``faulty``."""

    def __init__(self, frame: pl.DataFrame, layout: Layout, named: dict[str, str]) -> None:
        self.frame, self.layout, self.named = frame, layout, named
        self.faulty: list[cells.Faulty] = []

    def columns(self) -> Columns:
        sex = self._codes(SEX, cells.SEXES, "not-a-sex")
        assert sex is not None  # it is refused without
        posture = self._codes(POSTURE, cells.POSTURES, "not-a-posture")
        oedema = self._codes(OEDEMA, cells.OEDEMA, "not-oedema")
        return Columns(
            sex=np.maximum(sex, 0),
            age=self._age(),
            posture=None if posture is None else np.maximum(posture, 0),
            oedema=None if oedema is None else oedema == 1,
            **{measure: self._numbers(column) for measure, column in self.layout.measures.items()},
        )

    def _age(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        age = self._numbers(self.layout.age)
        assert age is not None  # it is refused without
        self._note(self.layout.age, "negative-age", np.flatnonzero(age < 0).tolist())
        if self.named[self.layout.age].casefold() in self.layout.month_names:
            return age * DAYS_PER_MONTH
        unit = self._codes(AGE_UNIT, cells.AGE_UNITS, "not-an-age-unit") if self.layout.age == "age" else None
        return age if unit is None else np.where(unit == 2, age * DAYS_PER_MONTH, age)

    def _numbers(self, column: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]] | None":
        if column not in self.named:
            return None
        values, wrong = cells.numbers(self.frame[self.named[column]])
        self._note(column, "not-a-measure", wrong)
        return values.to_numpy()

    def _codes(
        self, column: str, meanings: Mapping[str, tuple[str, ...]], rule: str
    ) -> "np.ndarray[tuple[int], np.dtype[np.int8]] | None":
        if column not in self.named:
            return None
        values, wrong = cells.codes(self.frame[self.named[column]], meanings)
        self._note(column, rule, wrong)
        return values.to_numpy()

    def _note(self, column: str, rule: str, positions: list[int]) -> None:
        if positions:
            self.faulty.append(cells.Faulty(column, rule, positions))


# -- problems --------------------------------------------------------------------------------------------------------


def _uneven(uneven: dict[int, int], width: int) -> Iterable[cells.Faulty]:
    for position, count in uneven.items():
        yield cells.Faulty("", "cell-count", [position], {"found": count, "expected": width})


def _problems(
    frame: pl.DataFrame, lines: Sequence[int], wrong: Sequence[cells.Faulty], named: dict[str, str]
) -> tuple[tuple[Problem, ...], int, frozenset[int]]:
    """Problems in the order of the file, how many more there are, and the positions of their rows."""
    found = sorted(((position, fault) for fault in wrong for position in fault.positions), key=lambda one: one[0])
    problems = []
    for position, fault in found[:MOST_PROBLEMS]:
        column = named.get(fault.column, "")
        value = str(frame[column][position])[:_LONGEST_SHOWN] if column else ""
        problems.append(Problem(str(position + 1), lines[position], column, value, fault.rule, fault.data))
    return tuple(problems), max(len(found) - MOST_PROBLEMS, 0), frozenset(position for position, _ in found)
