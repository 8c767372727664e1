"""Tables of villages, one row a village: read with every doubt named, written whole or not at all."""

from guyub.analytics.tables.problems import Problem
from guyub.analytics.tables.reading import VillageTable, read_villages
from guyub.analytics.tables.writing import write_whole

__all__ = ["Problem", "VillageTable", "read_villages", "write_whole"]
