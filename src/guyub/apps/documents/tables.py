"""Rows as files: CSV and XLSX, in which no text is ever run as a formula, and the answers that carry them.

Short lists are made in memory here. A file with many people is written row by row, to a private place on disk (see
`guyub.apps.intake.people_files.services.exporting`).
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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
HEAD = {"bold": True, "bg_color": "#E6F2F0", "bottom": 1}
NOT_IN_A_NAME = "[]:*?/\\"
LONGEST_NAME = 31  # of a sheet, as Excel has it
A4 = 9


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
        head = book.add_format(HEAD)
        sheet = book.add_worksheet(_sheet_name(title))
        last, width = 0, 0
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, head if number == 0 else None)
            last, width = number, max(width, len(row))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        if width:
            sheet.autofilter(0, 0, last, width - 1)
        _to_print(sheet)
        if notes:
            add_notes(book, notes)
    return content.getvalue()


def add_notes(book: xlsxwriter.Workbook, notes: Notes) -> None:
    """The notes as a further sheet. Whoever reads the file as data reads the first sheet."""
    sheet = book.add_worksheet(_sheet_name(_("Keterangan")))
    label = book.add_format({"bold": True, "valign": "top"})
    told = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for number, (name, text) in enumerate(notes):
        sheet.write_string(number, 0, name, label)
        sheet.write_string(number, 1, text, told)
    _to_print(sheet)


def sheets_workbook(title: str, sheets: Iterable[Sheet], comments: str = "") -> bytes:
    """A workbook of several sheets, each with a frozen header that is printed on every page. Texts stay texts."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **STAYS_TEXT}) as book:
        book.set_properties({"title": title, "author": "Guyub", "comments": comments})
        head, cell = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(_sheet_name(one.name))
            for column, width in enumerate(one.widths):
                sheet.set_column(column, column, width, cell)
            for number, row in enumerate(one.rows):
                sheet.write_row(number, 0, row, head if number == 0 else cell)
            sheet.freeze_panes(1, 0)
            _to_print(sheet)
            sheet.repeat_rows(0)
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


def _sheet_name(name: str) -> str:
    return "".join(letter for letter in name if letter not in NOT_IN_A_NAME)[:LONGEST_NAME] or "Guyub"


def _to_print(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
