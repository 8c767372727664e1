"""Tables of measured children: read with every doubt named, measured, compared with what others computed."""

from guyub.analytics.growth_tables.reading import ChildTable, read_children
from guyub.analytics.growth_tables.results import scores_of_table

__all__ = ["ChildTable", "read_children", "scores_of_table"]
