"""How far prices can move before another plan is the cheapest.

For a lever in the plan, raising its price by ``d`` per unit keeps the plan cheapest as long as no plan with fewer
of its units catches up: ``d* = min (cost(x) - cost*) / (units* - units(x))``. Dinkelbach's iteration finds the
minimum with a few solves: each solve is at the price of the best ratio so far, and ends when nothing beats it.
For a lever outside the plan the same holds for lowering its price.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from guyub.domain.planning.answer import Sensitivity
from guyub.domain.planning.programme import Row
from guyub.domain.planning.solver import Outcome, Seconds, Solution
from guyub.domain.planning.village import VillageProgramme

MOST_STEPS = 30  # Dinkelbach needs two or three; a bound on the loop, not on the answer


@dataclass(frozen=True)
class _Rival:
    units: Mapping[str, int]
    cost: int


def sensitivity_of(village: VillageProgramme, best: Solution, time_limit: Seconds) -> tuple[Sensitivity, ...]:
    """For each lever of the plan the dearest price that keeps it, and for the nearest other lever its discount."""
    plan = _rival(village, best)
    found = [_dearer(village, plan, name, time_limit) for name in plan.units]
    outsider = _nearest_outsider(village, plan, time_limit)
    if outsider is not None:
        found.append(_cheaper(village, plan, outsider, time_limit))
    return tuple(entry for entry in found if entry is not None)


def _dearer(village: VillageProgramme, plan: _Rival, name: str, time_limit: Seconds) -> Sensitivity | None:
    column, most = village.column_of(name), plan.units[name]
    fewer = Row({column: 1}, high=most - 1)
    return _breaking_price(village, plan, name, fewer, 1, time_limit)


def _cheaper(village: VillageProgramme, plan: _Rival, name: str, time_limit: Seconds) -> Sensitivity | None:
    found = _breaking_price(village, plan, name, _some_of(village, [name]), -1, time_limit)
    if found is None or found.change_rupiah is None or found.change_rupiah > found.cost_rupiah:
        return None  # it would not come in even for nothing
    return found


def _nearest_outsider(village: VillageProgramme, plan: _Rival, time_limit: Seconds) -> str | None:
    """A lever outside the plan that the cheapest plan with any such lever uses."""
    outside = [name for name in village.units if name not in plan.units]
    if not outside:
        return None
    alone = {part.column for menu in village.programme.menus for part in menu.parts}
    together = [name for name in outside if village.column_of(name) not in alone]
    groups = [[name] for name in outside if village.column_of(name) in alone] + ([together] if together else [])
    found = [village.solve(extra=[_some_of(village, group)], time_limit=time_limit) for group in groups]
    if any(solution.outcome is Outcome.BOUNDED for solution in found):
        return None
    best = min(
        (held for held in found if held.objective is not None), key=lambda held: held.objective or 0, default=None
    )
    return None if best is None else next(name for name in village.units_in(best) if name in outside)


def _some_of(village: VillageProgramme, names: list[str]) -> Row:
    return Row({village.column_of(name): 1 for name in names}, low=1)


def _breaking_price(
    village: VillageProgramme, plan: _Rival, name: str, rivals: Row, sign: int, time_limit: Seconds
) -> Sensitivity | None:
    """The least change of a price (in the direction of ``sign``) at which a rival costs as much as the plan.

    None where the solver ran out of time: an unproven figure is not given.
    """
    price = village.levers[name].cost_rupiah
    direction = "dearer" if sign > 0 else "cheaper"
    solution = village.solve(extra=[rivals], time_limit=time_limit)
    if solution.outcome is Outcome.INFEASIBLE:
        return Sensitivity(name, direction, price, None, {})
    for _ in range(MOST_STEPS):
        if solution.outcome is not Outcome.OPTIMAL:
            return None
        rival = _rival(village, solution)
        change = Fraction(rival.cost - plan.cost, abs(plan.units.get(name, 0) - rival.units.get(name, 0)))
        if change == 0:  # no rival of a proven plan is cheaper
            return Sensitivity(name, direction, price, change, rival.units)
        solution = village.solve(
            extra=[rivals], time_limit=time_limit, objective=_at_price(village, name, sign * change)
        )
        if solution.outcome is Outcome.OPTIMAL and not _beats(_rival(village, solution), plan, name, sign * change):
            return Sensitivity(name, direction, price, change, rival.units)
    return None


def _at_price(village: VillageProgramme, name: str, change: Fraction) -> dict[int, int]:
    """Costs with one price changed, multiplied so that they are integers."""
    objective = {column: cost * change.denominator for column, cost in village.cost().items()}
    objective[village.column_of(name)] += change.numerator
    return objective


def _beats(rival: _Rival, plan: _Rival, name: str, change: Fraction) -> bool:
    return rival.cost + change * rival.units.get(name, 0) < plan.cost + change * plan.units.get(name, 0)


def _rival(village: VillageProgramme, solution: Solution) -> _Rival:
    units = village.units_in(solution)
    return _Rival(units, sum(village.levers[name].cost_of(count) for name, count in units.items()))
