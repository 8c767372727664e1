"""A list of villages as CSV or XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from guyub.apps.assessment.documents.csv_file import BYTE_ORDER_MARK
from guyub.language.cells import STAYS_TEXT, guarded

Rows = Iterable[Sequence[str | int | float | None]]


def table_csv(_title: str, rows: Rows) -> bytes:
    """UTF-8 with a byte-order mark; no cell can be run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def table_workbook(title: str, rows: Rows) -> bytes:
    """One sheet with a frozen header and filters. Texts stay texts."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **STAYS_TEXT}) as book:
        book.set_properties({"title": title, "author": "Guyub"})
        head = book.add_format({"bold": True, "bg_color": "#E6F2F0", "bottom": 1})
        sheet = book.add_worksheet("".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "Guyub")
        last, width = 0, 0
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, head if number == 0 else None)
            last, width = number, max(width, len(row))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        if width:
            sheet.autofilter(0, 0, last, width - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return content.getvalue()
