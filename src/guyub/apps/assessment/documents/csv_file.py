"""The report as CSV: one table, one row a figure."""

from guyub.apps.assessment.documents.report import VillageReport, figures
from guyub.apps.documents.tables import table_csv


def village_csv(report: VillageReport) -> bytes:
    """Every figure of the report as one row, for spreadsheet programs."""
    return table_csv(report.file_name, figures(report))
