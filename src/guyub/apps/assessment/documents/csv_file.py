"""The report as CSV: one table, one row a figure."""

import csv
import io

from guyub.apps.assessment.documents.report import VillageReport, figures
from guyub.language.cells import guarded

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def village_csv(report: VillageReport) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheet programs read the letters right."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in figures(report):
        writer.writerow([guarded(cell) for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")
