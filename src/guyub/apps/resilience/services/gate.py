"""Figures of small places: shown as they are to those who see the families, else through disclosure control.

One object a page. Outside the village every count of every RW passes `guyub.analytics.disclosure`, over the RWs of the
whole city, so that the page of a village and the page of its city withhold the same figures. Figures of the
classification say totals of villages exactly, so nothing is shown of the RWs of a village whose total is withheld.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guyub.analytics.disclosure import TOTAL, Published, publish
from guyub.apps.resilience.services.sums import Sums
from guyub.domain.families.ibangga import Ibangga

Pair = tuple[int, int]  # numerator, denominator
CATEGORY_UNKNOWN = "unknown"
VERDICTS = ("krs", "not_at_risk")  # of target families
VILLAGE_LENGTH = len("99.01.01.1001")


@dataclass
class Gate:
    """Lets figures of places through. ``rws``: sums by RW place; ``top``: the place above all of them.

    ``inside``: the reader sees the families themselves, so nothing is withheld.
    """

    rws: Mapping[str, Sums]
    top: str
    inside: bool
    rules: Ibangga
    withheld: int = 0
    _families: Published | None = field(default=None, repr=False)

    def pairs(self, values: Mapping[str, Pair], places: list[str], top: str = "") -> dict[str, Pair | None]:
        """Numerator and denominator of each place asked for, from those of the RWs; None where withheld.

        ``top``: the place above all of ``values`` where they are not of the whole city: only for figures that no page
        of the city shows.
        """
        if self.inside:
            return {place: _added(values, place) for place in places}
        counts = {(place, "yes"): of for place, (of, per) in values.items()}
        counts |= {(place, "no"): per - of for place, (of, per) in values.items()}
        published = publish(counts, top=top or self.top)
        found: dict[str, Pair | None] = {}
        for place in places:
            yes, per = _at(published, place, "yes"), _at(published, place)
            found[place] = None if yes is None or per is None else (yes, per)
        self._count(found)
        return found

    def means(self, values: Mapping[str, Pair], places: list[str]) -> dict[str, Pair | None]:
        """The same for sums that are no counts of people: shown wherever the families of the place are."""
        found = {place: _added(values, place) if self.shows(place) else None for place in places}
        self._count(found)
        return found

    def values(self, values: Mapping[str, Pair]) -> dict[str, Pair | None]:
        """The same for what does not add up over places: the value of each place itself."""
        found = {place: value if self.shows(place) else None for place, value in values.items()}
        self._count(found)
        return found

    def shows(self, place: str) -> bool:
        """Whether there are families enough in a place to show anything of it."""
        return self.inside or _at(self._published, place) is not None

    def families(self, place: str) -> int | None:
        """Families of a place."""
        return self._sum(place) if self.inside else _at(self._published, place)

    def distribution(self, place: str) -> dict[str, int | None]:
        """Families by category of the index; the last entry has no category yet."""
        names = [*(category.code for category in self.rules.categories), CATEGORY_UNKNOWN]
        if not self.inside:
            return {name: _at(self._published, place, name) for name in names}
        counts = self._categories()
        return {
            name: sum(n for (own, kind), n in counts.items() if kind == name and is_in(own, place)) for name in names
        }

    def partition(self, names: list[str], place: str) -> dict[str, int | None]:
        """Counts that exclude one another, such as welfare ranks; what none of them counts is protected with them."""
        counts = {(own, name): sums.get(name, 0) for own, sums in self.rws.items() for name in names}
        if self.inside:
            return {
                name: sum(n for (own, kind), n in counts.items() if kind == name and is_in(own, place))
                for name in names
            }
        rest = {
            (own, "rest"): sums["families"] - sum(sums.get(name, 0) for name in names) for own, sums in self.rws.items()
        }
        published = publish({**counts, **rest}, top=self.top)
        return {name: _at(published, place, name) for name in names}

    def all_large(self, counts: Iterable[int]) -> bool:
        """Whether counts that exclude one another may all be shown: each is zero or not small."""
        smallest = self._published.rule.smallest
        return all(count == 0 or count >= smallest for count in counts)

    @property
    def _published(self) -> Published:
        if self._families is None:
            self._families = publish(self._categories(), top=self.top)
        return self._families

    def _categories(self) -> dict[tuple[str, str], int]:
        counts = {}
        for place, sums in self.rws.items():
            for category in self.rules.categories:
                counts[place, category.code] = sums[category.code]
            counts[place, CATEGORY_UNKNOWN] = sums["families"] - sums["total_families"]
        return counts

    def _sum(self, place: str) -> int:
        return sum(sums["families"] for own, sums in self.rws.items() if is_in(own, place))

    def _count(self, found: Mapping[str, Pair | None]) -> None:
        self.withheld += sum(value is None for value in found.values())


def _at(published: Published, place: str, category: str = TOTAL) -> int | None:
    village = place[:VILLAGE_LENGTH]
    if village != place and not (published.shows(village) and published.shows(village, category)):
        return None
    return published.at(place, category)


def is_in(place: str, above: str) -> bool:
    """Whether a place is another one or lies in it."""
    return place == above or place.startswith(f"{above}.")


def _added(values: Mapping[str, Pair], place: str) -> Pair:
    mine = [pair for own, pair in values.items() if is_in(own, place)]
    return sum(of for of, _ in mine), sum(per for _, per in mine)
