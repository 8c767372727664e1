"""Tables of families, one row a family, with columns named by PK codes: read with every doubt named."""

from guyub.analytics.family_tables.reading import FamilyTable, read_families

__all__ = ["FamilyTable", "read_families"]
