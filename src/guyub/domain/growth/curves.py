"""The lines a growth chart draws: values of a standard that lie so many standard deviations from the median."""

from collections.abc import Sequence
from dataclasses import dataclass

from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.standard import GrowthStandard
from guyub.domain.growth.tables import Table, sd_value


@dataclass(frozen=True)
class Curves:
    """Lines of one indicator.

    Attributes:
        keys: What the chart runs along: months of age, or centimetres.
        lines: SD → value at each key.
        by_length: Whether the keys are centimetres.
    """

    keys: tuple[float, ...]
    lines: dict[int, tuple[float, ...]]
    by_length: bool


def curves(
    standard: GrowthStandard, code: str, boy: bool, keys: Sequence[float], sds: Sequence[int], *, standing: bool = False
) -> Curves:
    """The lines of an indicator.

    Args:
        standard: Its tables.
        code: The indicator.
        boy: Whose.
        keys: Months of age, or centimetres for weight by length; those outside the table are left out.
        sds: Which lines.
        standing: Which of the two tables of weight by length.
    """
    indicator = standard.indicators[code]
    table = standard.tables[indicator.tables[1 if standing and indicator.by_length else 0]]
    inside = [key for key in keys if table.least <= _key(table, key) <= table.most]
    rows = [table.at(boy, _key(table, key)) for key in inside]
    lines = {sd: tuple(sd_value(row, sd) for row in rows) for sd in sds}
    return Curves(tuple(inside), lines, indicator.by_length)


def _key(table: Table, key: float) -> float:
    """Months as the table counts age: its first five years go by day."""
    return key if table.between else float(round(key * DAYS_PER_MONTH))
