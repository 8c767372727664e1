"""The cash book by month: sales, costs, and what is left over. Whole rupiah."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guyub.domain.livelihoods.rules import Categories


@dataclass(frozen=True)
class Entry:
    """One line of a cash book."""

    day: datetime.date
    category: str
    rupiah: int


@dataclass(frozen=True)
class Month:
    """Sums of a month. ``entries``: how many lines; with none of them the sums are not known, which is not zero."""

    first: datetime.date
    sales: int = 0
    costs: int = 0
    entries: int = 0

    @property
    def known(self) -> bool:
        """Whether anything was written down."""
        return self.entries > 0

    @property
    def surplus(self) -> int:
        """Sales less costs; below zero where it cost more."""
        return self.sales - self.costs


def month_sums(categories: Categories, entries: Iterable[Entry], months: Sequence[datetime.date]) -> list[Month]:
    """Sums of each of these months, in their order.

    Capital, loans and what the family takes out are money that comes and goes: neither sales nor costs.

    Args:
        categories: Which part of the sums each category is.
        entries: Lines of one book or of several; those of other months are left out.
        months: First days.
    """
    known = categories.by_code
    found = {first: [0, 0, 0] for first in months}
    for one in entries:
        sums = found.get(one.day.replace(day=1))
        if sums is None:
            continue
        part = known[one.category].part if one.category in known else ""
        sums[0] += one.rupiah if part == "sale" else 0
        sums[1] += one.rupiah if part == "cost" else 0
        sums[2] += 1
    return [Month(first, *found[first]) for first in months]
