"""A day falls out: plan what is left anew with the fewest villages moved, then the least travel.

First the villages that keep their team and day are held, and only those of the lost days are looked after. Where that
works, no plan moves fewer: each lost visit has to move. Else all villages to come may move.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guyub.domain.planning.programme import Programme, Row
from guyub.domain.planning.solver import solve
from guyub.domain.visiting.answer import DayTrip, Unmet, VisitPlan
from guyub.domain.visiting.choosing import stopwatch
from guyub.domain.visiting.planning import day_trip, why_unmet
from guyub.domain.visiting.problem import Problem, Team
from guyub.domain.visiting.travel import Roads
from guyub.domain.visiting.trips import best_route, feasible_trips

SECONDS = 8.0
Cell = tuple[str, date]  # a team and a day


@dataclass(frozen=True)
class Replanned:
    """The new plan, visits before the lost day with it. ``moved``: villages with another team or day than before.

    ``fewest_moves``: whether it is proven that no plan that sees as many villages moves fewer.
    """

    plan: VisitPlan
    moved: tuple[str, ...]
    fewest_moves: bool


@dataclass(frozen=True)
class _Option:
    cell: Cell
    villages: frozenset[str]
    travel: int


_Chosen = tuple[tuple[_Option, ...], frozenset[str], bool]  # trips, villages left out, whether it is proven


def replan(
    problem: Problem, trips: Collection[DayTrip], lost: Collection[Cell], today: date, *, seconds: float = SECONDS
) -> Replanned:
    """Plan anew after days fell out.

    Args:
        problem: As the plan was made from, with what changed since.
        trips: The plan as it stood.
        lost: Teams and days that fell out.
        today: Trips before this day stand as they were; nothing is put on a day before it.
        seconds: For the search.
    """
    left, roads = stopwatch(seconds), Roads(problem)
    past = tuple(trip for trip in trips if trip.day < today)
    before = {visit.village: (trip.team, trip.day) for trip in trips for visit in trip.visits if trip.day >= today}
    seen = {visit.village for trip in past for visit in trip.visits}
    rest = replace(problem, villages=tuple(village for village in problem.villages if village.code not in seen))
    cells = [
        (team, day)
        for team in problem.teams
        for day in problem.team_days(team)
        if day >= today and (team.id, day) not in lost
    ]
    found = _choose(rest, tuple(_keeping(rest, roads, cells, before)), before, left())
    bare = len(_fallen(rest, before, cells))
    if found is None or found[1]:
        wider = _choose(rest, tuple(_all(rest, roads, cells)), before, max(left(), 1.0))
        found = _better(found, wider)
    chosen, left_out, proven = found or ((), frozenset(village.code for village in rest.villages), False)
    new = tuple(day_trip(rest, roads, option.cell[0], option.cell[1], option.villages) for option in chosen)
    now = {visit.village: (trip.team, trip.day) for trip in new for visit in trip.visits}
    moved = tuple(sorted(code for code, cell in now.items() if code in before and before[code] != cell))
    remaining = replace(rest, teams=tuple(_remaining(team, cells) for team in rest.teams))
    unmet: tuple[Unmet, ...] = tuple(why_unmet(remaining, roads, left_out, proven))
    whole = tuple(sorted((*past, *new), key=lambda trip: (trip.day, trip.team)))
    travel = sum(trip.travel for trip in whole)
    bound = travel if proven else 0
    plan = VisitPlan(whole, unmet, travel, travel, bound, len(unmet) if proven else 0)
    return Replanned(plan, moved, proven or (not unmet and len(moved) == bare))


def _better(held: _Chosen | None, wider: _Chosen | None) -> _Chosen | None:
    """Of the choice that holds what it can and the one that may move all; the first proves nothing about the second."""
    if held is None or (wider is not None and (wider[2] or len(wider[1]) < len(held[1]))):
        return wider
    return (held[0], held[1], False)


def _remaining(team: Team, cells: Collection[tuple[Team, date]]) -> Team:
    return replace(team, days=frozenset(day for other, day in cells if other.id == team.id))


def _fallen(rest: Problem, before: Mapping[str, Cell], cells: Collection[tuple[Team, date]]) -> set[str]:
    """Villages to come that cannot stay where they stood."""
    open_cells = {(team.id, day) for team, day in cells}
    return {
        village.code for village in rest.villages if village.code in before and before[village.code] not in open_cells
    }


def _keeping(
    rest: Problem, roads: Roads, cells: list[tuple[Team, date]], before: Mapping[str, Cell]
) -> Iterator[_Option]:
    """Trips that keep all who stood on a cell and take in some of those who have no place."""
    places = {(team.id, day) for team, day in cells}
    by_code = {village.code: village for village in rest.villages}
    homeless = [code for code in by_code if before.get(code) not in places]
    for team, day in cells:
        kept = [code for code in by_code if before.get(code) == (team.id, day)]
        for count in range(rest.rules.most_a_day - len(kept) + 1):
            for more in itertools.combinations(homeless, count):
                option = _option(rest, roads, team, day, [*kept, *more])
                if option is not None:
                    yield option


def _option(rest: Problem, roads: Roads, team: Team, day: date, codes: list[str]) -> _Option | None:
    villages = [village for village in rest.villages if village.code in codes]
    if not codes or any(day in village.unavailable or not team.may_visit(village) for village in villages):
        return None
    route = best_route(rest.rules, roads, team, codes, rest.hours(day))
    return None if route is None else _Option((team.id, day), frozenset(codes), route.travel)


def _all(rest: Problem, roads: Roads, cells: list[tuple[Team, date]]) -> Iterator[_Option]:
    """Every trip on every cell on which it can be made."""
    places = {(team.id, day) for team, day in cells}
    for trip in feasible_trips(rest, roads):
        for day in sorted(trip.days):
            if (trip.team, day) in places:
                yield _Option((trip.team, day), trip.villages, trip.travel)


def _choose(rest: Problem, options: Collection[_Option], before: Mapping[str, Cell], seconds: float) -> _Chosen | None:
    """Options that see most villages, then move fewest, then travel least; and whether that is proven."""
    programme, costs = Programme(), dict[int, int]()

    def column(cost: int) -> int:
        ((number, _),) = programme.column(0, 1).terms.items()
        costs[number] = cost
        return number

    count = len(rest.villages)
    move_cost = 1 + sum(sorted((option.travel for option in options), reverse=True)[:count])
    left_out_cost = (count + 1) * move_cost

    def price(option: _Option) -> int:
        moved = sum(code in before and before[code] != option.cell for code in option.villages)
        return option.travel + move_cost * moved

    columns = [(option, column(price(option))) for option in options]
    slack = {village.code: column(left_out_cost) for village in rest.villages}
    of_village: dict[str, dict[int, int]] = {code: {number: 1} for code, number in slack.items()}
    of_cell: dict[Cell, dict[int, int]] = {}
    for option, number in columns:
        of_cell.setdefault(option.cell, {})[number] = 1
        for code in option.villages:
            of_village[code][number] = 1
    programme.rows += [Row(terms, 1, 1) for terms in of_village.values()]
    programme.rows += [Row(terms, None, 1) for terms in of_cell.values()]
    solution = solve(programme, costs, time_limit=seconds)
    if solution.values is None:
        return None
    chosen = tuple(option for option, number in columns if solution.values[number])
    left_out = frozenset(code for code, number in slack.items() if solution.values[number])
    return chosen, left_out, solution.bound == solution.objective
