"""Tables, one row a village (`reading`) or another thing: read with every doubt named, written whole or not at all."""

from guyub.analytics.tables.problems import Problem
from guyub.analytics.tables.writing import write_whole

__all__ = ["Problem", "write_whole"]
