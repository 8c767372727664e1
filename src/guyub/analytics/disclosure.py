"""What of a table of people may be shown outside the village, so that nobody is found behind a small count.

Small counts are withheld, and with them as many others as it takes: whoever knows every figure shown, every sum they
belong to, and this method can place no withheld count closer than the rule's spread.

What is withheld beside the small counts follows a fixed order of places and categories, not the momentary counts: when
a family comes or an answer changes, the same counts stay withheld, and two days put side by side give nothing away. The
pattern turns only where a count becomes zero, small or no longer so, or an area comes or goes.

Places form a tree (RW, village, city) and categories exclude one another, so every count stands in two sums at most
once the sums that follow from others are left out: the counts are arcs of a network, and the sums its nodes. What an
outsider may still imagine is a circulation on the withheld arcs. A withheld count is safe when a way back from its end
to its beginning can carry the spread; the first such way in the fixed order says what else to withhold (Dijkstra,
integers only).
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from guyub.data.privacy_files import load_disclosure_rule
from guyub.domain.privacy import DisclosureRule

TOTAL = ""  # the category of all categories together
ROOT = ("", "root")  # the node of what belongs to no further sum

Cell = tuple[str, str]  # place, category
Node = tuple[str, str]


@dataclass(frozen=True)
class Published:
    """A table with what is withheld. Places are the given ones and all above them up to the top."""

    rule: DisclosureRule
    cells: Mapping[Cell, int]
    hidden: frozenset[Cell]

    def at(self, place: str, category: str = TOTAL) -> int | None:
        """The count, or None where it is withheld. A category that nobody has is 0.

        Raises:
            KeyError: The table has no such place.
        """
        if (place, category) in self.hidden:
            return None
        self.cells[place, TOTAL]
        return self.cells.get((place, category), 0)

    def shows(self, place: str, category: str = TOTAL) -> bool:
        """Whether this count may be shown; a mean over these people may be shown where this is so."""
        return self.at(place, category) is not None

    def share(self, place: str, category: str) -> Fraction | None:
        """Share of a category among all of the place; None where either count is withheld or there is nobody."""
        part, whole = self.at(place, category), self.at(place)
        return Fraction(part, whole) if part is not None and whole else None

    @cached_property
    def withheld(self) -> int:
        """How many counts are withheld."""
        return len(self.hidden)


def publish(counts: Mapping[Cell, int], *, top: str, rule: DisclosureRule | None = None) -> Published:
    """Withhold small counts and as many others as it takes that they cannot be computed.

    Args:
        counts: People (or families) by place and category. Places are dotted codes at the bottom of the tree, such as
            "99.01.01.1001.005"; their parents are found by cutting off the last part, up to `top`. Categories exclude
            one another and together make all people of the place. A pair that is missing counts 0.
        top: Code of the place that holds all others: a village, a city.
        rule: Smallest count shown, and spread; the rule of the data file where none is given.

    Raises:
        ValueError: A count is negative, a place lies outside `top` or above another given place, or a category is "".
    """
    rule = rule or load_disclosure_rule()
    cells = _with_sums(counts, top)
    network = _Network(cells, {place for place, _ in counts}, top)
    hidden = {cell for cell, count in cells.items() if 0 < count < rule.smallest}
    for cell in sorted(hidden):
        hidden |= network.first_way_back(cell, hidden, rule.spread)
    return Published(rule, cells, frozenset(hidden))


def _with_sums(counts: Mapping[Cell, int], top: str) -> dict[Cell, int]:
    """The counts with all sums over categories and over places up to the top."""
    leaves = {place for place, _ in counts}
    cells: dict[Cell, int] = {}
    for (place, category), count in counts.items():
        above = list(_above(place, top))
        if count < 0 or category == TOTAL or leaves.intersection(above):
            raise ValueError(f"disclosure: {place} {category!r}: a negative count, no category, or a place inside")
        for holder in (place, *above):
            for name in (category, TOTAL):
                cells[holder, name] = cells.get((holder, name), 0) + count
    return cells


def _above(place: str, top: str) -> Iterator[str]:
    """Places that hold this one, from the nearest to the top."""
    if place != top and not place.startswith(f"{top}."):
        raise ValueError(f"disclosure: {place} lies outside {top}")
    while place != top:
        place = place.rpartition(".")[0]
        yield place


class _Network:
    """Counts above zero as arcs between the sums in which they stand."""

    def __init__(self, cells: Mapping[Cell, int], leaves: set[str], top: str) -> None:
        self._cells, self._leaves, self._top = cells, leaves, top
        self._depth = max(place.count(".") for place, _ in cells)
        self._ends: dict[Cell, tuple[Node, Node]] = {}
        self._at: dict[Node, list[Cell]] = {}
        self._cost = self._fixed_costs()
        for cell, count in sorted(cells.items()):
            if count:  # a zero is shown and known, nothing flows through it
                ends = self._ends[cell] = self._arc(cell)
                for node in ends:
                    self._at.setdefault(node, []).append(cell)

    def _arc(self, cell: Cell) -> tuple[Node, Node]:
        """Beginning and end: the sum that the count is taken from, and the sum that it adds to."""
        place, category = cell
        parent = ROOT if place == self._top else (place.rpartition(".")[0], category)
        if category == TOTAL:
            own = (place, "categories") if place in self._leaves else (place, TOTAL)
            return own, parent
        own = (place, "categories") if place in self._leaves else (place, category)
        return parent, own

    def _fixed_costs(self) -> dict[Cell, int]:
        """What withholding each count costs: less below than above, and few rather than many; never by its size.

        Counts of the same kind differ by their place in the order of codes.
        """
        number = len(self._cells)
        return {
            cell: (number + rank) * (4 * number) ** self._height(cell) for rank, cell in enumerate(sorted(self._cells))
        }

    def _height(self, cell: Cell) -> int:
        """Categories of the lowest places first, then their totals, then the same of the places above them."""
        place, category = cell
        above = 0 if place in self._leaves else 2 * (self._depth - place.count("."))
        return above + (category == TOTAL)

    def first_way_back(self, cell: Cell, hidden: set[Cell], amount: int) -> set[Cell]:
        """Counts to withhold beside `hidden` so that `cell` may be larger by `amount`, first in the fixed order.

        A count can always grow; it can shrink to 1, since a withheld count is known to be above zero.
        """
        goal, start = self._ends[cell]
        best: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, Cell]] = {}
        queue = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == goal:
                break
            if cost > best[node]:
                continue
            for other, through in self._steps(node, amount):
                further = cost + (0 if through in hidden else self._cost[through])
                if through != cell and further < best.get(other, further + 1):
                    best[other], came[other] = further, (node, through)
                    heapq.heappush(queue, (further, other))
        return set(_path(came, start, goal))

    def _steps(self, node: Node, amount: int) -> Iterator[tuple[Node, Cell]]:
        """Where `amount` can flow on from a sum: along a count that grows, or against one that shrinks."""
        for cell in self._at[node]:
            begin, end = self._ends[cell]
            if node == begin:
                yield end, cell
            elif self._cells[cell] > amount:
                yield begin, cell


def _path(came: Mapping[Node, tuple[Node, Cell]], start: Node, goal: Node) -> Iterator[Cell]:
    node = goal
    while node != start:
        node, cell = came[node]
        yield cell
