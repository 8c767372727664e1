"""Where the class turns, from the indices alone: what a village lacks to rise, and what it has to spare.

For lists over many villages, of which only the stored indices are read, with instruments that have a decision table.
`margins` says more about one village. All distances are score points: a rounded mean in hundredths stands for one sum
of scores, and points are what a village gains and loses.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from guyub.domain.expressions.rounding import least_numerator, rounded_ratio
from guyub.domain.instruments.assess import decide
from guyub.domain.instruments.model import Index, Instrument

Passes = Mapping[str, bool]


@dataclass(frozen=True)
class Distance:
    """How far one index is from its limit, in score points, not negative."""

    index: str
    points: int


@dataclass(frozen=True)
class Way:
    """The failing indices that would have to pass, and the class that this gives."""

    gives: str
    distances: tuple[Distance, ...]

    @property
    def points(self) -> int:
        """All points that are lacking."""
        return sum(distance.points for distance in self.distances)


def lacking(instrument: Instrument, indices: Mapping[str, int]) -> Way | None:
    """The way to a higher class that lacks the fewest points, the lower class first where ways are equal.

    ``indices`` in hundredths. Several indices can be needed: where none passes, one alone does not lift a village out
    of the lowest class. None at the top.
    """
    passes = _passes(instrument, indices)
    rank = _rank(instrument, passes)
    failing = [index for index in instrument.indices if not passes[index.id]]
    ways = []
    for size in range(1, len(failing) + 1):
        for chosen in itertools.combinations(failing, size):
            gives = decide(instrument, {**passes, **{index.id: True for index in chosen}})
            if instrument.class_by_name[gives].rank > rank:
                distances = (Distance(index.id, points_needed(index) - _points(index, indices)) for index in chosen)
                ways.append(Way(gives, tuple(distances)))
    return min(ways, key=lambda way: (way.points, instrument.class_by_name[way.gives].rank), default=None)


def sparing(instrument: Instrument, indices: Mapping[str, int]) -> Distance | None:
    """The passing index with the least to spare among those whose loss alone loses the class; None: no such index.

    0 points to spare: the next point lost loses the class.
    """
    passes = _passes(instrument, indices)
    rank = _rank(instrument, passes)
    found = [
        Distance(index.id, _points(index, indices) - points_needed(index))
        for index in instrument.indices
        if passes[index.id] and _rank(instrument, {**passes, index.id: False}) < rank
    ]
    return min(found, key=lambda distance: distance.points, default=None)


def points_needed(index: Index) -> int:
    """The least sum of scores with which the index passes."""
    return least_numerator(index.passes_at, len(index.members), 100)


def hundredths_at(index: Index, points: int) -> int:
    """The index at a sum of scores."""
    return rounded_ratio(points, len(index.members), 100)


def _rank(instrument: Instrument, passes: Passes) -> int:
    return instrument.class_by_name[decide(instrument, passes)].rank


def _passes(instrument: Instrument, indices: Mapping[str, int]) -> dict[str, bool]:
    return {index.id: indices[index.id] >= index.passes_at for index in instrument.indices}


def _points(index: Index, indices: Mapping[str, int]) -> int:
    """The sum of scores behind a mean in hundredths: the nearest whole one, as long as fewer than 100 are averaged."""
    return rounded_ratio(indices[index.id], 100, len(index.members))
