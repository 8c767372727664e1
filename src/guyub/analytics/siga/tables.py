"""From sheets to tables: every row gets its village and month, every cell its value, every fault a finding."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from guyub.analytics.siga.cells import read_cell
from guyub.analytics.siga.definitions import Layout, Layouts
from guyub.analytics.siga.findings import Finding
from guyub.analytics.siga.months import Month, find_year, parse_month
from guyub.analytics.siga.reading import Sheet, canonical
from guyub.analytics.siga.regions import Matcher, Written

_ENOUGH_ROWS = 10  # PROPOSED: in fewer rows one same number can be chance


Place = tuple[Month | None, str]  # month (None in a table without months), village code


@dataclass(frozen=True, slots=True)
class Row:
    """One usable row: where it stands, and its values by column (None = missing)."""

    file: str
    line: int
    values: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What came of one file. ``table`` is None for a file that is no SIGA table."""

    file: str
    table: Layout | None
    rows: int = 0
    rows_used: int = 0
    villages: int = 0
    months: tuple[Month, ...] = ()


@dataclass(slots=True)
class Table:
    """All rows of one SIGA table, by month (None for tables without months) and village code."""

    layout: Layout
    rows: dict[Month | None, dict[str, Row]] = field(default_factory=dict)
    refused: dict[Place, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def at(self, month: Month | None) -> dict[str, Row]:
        """Rows by village of a month; of a table without months, all."""
        return self.rows.get(month if self.layout.monthly else None, {})


class TableReader:
    """Collects sheets into tables. Rows that cannot be used become findings, never nothing."""

    def __init__(self, definitions: Layouts, matcher: Matcher, year: int | None) -> None:
        self._definitions = definitions
        self._matcher = matcher
        self._year = year
        self._list_keys: dict[tuple[str, Place, str], str] = {}
        self._used: dict[str, Counter[Place]] = {}
        self._sheets: dict[str, tuple[Layout, int]] = {}
        self.tables: dict[str, Table] = {}
        self.findings: list[Finding] = []

    def add(self, sheet: Sheet, layout: Layout) -> None:
        """Read a sheet as the given table."""
        table = self.tables.setdefault(layout.id, Table(layout))
        table.files.append(sheet.file)
        self._tell_about_file(sheet)
        reading = _SheetReading(sheet, layout, self._definitions, find_year(sheet.file) or self._year)
        constant = self._constant_columns(reading)
        used = self._used.setdefault(sheet.file, Counter())
        for line, cells in sheet.rows:
            place = self._place(reading, line, cells)
            if place is not None:
                row = self._read_row(reading, line, cells, place, constant)
                if self._keep(table, place, row, reading.list_key(cells)):
                    used[place] += 1
        for (rule, written, official), lines in reading.spellings.items():
            data = {"value": written, "village": official, "rows": len(lines)}
            self.findings.append(Finding(rule, file=sheet.file, line=lines[0], village=official, data=data))
        if any(month is not None and month.year is None for month, _ in used):
            self.findings.append(Finding("year-unknown", file=sheet.file))
        self._sheets[sheet.file] = layout, len(sheet.rows)

    def summaries(self) -> list[FileSummary]:
        """What came of each file, once all are added: a later file can contradict an earlier one."""
        summaries = []
        for file, (layout, rows) in self._sheets.items():
            used = +self._used[file]
            months = sorted({month for month, _ in used if month}, key=Month.age)
            villages = {code for _, code in used}
            summaries.append(FileSummary(file, layout, rows, used.total(), len(villages), tuple(months)))
        return summaries

    def label(self, code: str) -> str:
        """A village as reports name it: code and official name."""
        return f"{code} {self._matcher.official_names[code][-1]}"

    def _tell_about_file(self, sheet: Sheet) -> None:
        if sheet.encoding != "utf-8-sig":
            self.findings.append(Finding("other-encoding", file=sheet.file, data={"encoding": sheet.encoding}))
        if sheet.header_line > 1:
            self.findings.append(Finding("lines-before-header", file=sheet.file, data={"rows": sheet.header_line - 1}))

    def _constant_columns(self, reading: "_SheetReading") -> set[str]:
        """Columns of people that hold one same positive number in every row: no real count."""
        sheet = reading.sheet
        constant: set[str] = set()
        rows = [cells for _, cells in sheet.rows if len(cells) == len(sheet.header)]
        if len(rows) < _ENOUGH_ROWS:
            return constant
        for name, (position, kind) in reading.columns.items():
            values = {cells[position].strip() for cells in rows} if kind == "people" else set()
            if len(values) == 1 and (read_cell(next(iter(values)), kind).value or 0) > 0:
                constant.add(name)
                data = {"value": next(iter(values)), "rows": len(rows)}
                header = sheet.header[position]
                figures = f"{header}={data['value']}"
                self.findings.append(
                    Finding("constant-column", file=sheet.file, columns=(header,), figures=figures, data=data)
                )
        return constant

    def _place(self, reading: "_SheetReading", line: int, cells: list[str]) -> Place | None:
        """Month and village code of a row, or None after a finding that says why it cannot be used."""
        file, header = reading.sheet.file, reading.sheet.header
        problem = _row_problem(cells, header)
        if problem is not None:
            data = {"found": len(cells), "expected": len(header)}
            self.findings.append(Finding(problem, file=file, line=line, data=data))
            return None
        written = reading.written(cells)
        month = reading.month(cells)
        if reading.layout.monthly and month is None:
            wrong = {"value": reading.month_text(cells)}
            self.findings.append(Finding("unknown-month", file=file, line=line, village=written.path(), data=wrong))
            return None
        match = self._matcher.match(written)
        if match.code is None:
            why = dict(match.data)
            self.findings.append(
                Finding(match.rule, file=file, line=line, month=month, village=written.path(), data=why)
            )
            return None
        for spelling in match.spellings:
            reading.spellings.setdefault(spelling, []).append(line)
        return month, match.code

    def _read_row(
        self,
        reading: "_SheetReading",
        line: int,
        cells: list[str],
        place: Place,
        constant: set[str],
    ) -> Row:
        values: dict[str, int | None] = {}
        troubles: dict[str, list[tuple[str, str, int | None]]] = {}
        for name, (position, kind) in reading.columns.items():
            value, rule = read_cell(cells[position], kind)
            values[name] = None if name in constant else value
            if rule is not None:
                troubles.setdefault(rule, []).append((reading.sheet.header[position], cells[position].strip(), value))
        for rule, faults in troubles.items():
            self.findings.append(
                Finding(
                    rule,
                    file=reading.sheet.file,
                    line=line,
                    month=place[0],
                    village=self.label(place[1]),
                    columns=tuple(header for header, _, _ in faults),
                    figures="; ".join(f"{header}={text}" for header, text, _ in faults),
                    data={
                        "value": ", ".join(text for _, text, _ in faults),
                        "read": ", ".join(str(value) for _, _, value in faults),
                    },
                )
            )
        return Row(reading.sheet.file, line, values)

    def _keep(self, table: Table, place: Place, row: Row, list_key: str | None) -> bool:
        """Store a row unless it repeats another; two rows that contradict each other are both refused."""
        month, code = place
        if list_key is not None:
            here = f"{row.file}:{row.line}"
            other = self._list_keys.setdefault((table.layout.id, place, list_key), here)
            if other == here:
                table.rows.setdefault(month, {}).setdefault(code, row)
                return True
            self._tell_repeated("duplicate-row", place, row, other)
            return False
        rows = table.rows.setdefault(month, {})
        first = rows.get(code)
        if place in table.refused:
            self._tell_repeated("conflicting-rows", place, row, table.refused[place])
            return False
        if first is None:
            rows[code] = row
            return True
        if first.values == row.values:
            self._tell_repeated("duplicate-row", place, row, f"{first.file}:{first.line}")
            return False
        self._tell_repeated("conflicting-rows", place, first, f"{row.file}:{row.line}")
        self._tell_repeated("conflicting-rows", place, row, f"{first.file}:{first.line}")
        table.refused[place] = f"{first.file}:{first.line}"
        self._used[first.file][place] -= 1
        del rows[code]
        return False

    def _tell_repeated(self, rule: str, place: Place, row: Row, other: str) -> None:
        village = self.label(place[1])
        data = {"other": other}
        self.findings.append(Finding(rule, file=row.file, line=row.line, month=place[0], village=village, data=data))


class _SheetReading:
    """Where the columns of a table stand in one sheet."""

    def __init__(self, sheet: Sheet, layout: Layout, definitions: Layouts, year: int | None) -> None:
        self.sheet = sheet
        self.layout = layout
        self._year = year
        self._months: dict[str, Month | None] = {}
        self.spellings: dict[tuple[str, str, str], list[int]] = {}  # rule, as written, official name: lines
        self._identity = {name: _position(sheet.header, headers) for name, headers in definitions.identity.items()}
        self.columns = {
            name: (sheet.header.index(canonical(column.header)), column.kind) for name, column in layout.columns.items()
        }

    def written(self, cells: list[str]) -> Written:
        """How the row names its village."""
        return Written(*(self._text(cells, name) for name in Written._fields))

    def month(self, cells: list[str]) -> Month | None:
        """The month of the row; None if the table has none or the text is no month."""
        if not self.layout.monthly:
            return None
        text = self.month_text(cells)
        if text not in self._months:
            month = parse_month(text)
            undated = month is not None and month.year is None
            self._months[text] = Month(month.number, self._year) if undated and month else month
        return self._months[text]

    def month_text(self, cells: list[str]) -> str:
        """The month as written."""
        return self._text(cells, "month")

    def list_key(self, cells: list[str]) -> str | None:
        """In a list with several rows a village, what tells them apart."""
        if self.layout.list_key is None:
            return None
        return " ".join(cells[self.columns[self.layout.list_key][0]].upper().split())

    def _text(self, cells: list[str], name: str) -> str:
        position = self._identity[name]
        return "" if position is None else cells[position].strip()


def _position(header: tuple[str, ...], names: Iterable[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _row_problem(cells: list[str], header: tuple[str, ...]) -> str | None:
    """Why a row cannot be taken apart, or None. Blank cells beyond the header are cut off in place."""
    if not any(cell.strip() for cell in cells):
        return "empty-row"
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(header):
        return "field-count"
    if len(set(header)) > 1 and tuple(canonical(cell) for cell in cells) == header:
        return "repeated-header"
    return None
