"""Rows as files: CSV and XLSX, in which no text is ever run as a formula, and the answers that carry them.

Short lists are made in memory here. A file with many people is written row by row, to a private place on disk (see
`guyub.apps.intake.people_files.services.exporting`).
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guyub.language.cells import STAYS_TEXT, guarded

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]
Notes = Sequence[tuple[str, str]]
"""What stands beside a list, each with its label: where it comes from, of which day, what is left out."""

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEAD = {"bold": True, "bg_color": "#E6F2F0", "bottom": 1, "text_wrap": True, "valign": "top"}
CELL = {"text_wrap": True, "valign": "top"}
NOT_IN_A_NAME = "[]:*?/\\"
LONGEST_NAME = 31  # of a sheet, as Excel has it
A4 = 9
LINE_HEIGHT = 15  # points; some programs do not make room for wrapped lines by themselves
WIDEST, NARROWEST = 48, 7  # of a column, in letters
HEAD_LINES = 3  # a header is wrapped into no more lines than this
FILTER = 3  # letters that the button of a filter covers


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: the first row is its header. ``widths``: of the columns, in letters."""

    name: str
    widths: Sequence[int]
    rows: Rows


def csv_text(text: str) -> bytes:
    """Text of a CSV file as UTF-8 with a byte-order mark, so that spreadsheet programs read the letters right."""
    return (BYTE_ORDER_MARK + text).encode("utf-8")


def table_csv(_title: str, rows: Rows) -> bytes:
    """A list as CSV; no cell can be run as a formula. The title is for a workbook: both are called alike."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return csv_text(text.getvalue())


def table_workbook(title: str, rows: Rows, notes: Notes = ()) -> bytes:
    """A list as a workbook with a frozen header and filters; notes, if any, on a second sheet. Texts stay texts."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **STAYS_TEXT}) as book:
        book.set_properties({"title": title, "author": "Guyub"})
        listed = list(rows)
        widths = _widths(listed)
        sheet = _filled(book, Sheet(title, widths, listed))
        if widths:
            sheet.autofilter(0, 0, max(len(listed) - 1, 0), len(widths) - 1)
        if notes:
            add_notes(book, notes)
    return content.getvalue()


def add_notes(book: xlsxwriter.Workbook, notes: Notes) -> None:
    """The notes as a further sheet. Whoever reads the file as data reads the first sheet."""
    sheet = book.add_worksheet(_sheet_name(_("Keterangan")))
    label, told = book.add_format({**CELL, "bold": True}), book.add_format(CELL)
    widths = (min(max([16, *(len(name) + 2 for name, _text in notes)]), WIDEST), 90)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, (name, text) in enumerate(notes):
        sheet.set_row(number, _height((name, text), widths))
        sheet.write_string(number, 0, name, label)
        sheet.write_string(number, 1, text, told)
    _to_print(sheet)


def sheets_workbook(title: str, sheets: Iterable[Sheet], comments: str = "") -> bytes:
    """A workbook of several sheets, each with a frozen header that is printed on every page. Texts stay texts."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **STAYS_TEXT}) as book:
        book.set_properties({"title": title, "author": "Guyub", "comments": comments})
        for one in sheets:
            _filled(book, one)
    return content.getvalue()


TABLES: dict[str, Callable[[str, Rows], bytes]] = {"csv": table_csv, "xlsx": table_workbook}
"""Kinds of file in which a list is handed out."""


def table_answer(fmt: str, name: str, title: str, rows: Rows, notes: Notes = ()) -> HttpResponse:
    """The list as a download; ``fmt`` is one of `TABLES`, ``name`` the file's name without its ending.

    ``notes``: for a workbook; a CSV file has room for the list alone.
    """
    content = table_workbook(title, rows, notes) if fmt == "xlsx" else TABLES[fmt](title, rows)
    return file_answer(content, f"{name}.{fmt}")


def file_answer(content: bytes, name: str) -> HttpResponse:
    """The content as a download; its kind follows from the name's ending. Names hold codes and days, no person."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _filled(book: xlsxwriter.Workbook, one: Sheet) -> xlsxwriter.worksheet.Worksheet:
    """A sheet with its rows; the header stays on the screen and is printed on every page."""
    head, cell = book.add_format(HEAD), book.add_format(CELL)
    sheet = book.add_worksheet(_sheet_name(one.name))
    for column, width in enumerate(one.widths):
        sheet.set_column(column, column, width, cell)
    for number, row in enumerate(one.rows):
        sheet.set_row(number, _height(row, one.widths))
        sheet.write_row(number, 0, row, cell if number else head)
    sheet.freeze_panes(1, 0)
    _to_print(sheet)
    sheet.repeat_rows(0)
    return sheet


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Of each column, in letters: room for its longest cell; a header may take some lines."""
    columns = max((len(row) for row in rows), default=0)
    found = []
    for column in range(columns):
        texts = [_text(row[column]) for row in rows if column < len(row)]
        words = max((len(word) for word in texts[0].split()), default=0)
        header = max(words, -(-len(texts[0]) // HEAD_LINES)) + FILTER
        found.append(min(max(NARROWEST, header, *(len(text) + 2 for text in texts[1:])), WIDEST))
    return found


def _height(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Points for as many lines as the fullest cell of a row needs."""
    lines = (len(wrap(_text(cell), max(width - 1, 1))) for cell, width in zip(row, widths, strict=False))
    return LINE_HEIGHT * max([1, *lines])


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _sheet_name(name: str) -> str:
    return "".join(letter for letter in name if letter not in NOT_IN_A_NAME)[:LONGEST_NAME] or "Guyub"


def _to_print(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
