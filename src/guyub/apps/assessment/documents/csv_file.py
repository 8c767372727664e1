"""The report as CSV: one table, one row a figure."""

import csv
import io

from guyub.apps.assessment.documents.report import VillageReport, figures

# A cell that starts with one of these would be run as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def guarded(cell: object) -> object:
    """A text that a spreadsheet program shows instead of running; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def village_csv(report: VillageReport) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheet programs read the letters right."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in figures(report):
        writer.writerow([guarded(cell) for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")
