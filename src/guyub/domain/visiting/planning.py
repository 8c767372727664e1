"""Make a plan: list the trips, choose among them, give them days and times, say what cannot be met."""

from collections.abc import Iterable
from datetime import date

from guyub.domain.visiting.answer import DayTrip, Unmet, Visit, VisitPlan
from guyub.domain.visiting.choosing import Choice, Chooser, Seconds, stopwatch
from guyub.domain.visiting.dates import dated
from guyub.domain.visiting.problem import Problem, Village
from guyub.domain.visiting.travel import Roads
from guyub.domain.visiting.trips import best_route, feasible_trips

SECONDS = 8.0
NEAR = 0.01  # share by which an alternative may be dearer than the best that differs as much


def plan_visits(problem: Problem, *, alternatives: int = 0, seconds: float = SECONDS) -> VisitPlan:
    """The plan with the fewest villages left out, then the least travel and the best balance.

    Args:
        problem: Villages, teams, days, rules.
        alternatives: How many other plans are wanted; fewer where no more differ, or time runs out.
        seconds: For all of it; what was not proven by then shows in the bound. A third is kept for alternatives.

    Raises:
        TooManyVillages: More than one plan can hold.
    """
    left, roads = stopwatch(seconds), Roads(problem)
    trips = tuple(feasible_trips(problem, roads))
    chooser = Chooser(problem, trips)
    share = seconds / 3 if alternatives else 0.0
    choice = chooser.choose(lambda: left() - share)
    if choice is None:
        nothing = Choice((), frozenset(village.code for village in problem.villages), 0, 0, 0)
        return _answer(problem, roads, nothing)
    plan = _answer(problem, roads, choice)
    return _with_alternatives(problem, roads, chooser, choice, plan, alternatives, left)


def _with_alternatives(
    problem: Problem, roads: Roads, chooser: Chooser, choice: Choice, plan: VisitPlan, wanted: int, left: Seconds
) -> VisitPlan:
    choices, others = [choice], list[VisitPlan]()
    while len(others) < wanted and choice.trips and left() > 0:
        other = chooser.choose(left, unlike=[known.trips for known in choices], near=NEAR)
        if other is None or len(other.left_out) > len(choice.left_out):
            break
        choices.append(other)
        others.append(_answer(problem, roads, other))
    parts = (plan.trips, plan.unmet, plan.travel, plan.cost, plan.bound, plan.fewest_unmet)
    return VisitPlan(*parts, tuple(sorted(others, key=lambda one: one.cost)))


def _answer(problem: Problem, roads: Roads, choice: Choice) -> VisitPlan:
    days = dated(choice.trips)
    assert days is not None, "crowded trips were chosen"
    trips = tuple(
        sorted(
            (day_trip(problem, roads, trip.team, day, trip.villages) for trip, day in days.items()),
            key=lambda one: (one.day, one.team),
        )
    )
    unmet = tuple(why_unmet(problem, roads, choice.left_out, choice.fewest_left_out >= len(choice.left_out)))
    travel = sum(trip.travel for trip in trips)
    return VisitPlan(trips, unmet, travel, choice.cost, choice.bound, choice.fewest_left_out)


def day_trip(problem: Problem, roads: Roads, team_id: str, day: date, villages: Iterable[str]) -> DayTrip:
    """The trip of a team on a day with its times; it must be known to be possible."""
    (team,) = (team for team in problem.teams if team.id == team_id)
    route = best_route(problem.rules, roads, team, sorted(villages), problem.hours(day))
    assert route is not None, "an impossible trip was chosen"
    length = problem.rules.visit_minutes
    visits = tuple(Visit(v, start, start + length) for v, start in zip(route.stops, route.starts, strict=True))
    return DayTrip(team_id, day, visits, route.leaves, route.back, route.travel)


def why_unmet(problem: Problem, roads: Roads, codes: Iterable[str], proven: bool) -> Iterable[Unmet]:
    """For each village that is left out, what stands in its way; ``proven``: no plan leaves out fewer."""
    beside = "not-enough-days" if proven else "not-found-in-time"
    alone = {code for trip in feasible_trips(problem, roads, most=1) for code in trip.villages}
    by_code = {village.code: village for village in problem.villages}
    for code in sorted(codes):
        yield Unmet(code, beside if code in alone else _why_never(problem, by_code[code]))


def _why_never(problem: Problem, village: Village) -> str:
    teams = [team for team in problem.teams if team.may_visit(village)]
    if not teams:
        return "conflict"
    if not any(day not in village.unavailable for team in teams for day in problem.team_days(team)):
        return "never-open"
    return "too-far"
