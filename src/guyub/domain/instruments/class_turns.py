"""Where the class turns, from the indices alone: what a village lacks to rise, and what it has to spare.

For lists over many villages, of which only the stored indices are read, with instruments that have a decision table.
`margins` says more about one village. All distances are hundredths.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guyub.domain.instruments.model import Instrument

Passes = Mapping[str, bool]


@dataclass(frozen=True)
class Distance:
    """How far one index is from its limit, hundredths, not negative."""

    index: str
    hundredths: int


@dataclass(frozen=True)
class Turn:
    """With these passes, changing ``index`` alone changes the class."""

    passes: Passes
    index: str


def rank_of(instrument: Instrument, passes: Passes) -> int:
    """Rank of the class that the decision table gives."""
    decision = next(decision for decision in instrument.decision_table if decision.covers(passes))
    return instrument.class_by_name[decision.gives].rank


def lacking(instrument: Instrument, indices: Mapping[str, int]) -> tuple[Distance, ...]:
    """The failing indices that would have to pass for a higher class, the smallest total distance; () at the top.

    Several indices can be needed: where none passes, one alone does not lift a village out of the lowest class.
    """
    passes = _passes(instrument, indices)
    rank = rank_of(instrument, passes)
    failing = [index for index in instrument.indices if not passes[index.id]]
    ways = []
    for size in range(1, len(failing) + 1):
        for chosen in itertools.combinations(failing, size):
            lifted = {**passes, **{index.id: True for index in chosen}}
            if rank_of(instrument, lifted) > rank:
                ways.append(tuple(Distance(index.id, index.passes_at - indices[index.id]) for index in chosen))
    return min(ways, key=lambda way: sum(distance.hundredths for distance in way), default=())


def sparing(instrument: Instrument, indices: Mapping[str, int]) -> Distance | None:
    """The passing index with the least to spare among those whose loss alone loses the class; None: no such index."""
    passes = _passes(instrument, indices)
    rank = rank_of(instrument, passes)
    found = [
        Distance(index.id, indices[index.id] - index.passes_at)
        for index in instrument.indices
        if passes[index.id] and rank_of(instrument, {**passes, index.id: False}) < rank
    ]
    return min(found, key=lambda distance: distance.hundredths, default=None)


def one_point(instrument: Instrument) -> dict[str, int]:
    """Hundredths that one score point more or less moves each index, rounded up."""
    return {index.id: -(-100 // len(index.members)) for index in instrument.indices}


def turns_up(instrument: Instrument) -> tuple[Turn, ...]:
    """Every pattern of passes with an index that, passing alone, raises the class: what a filter asks for."""
    return tuple(turn for turn, change in _turns(instrument) if not turn.passes[turn.index] and change > 0)


def turns_down(instrument: Instrument) -> tuple[Turn, ...]:
    """Every pattern of passes with an index that, failing alone, lowers the class."""
    return tuple(turn for turn, change in _turns(instrument) if turn.passes[turn.index] and change < 0)


def _turns(instrument: Instrument) -> Iterator[tuple[Turn, int]]:
    names = [index.id for index in instrument.indices]
    for pattern in itertools.product((False, True), repeat=len(names)):
        passes = dict(zip(names, pattern, strict=True))
        for name in names:
            changed = rank_of(instrument, {**passes, name: not passes[name]})
            yield Turn(passes, name), changed - rank_of(instrument, passes)


def _passes(instrument: Instrument, indices: Mapping[str, int]) -> dict[str, bool]:
    return {index.id: indices[index.id] >= index.passes_at for index in instrument.indices}
