"""All day trips that can be made: one to three villages, in the order with the shortest road that keeps the hours."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guyub.domain.visiting.problem import Hours, Problem, Rules, Team, Village
from guyub.domain.visiting.travel import Roads

NOON = 12 * 60


@dataclass(frozen=True)
class Route:
    """One order of a trip with its times. ``starts``: of the visits, in the order of ``stops``."""

    stops: tuple[str, ...]
    starts: tuple[int, ...]
    leaves: int
    back: int
    travel: int


@dataclass(frozen=True)
class Trip:
    """Villages that one team can see in a day, the minutes on the road, and the days on which it can be made."""

    team: str
    villages: frozenset[str]
    travel: int
    days: frozenset[date]


def timed(rules: Rules, hours: Hours, stops: Sequence[str], legs: Sequence[int]) -> Route | None:
    """The route with times, each visit as early as it can be; None where it does not keep the hours.

    Args:
        rules: Length of a visit, and when a team may be on the road.
        hours: Of the day.
        stops: Villages in order.
        legs: Minutes from the base to the first, between them, and back to the base.
    """
    ready, starts = rules.leaves, []
    for leg in legs[:-1]:
        start = max(ready + leg, hours.opens)
        if start < hours.pause[1] and start + rules.visit_minutes > hours.pause[0]:
            start = hours.pause[1]
        ready = start + rules.visit_minutes
        if ready > hours.closes:
            return None
        starts.append(start)
    back = ready + legs[-1]
    if back > rules.back:
        return None
    return Route(tuple(stops), tuple(starts), starts[0] - legs[0], back, sum(legs))


def best_route(rules: Rules, roads: Roads, team: Team, villages: Sequence[str], hours: Hours) -> Route | None:
    """The shortest road through the villages in these hours; of equal ones, the one with most visits before noon."""
    found = []
    for stops in itertools.permutations(villages):
        way = (team.id, *stops, team.id)
        route = timed(rules, hours, stops, [roads.minutes(a, b) for a, b in itertools.pairwise(way)])
        if route is not None:
            found.append(route)
    return min(found, key=_preference, default=None)


def _preference(route: Route) -> tuple[int, int, int, tuple[str, ...]]:
    return route.travel, sum(start >= NOON for start in route.starts), route.back, route.stops


def feasible_trips(problem: Problem, roads: Roads, most: int | None = None) -> Iterator[Trip]:
    """Every set of villages that some team can see on some day; apart by travel where the hours of days differ.

    ``most``: villages a day, in place of the rule's.
    """
    size = problem.rules.most_a_day if most is None else most
    for team in problem.teams:
        by_hours: dict[Hours, set[date]] = {}
        for day in problem.team_days(team):
            by_hours.setdefault(problem.hours(day), set()).add(day)
        allowed = [village for village in problem.villages if team.may_visit(village)]
        for count in range(1, size + 1):
            for group in itertools.combinations(allowed, count):
                yield from _trips_of(problem, roads, team, group, by_hours)


def _trips_of(
    problem: Problem, roads: Roads, team: Team, group: tuple[Village, ...], by_hours: dict[Hours, set[date]]
) -> Iterator[Trip]:
    shut = frozenset().union(*(village.unavailable for village in group))
    codes = [village.code for village in group]
    by_travel: dict[int, set[date]] = {}
    for hours, days in by_hours.items():
        if days <= shut:
            continue
        route = best_route(problem.rules, roads, team, codes, hours)
        if route is not None:
            by_travel.setdefault(route.travel, set()).update(days - shut)
    for travel, days in by_travel.items():
        yield Trip(team.id, frozenset(codes), travel, frozenset(days))
