"""Read a table of families (CSV, XLSX, ODS, XLS) into family records, with every doubtful cell named."""

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from guyub.analytics.family_tables.cells import CellReader, Wrong
from guyub.analytics.family_tables.header import Column, Kind, count_known, read_headings
from guyub.analytics.people_tables.dates import Order
from guyub.analytics.people_tables.problems import masked
from guyub.analytics.tables import Problem, errors
from guyub.analytics.tables.content import content_of
from guyub.analytics.tables.naming import naming_line, parted
from guyub.domain.families.members import reproductive
from guyub.domain.families.questionnaire import Questionnaire
from guyub.domain.families.record import CODES, summarise

LARGEST_FILE = 400_000_000  # bytes
MOST_ROWS = 1_000_000
MOST_PROBLEMS = 10_000  # listed; the rest is counted


@dataclass(frozen=True)
class FamilyTable:
    """Families of a file. ``texts``: the columns that are kept as they are; ``records``: the family records.

    A family with a problem has its place in both, with unknown values; ``bad_rows`` are the positions of such rows.
    ``twofold_dates``: different dates of birth that the others could not decide, read with the day first.
    """

    file: str
    columns: tuple[Column, ...]
    texts: pl.DataFrame
    records: pl.DataFrame
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    bad_rows: frozenset[int] = frozenset()
    twofold_dates: int = 0

    @property
    def height(self) -> int:
        """How many families there are."""
        return self.records.height

    def without_problem_rows(self) -> "FamilyTable":
        """The same table with only the families that have no problem."""
        kept = [place for place in range(self.records.height) if place not in self.bad_rows]
        return replace(
            self,
            texts=self.texts[kept] if self.texts.columns else self.texts,
            records=self.records[kept],
            problems=(),
            more_problems=0,
            bad_rows=frozenset(),
        )


def read_families(path: Path, form: Questionnaire, *, on: datetime.date, sheet: str | None = None) -> FamilyTable:
    """Read families from a file whose first line names the columns by PK codes (see `header`).

    Args:
        path: CSV in UTF-8, UTF-16 or Windows-1252, or one sheet of XLSX, ODS, XLS.
        form: The edition of the questionnaire; its lists say which codes are answers.
        on: The day on which members' ages are counted.
        sheet: Name of the sheet; the first when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used. Faults of single cells are the table's ``problems``.

    Whether 3/4/1990 is of April or March is decided by the other dates of the file, as imports into the registry do.
    Where they do not tell, an import asks; here the day stands first, and ``twofold_dates`` says so.
    """
    content = content_of(path, sheet, LARGEST_FILE, long_numbers=True)
    delimiter, cells = _header(content.text, form)
    columns = read_headings(cells, form, path.name)
    cells_reader = CellReader(form)
    reader = _read_rows(content.text, delimiter, path.name, _Rows(columns, cells_reader, on))
    dates = cells_reader.evidence
    if dates.either and dates.order is Order.MONTH:
        reader = _read_rows(content.text, delimiter, path.name, _Rows(columns, CellReader(form, Order.MONTH), on))
    kept = [column for column in columns if column.kind is Kind.TEXT]
    texts = {
        column.heading: pl.Series([row[place] for row in reader.texts], dtype=pl.String)
        for place, column in enumerate(kept)
    }
    return FamilyTable(
        file=path.name,
        columns=columns,
        texts=pl.DataFrame(texts),
        records=pl.DataFrame(reader.records, schema=dict.fromkeys(CODES, pl.Int64()), orient="row"),
        problems=tuple(reader.problems),
        more_problems=reader.more_problems,
        bad_rows=frozenset(reader.bad_rows),
        twofold_dates=dates.either if dates.must_ask else 0,
    )


def _read_rows(text: str, delimiter: str, file: str, reader: "_Rows") -> "_Rows":
    for line, row in _rows(text, delimiter, file):
        reader.add(line, row)
    if not reader.records:
        raise errors.OnlyHeader(file=file)
    return reader


def _header(text: str, form: Questionnaire) -> tuple[str, list[str]]:
    return parted(naming_line(text)[1], lambda names: count_known(names, form))


def _rows(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Rows below the header with the line each starts at; rows without any text are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header_seen, count = False, 0
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise errors.BrokenQuotes(file=file, line=start) from error
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if not header_seen:
            header_seen = True
            continue
        count += 1
        if count > MOST_ROWS:
            raise errors.TooManyRows(file=file, largest=MOST_ROWS)
        yield start, cells


class _Rows:
    """Collects the families of a file."""

    def __init__(self, columns: Sequence[Column], reader: CellReader, on: datetime.date) -> None:
        self.columns, self.reader, self.on = columns, reader, on
        self.kept = [column.place for column in columns if column.kind is Kind.TEXT]
        self.read = [column for column in columns if column.kind is not Kind.TEXT]
        self.texts: list[list[str | None]] = []
        self.records: list[tuple[int | None, ...]] = []
        self.problems: list[Problem] = []
        self.more_problems = 0
        self.bad_rows: set[int] = set()

    def add(self, line: int, cells: list[str]) -> None:
        """Add one row of the file."""
        if len(cells) != len(self.columns):
            self._refuse(line, "", "", Wrong("cell-count", {"found": len(cells), "expected": len(self.columns)}))
            cells = (cells + [""] * len(self.columns))[: len(self.columns)]
        self.texts.append([cells[place].strip() or None for place in self.kept])
        family = _Family()
        for column in self.read:
            text = cells[column.place].strip()
            value = self.reader.read(column, text)
            if isinstance(value, Wrong):
                self._refuse(line, column.heading, masked(_mask_of(column), text), value)
            elif value is not None:
                family.take(column, value)
        for number in family.without_day():
            self._refuse(line, f"K.04_{number}", "", Wrong("not-a-birth-date"))
        record = family.record(self.on)
        self.records.append(tuple(record[code] for code in CODES))

    def _refuse(self, line: int, column: str, value: str, wrong: Wrong) -> None:
        place = len(self.records)
        self.bad_rows.add(place)
        if len(self.problems) == MOST_PROBLEMS:
            self.more_problems += 1
            return
        self.problems.append(Problem(str(place + 1), line, column, value, wrong.rule, wrong.data))


def _mask_of(column: Column) -> str:
    return "date" if column.kind is Kind.BIRTH else "code"


class _Family:
    """Answers of one row."""

    def __init__(self) -> None:
        self.answers: dict[str, int | None] = {}
        self.whole: dict[str, int] = {}
        self.members: dict[int, dict[str, Any]] = {}

    def take(self, column: Column, value: int | datetime.date) -> None:
        """Keep what a cell says."""
        if column.member:
            self.members.setdefault(column.member, {})[column.key] = value
        elif isinstance(value, int) and column.kind is Kind.FAMILY:
            self.whole[column.key] = value
        elif isinstance(value, int):
            self.answers[column.key] = int(value == 1) if column.key == "pus" else value

    def without_day(self) -> list[int]:
        """Numbers of the members whose day, month and year make no date."""
        wrong = []
        for number, member in self.members.items():
            parts = [member.pop(part, None) for part in ("year", "month", "day")]
            if None not in parts:
                try:
                    member["birth"] = datetime.date(*parts)
                except ValueError:
                    wrong.append(number)
        return wrong

    def record(self, on: datetime.date) -> dict[str, int | None]:
        """The family record. What is said of the family as a whole counts only where no member is recorded."""
        if self.members:
            rows = [{"k01": number, **member} for number, member in sorted(self.members.items())]
            return summarise(self.answers, {}, rows, on=on)
        answers = {**_of_family(self.whole), **self.answers}
        age = answers.get("wife_age")
        if age is not None:
            answers.setdefault("pus", reproductive(age))
        return summarise(answers, {}, [], on=on)


def _of_family(whole: dict[str, int]) -> dict[str, int | None]:
    """Columns of the record that answers about the family as a whole come to.

    K.07 of the head; K.09: 1 every child has a certificate, 2 not every, 3 no child; K.14: 1 nobody aged 7 to 15 is
    out of school, 2 somebody is, 3 nobody of that age; K.15: 1 to 3 insured, 4 not. One stands for all.
    """
    columns: dict[str, int | None] = {}
    if "k07" in whole:
        columns["head_marital"] = whole["k07"]
    if "k09" in whole:
        columns |= {"children": int(whole["k09"] != 3), "children_certified": int(whole["k09"] == 1)}
        columns["children_certificate_unknown"] = 0
    if "k14" in whole:
        columns |= {"aged_7_15": int(whole["k14"] != 3), "out_of_school_7_15": int(whole["k14"] == 2)}
        columns["schooling_unknown_7_15"] = 0
    if "k15" in whole:
        columns |= {"members": 1, "insured": int(whole["k15"] != 4), "uninsured": int(whole["k15"] == 4)}
    return columns
