"""The cheapest plan of each of many villages, at the prices of the day or at prices that shadow scarce capacity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from guyub.domain.planning.road import Task
from guyub.domain.planning.solver import Outcome
from guyub.domain.planning.village import VillageProgramme

NEAR = 0.001  # the share by which a plan may be dearer where it need not be exact


@dataclass(frozen=True)
class Prices:
    """Integer prices by lever: per unit, and once where the lever is used at all."""

    unit: Mapping[str, int]
    fixed: Mapping[str, int]


@dataclass(frozen=True)
class Option:
    """One plan of one village at the prices asked for.

    ``units`` by lever; None where only a bound was asked for, or time ran out before a plan was found. ``bound`` is
    proven: no plan costs less.
    """

    village: int
    units: Mapping[str, int] | None
    bound: int


class Care(StrEnum):
    """How much is wanted of a plan."""

    EXACT = "exact"  # proven cheapest
    NEAR = "near"  # a plan a thousandth dearer will do; its bound is proven
    BOUND = "bound"  # no plan, only what one costs at least


class Pricer(Protocol):
    """Whatever finds the cheapest plans of many villages."""

    def options(self, villages: Sequence[int], prices: Prices | None, care: Care) -> list[Option | None]:
        """For each village its cheapest plan at these prices (its real prices when None); None without a plan."""
        ...


class VillagePricer:
    """Finds plans one village after another, keeping each compiled programme."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self._programmes: dict[int, VillageProgramme] = {}

    def options(self, villages: Sequence[int], prices: Prices | None, care: Care) -> list[Option | None]:
        """See `Pricer`."""
        return [self._option(village, prices, care) for village in villages]

    def _option(self, village: int, prices: Prices | None, care: Care) -> Option | None:
        if village not in self._programmes:
            self._programmes[village] = self.tasks[village].compiled()[0]
        programme = self._programmes[village]
        time_limit = self.tasks[village].time_limit
        objective = programme.cost() if prices is None else programme.cost(prices.unit, prices.fixed)
        near, bound_only = NEAR if care is Care.NEAR else 0.0, care is Care.BOUND
        solution = programme.solve(objective=objective, time_limit=time_limit, near=near, bound_only=bound_only)
        if solution.outcome is Outcome.INFEASIBLE:
            return None
        units = None if solution.values is None else programme.units_in(solution)
        return Option(village, units, solution.bound)
