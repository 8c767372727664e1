"""The early warning of stunting on made-up children: does what it calls 40 % come true for 40 of 100?

The children grow in worlds that the rule does not know: drift, wandering and errors of measurement differ from the
rule's own, between worlds, posyandu and children. The picture for the documentation: tools/forecast_plot.py.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.measuring import Line, median_seconds
from guyub.data.growth_files import load_growth_forecast
from guyub.domain.growth.ages import DAYS_PER_MONTH
from guyub.domain.growth.forecast import Point, outlook

SEED, CHILDREN, DAY = 20_251_127, 6_000, date(2025, 1, 1)
RULE = load_growth_forecast()


@dataclass(frozen=True)
class World:
    """How children grow in it, in hundredths of z: drift a month until 2 years, wandering, error of measurement."""

    name: str
    drift: int
    wander: int
    error: int


WORLDS = (
    World("as the rule has it", -4, 12, 25),
    World("faster fall, more wandering", -6, 16, 25),
    World("no fall, careless measuring", 0, 12, 40),
)


@dataclass(frozen=True)
class Bin:
    """Children whose chance lies within a tenth: how many, mean forecast, share for whom it came true."""

    count: int
    forecast: float
    came_true: float


@dataclass(frozen=True)
class Trial:
    """One world: bins, Brier score of the the forecast and of saying the average for all."""

    world: World
    bins: tuple[Bin, ...]
    brier: float
    plain: float

    @property
    def error(self) -> float:
        """Mean distance between forecast and outcome over the bins, weighted by their size."""
        total = sum(one.count for one in self.bins)
        return sum(one.count * abs(one.forecast - one.came_true) for one in self.bins) / total


def trial(world: World, seed: int = SEED, children: int = CHILDREN) -> Trial:
    """Forecast of children who are not stunted at their last measurement, against the one after the horizon."""
    chance = random.Random(seed)
    told = [one for one in (_child(world, chance) for _ in range(children)) if one is not None]
    bins = []
    for tenth in range(10):
        inside = [one for one in told if min(int(one[0] * 10), 9) == tenth]
        if inside:
            bins.append(Bin(len(inside), _mean([p for p, _ in inside]), _mean([float(came) for _, came in inside])))
    average = _mean([float(came) for _, came in told])
    return Trial(
        world,
        tuple(bins),
        _mean([(p - came) ** 2 for p, came in told]),
        _mean([(average - came) ** 2 for _, came in told]),
    )


def _child(world: World, chance: random.Random) -> tuple[float, bool] | None:
    """Chance told, and whether the child measured as stunted; None for who is stunted already."""
    months, level = chance.randint(0, 30), chance.gauss(-100, 110)
    own_drift, careless = chance.gauss(0, 2), chance.uniform(0.7, 1.4)
    points: list[Point] = []
    for step in range(chance.randint(2, 9)):
        if step == 0 or chance.random() < 0.8:
            points.append(_seen(world, months + step, level, careless, chance))
        level += _change(world, months + step, own_drift, 1, chance)
    if not points or points[-1].hfa < RULE.below:
        return None
    found = outlook(RULE, points)
    if found is None:
        return None
    last = points[-1].age_days / DAYS_PER_MONTH
    # The level at the last point is not known any more: go on from now, with what is left of the horizon.
    left = RULE.horizon_months - (months + step + 1 - last)
    if left > 0:
        level += _change(world, last, own_drift, left, chance)
    return found.per_cent / 100, _seen(world, last + RULE.horizon_months, level, careless, chance).hfa < RULE.below


def _change(world: World, months: float, own: float, span: float, chance: random.Random) -> float:
    drift = (world.drift + own) if months < 24 else own / 2
    return drift * span + chance.gauss(0, world.wander * span**0.5)


def _seen(world: World, months: float, level: float, careless: float, chance: random.Random) -> Point:
    days = round(months * DAYS_PER_MONTH)
    return Point(DAY + timedelta(days=days), days, round(level + chance.gauss(0, world.error * careless)))


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def main() -> list[Line]:
    """Print the calibration in each world; the time is that of one child's outlook."""
    for world in WORLDS:
        done = trial(world)
        print(f"{world.name}: error {done.error:.3f}, Brier {done.brier:.4f} (average for all: {done.plain:.4f})")
        for one in done.bins:
            print(f"  {one.forecast:5.0%} told, {one.came_true:5.0%} came true, n = {one.count}")
    points = [_seen(WORLDS[0], month, -150, 1, random.Random(month)) for month in range(24)]
    seconds = median_seconds(lambda: [outlook(RULE, points) for _ in range(1000)]) / 1000
    return [Line(f"outlook of a child with 24 measurements, {seconds * 1e6:.0f} µs", seconds, 1e-3)]
