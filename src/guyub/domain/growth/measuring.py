"""Which figures can have been measured of a child at all, which are likely at its age, and what is measured when."""

import math

from guyub.domain.growth.standard import GrowthStandard
from guyub.domain.growth.tables import value_at
from guyub.domain.rulefiles import Grade, Model, Origin


class MeasuringLimits(Model):
    """The rule file.

    Attributes:
        possible: Name of a measure in whole units → least and greatest figure, both possible.
        likely: z-scores between which a figure is taken as it is; beyond them the page asks again.
        head_to_month: The head is measured before this completed month of age.
    """

    id: str
    grade: Grade
    source: Origin
    possible: dict[str, tuple[int, int]]
    likely: tuple[int, int]
    head_to_month: int

    def allows(self, name: str, figure: int | None) -> bool:
        """Whether a figure can be; one that was not measured can."""
        least, most = self.possible[name]
        return figure is None or least <= figure <= most


def likely_span(
    standard: GrowthStandard, code: str, boy: bool, age: int, between: tuple[int, int]
) -> tuple[int, int] | None:
    """Least and greatest likely figure at an age in tenths of a kg or cm, rounded outwards; None beyond the table.

    Args:
        standard: One whose tables go by day.
        code: An indicator by age, as ``wfa``.
        boy: Whose.
        age: Whole days.
        between: z-scores of the two ends.
    """
    indicator = standard.indicators[code]
    table = standard.tables[indicator.tables[0]]
    if not table.least <= age <= table.most:
        return None
    row = table.at(boy, age)
    low, high = (value_at(z, row, indicator.restricted) * 10 for z in between)
    return math.floor(low), math.ceil(high)
