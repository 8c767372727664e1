"""The verification forecast on simulated cycles: does what it calls 70 % come true in 70 of 100 cases?

The simulated world differs from the priors on purpose (each class of items has a chance of its own, villages differ),
so that calibration has to be learnt from outcomes. The plot for the documentation: tools/forecast_plot.py.
"""

import random
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter

from benchmarks.measuring import Line
from guyub.data.forecast_files import load_forecast_rule
from guyub.domain.cycles.forecast import (
    KINDS,
    STATES,
    TROUBLES,
    Claim,
    Features,
    ForecastRule,
    Outcome,
    count,
    forecast,
    prior,
)

SEED, ITEMS, VILLAGES = 20_250_401, 33, 63
STATE_WEIGHTS = (10, 15, 45, 20, 3, 3, 4)  # of STATES, in order
WORLD_SHIFT, VILLAGE_SHIFT = 0.8, 0.25  # odds differ by up to e**±, from the priors and between villages


@dataclass(frozen=True)
class Bin:
    """Items whose forecast chance lies within a tenth: how many, the mean forecast, and the share that survived."""

    count: int
    forecast: float
    survived: float


@dataclass(frozen=True)
class Trial:
    """A cycle forecast after so many past ones. ``inside``: share of villages that ended within the interval."""

    past: int
    outcomes: int
    bins: tuple[Bin, ...]
    brier: float
    inside: float

    @property
    def error(self) -> float:
        """Mean distance between forecast and outcome over the bins, weighted by their size."""
        total = sum(one.count for one in self.bins)
        return sum(one.count * abs(one.forecast - one.survived) for one in self.bins) / total


class World:
    """A world whose chances the forecast does not know. The same seed makes the same world."""

    def __init__(self, rule: ForecastRule, seed: int = SEED) -> None:
        self._rule, self._dice = rule, random.Random(seed)
        self._shifts: dict[Features, float] = {}
        self._lean = self._dice.choice((-1, 1)) * WORLD_SHIFT / 2  # all priors off in one direction, too

    def village(self) -> list[tuple[Claim, Outcome]]:
        """One village's claims and what became of them."""
        strictness = self._dice.gauss(0, VILLAGE_SHIFT)
        return [self._item(number, strictness) for number in range(ITEMS)]

    def cycle(self, villages: int = VILLAGES) -> list[list[tuple[Claim, Outcome]]]:
        """A cycle of a city."""
        return [self.village() for _ in range(villages)]

    def _item(self, number: int, strictness: float) -> tuple[Claim, Outcome]:
        dice = self._dice
        features = self._features()
        share, weight = dice.choice((3300, 6700, 10_000)), dice.choice((200, 300, 400))
        survives = dice.random() < self._chance(features, strictness)
        kept = share if survives else int(share * dice.choice((0.0, 0.33, 0.5, 0.67)))
        return Claim(f"{number}", weight * share // 10_000, features), Outcome(features, share, kept)

    def _features(self) -> Features:
        (state,) = self._dice.choices(STATES, STATE_WEIGHTS)
        if state == "none":
            return Features("none")
        troubles = frozenset(name for name in TROUBLES if self._dice.random() < 0.15)
        return Features(state, self._dice.choice(KINDS), troubles)

    def _chance(self, features: Features, strictness: float) -> float:
        if features not in self._shifts:
            self._shifts[features] = self._lean + self._dice.uniform(-WORLD_SHIFT, WORLD_SHIFT)
        base = float(prior(self._rule, features))
        odds = base / (1 - base) * 2.718281828 ** (self._shifts[features] + strictness)
        return odds / (1 + odds)


def trial(past: int, *, seed: int = SEED, villages: int = VILLAGES, tested: int = 4) -> Trial:
    """Forecast ``tested`` cycles after ``past`` ones of the same world. Each is forecast from the past ones only."""
    rule = load_forecast_rule()
    world = World(rule, seed)
    outcomes = [outcome for _ in range(past) for village in world.cycle(villages) for _, outcome in village]
    counts = count(outcomes)
    pairs: list[tuple[float, bool]] = []
    inside = 0
    new = [village for _ in range(tested) for village in world.cycle(villages)]
    for village in new:
        found = forecast(rule, counts, [claim for claim, _ in village])
        pairs += [(float(i.chance.mean), o.survived) for i, (_, o) in zip(found.items, village, strict=True)]
        ended = sum(claim.points * Fraction(o.verified_share, o.claimed_share) for claim, o in village)
        inside += found.low <= ended <= found.high
    brier = sum((chance - survived) ** 2 for chance, survived in pairs) / len(pairs)
    return Trial(past, counts.total, _bins(pairs), brier, inside / len(new))


def _bins(pairs: list[tuple[float, bool]]) -> tuple[Bin, ...]:
    groups: dict[int, list[tuple[float, bool]]] = {}
    for chance, survived in pairs:
        groups.setdefault(min(int(chance * 10), 9), []).append((chance, survived))
    return tuple(
        Bin(len(found), sum(c for c, _ in found) / len(found), sum(s for _, s in found) / len(found))
        for _, found in sorted(groups.items())
    )


def main() -> list[Line]:
    """How long a forecast takes; calibration after 0, 1, 3 and 10 past cycles is printed beside it."""
    for past in (0, 1, 3, 10):
        done = trial(past)
        print(
            f"forecast after {past} cycles ({done.outcomes} outcomes): error {done.error:.3f}, "
            f"Brier {done.brier:.4f}, inside the interval {done.inside:.1%}"
        )
    rule, village = load_forecast_rule(), World(load_forecast_rule()).village()
    counts = count(outcome for _, outcome in village)
    start = perf_counter()
    for _ in range(100):
        forecast(rule, counts, [claim for claim, _ in village])
    return [Line("forecast of one village, 33 items", (perf_counter() - start) / 100, 0.05)]


if __name__ == "__main__":
    for line in main():
        print(line)
