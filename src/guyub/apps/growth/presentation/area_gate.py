"""Counts of places, shown as they are to who sees the children, else through disclosure control.

Every figure of a month that outsiders meet, on whatever page, is read from the same tables: one of all children under
five by what became of them that month, and one of those below -2 SD or not for each index.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guyub.analytics.disclosure import TOTAL, Published, publish
from guyub.apps.growth.presentation.area_counts import Counts, Places
from guyub.apps.growth.presentation.skdn_report import FOUND
from guyub.data.growth_files import load_participation_rule
from guyub.data.privacy_files import load_disclosure_rule
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.growth.proportions import Interval, wilson_interval

HUNDREDTHS = 10_000
GAINED, WEIGHED, MEASURED, NEVER = "gained", "weighed", "measured", "never"
BELOW, NOT_BELOW = "below", "not-below"


@dataclass(frozen=True)
class Part:
    """So many of so many children. None: withheld."""

    of: int | None
    per: int | None

    @property
    def withheld(self) -> bool:
        """Whether disclosure control keeps it back."""
        return self.of is None or self.per is None

    @property
    def few(self) -> bool:
        """Whether there are too few children for a share to say anything."""
        return self.per is not None and 0 < self.per < load_disclosure_rule().smallest

    @property
    def hundredths(self) -> int | None:
        """Per cent in hundredths; None where withheld, of too few, or of nobody."""
        if self.of is None or not self.per or self.few:
            return None
        return rounded_ratio(self.of, self.per, HUNDREDTHS)

    @property
    def interval(self) -> Interval | None:
        """Limits of chance, where there is a share."""
        if self.of is None or self.per is None or self.hundredths is None:
            return None
        return wilson_interval(self.of, self.per)


@dataclass(frozen=True)
class Shown:
    """What is shown of a place in a month; None where it is withheld."""

    s: int | None
    k: int | None
    d: int | None
    n: int | None
    found: Mapping[str, Part]

    @property
    def participation(self) -> Part:
        """D of S."""
        return Part(self.d, self.s)

    @property
    def low(self) -> bool:
        """Whether so few came that the rates say little about all children."""
        return self.d is not None and self.s is not None and load_participation_rule().is_low(self.d, self.s)

    @property
    def withheld(self) -> bool:
        """Whether something is kept back."""
        return None in (self.s, self.k, self.d, self.n) or any(part.withheld for part in self.found.values())


def plain(counts: Counts) -> Shown:
    """All of it."""
    found = {code: Part(counts.found(code).below, counts.found(code).of) for code in FOUND}
    return Shown(counts.s, counts.k, counts.d, counts.n, found)


def added(counts: Iterable[Counts]) -> Counts:
    """Counts of several places together."""
    return sum(counts, Counts())


class AreaGate:
    """Lets counts of places through.

    Args:
        counted: Of the places at the bottom.
        months: How many months each has.
        top: The place above all of them.
        inside: Whether the reader sees the children, so that nothing is withheld.
    """

    def __init__(self, counted: Places, months: int, top: str, *, inside: bool) -> None:
        self._counted, self._months, self._top, self._inside = counted, months, top, inside
        open_tables = inside or not counted
        self._tables = [] if open_tables else [_tables(counted, month, top) for month in range(months)]

    def has(self, place: str) -> bool:
        """Whether there are children in a place."""
        return any(self._is_in(own, place) for own in self._counted)

    def shown(self, place: str) -> list[Shown]:
        """Every month of a place."""
        if not self.has(place):
            return [plain(Counts())] * self._months
        if not self._inside:
            return [_through(tables, place) for tables in self._tables]
        mine = [counts for own, counts in self._counted.items() if self._is_in(own, place)]
        return [plain(added(counts[month] for counts in mine)) for month in range(self._months)]

    def _is_in(self, own: str, place: str) -> bool:
        return place in (own, self._top) or own.startswith(f"{place}.")


def _tables(counted: Places, month: int, top: str) -> Mapping[str, Published]:
    cells: dict[str, dict[tuple[str, str], int]] = {name: {} for name in ("skdn", *FOUND)}
    for place, of_months in counted.items():
        one = of_months[month]
        parts = {GAINED: one.n, WEIGHED: one.d - one.n, MEASURED: one.k - one.d, NEVER: one.s - one.k}
        cells["skdn"] |= {(place, name): count for name, count in parts.items()}
        for code in FOUND:
            share = one.found(code)
            cells[code] |= {(place, BELOW): share.below, (place, NOT_BELOW): share.of - share.below}
    return {name: publish(table, top=top) for name, table in cells.items()}


def _through(tables: Mapping[str, Published], place: str) -> Shown:
    skdn = tables["skdn"]
    found = {code: Part(tables[code].at(place, BELOW), tables[code].at(place)) for code in FOUND}
    return Shown(
        s=skdn.at(place, TOTAL),
        k=_together(skdn, place, GAINED, WEIGHED, MEASURED),
        d=_together(skdn, place, GAINED, WEIGHED),
        n=skdn.at(place, GAINED),
        found=found,
    )


def _together(table: Published, place: str, *names: str) -> int | None:
    """Sum of categories; None as soon as one of them is withheld."""
    counts: Sequence[int | None] = [table.at(place, name) for name in names]
    return None if None in counts else sum(count or 0 for count in counts)
