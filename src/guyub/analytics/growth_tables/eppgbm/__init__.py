"""Export files of e-PPGBM (Sigizi Kesga): read with every doubt named; the same columns are written back."""

from guyub.analytics.growth_tables.eppgbm.columns import COLUMNS, HEADINGS, INDICES, MISSING, age_text
from guyub.analytics.growth_tables.eppgbm.reading import ChildRow, EppgbmTable, read_eppgbm

__all__ = ["COLUMNS", "HEADINGS", "INDICES", "MISSING", "ChildRow", "EppgbmTable", "age_text", "read_eppgbm"]
