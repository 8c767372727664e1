"""For `guyub ibangga` and `guyub krs`: a table with one row a family and columns named by PK codes, every doubt named.

Lists of people for the registry, however their columns are called, are read by `people_tables`.
"""

from guyub.analytics.family_tables.reading import FamilyTable, read_families

__all__ = ["FamilyTable", "read_families"]
