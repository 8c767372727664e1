"""An independent check of a visit plan: all is worked out again from the problem, nothing taken from the planner."""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date

from guyub.domain.visiting import DayTrip, Point, Problem, VisitPlan


def road(problem: Problem, here: tuple[str, Point], there: tuple[str, Point]) -> int:
    """Minutes by the cosine rule on a sphere of 6371 km, up to the next five; or what the table says."""
    if (here[0], there[0]) in problem.minutes:
        return problem.minutes[here[0], there[0]]
    a, b = here[1], there[1]
    if a == b:
        return 0
    p, q = math.radians(a.latitude), math.radians(b.latitude)
    cosine = math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(math.radians(b.longitude - a.longitude))
    minutes = 6371 * math.acos(max(-1.0, min(1.0, cosine))) * problem.rules.detour_percent / 100
    minutes = minutes / problem.rules.speed_kmh * 60
    return 5 * math.ceil(round(minutes / 5, 6))


def faults(problem: Problem, plan: VisitPlan) -> Iterator[str]:
    """What is wrong with the plan, in words; nothing where it keeps everything."""
    named = Counter(
        [visit.village for trip in plan.trips for visit in trip.visits] + [one.village for one in plan.unmet]
    )
    for village in problem.villages:
        if named.pop(village.code, 0) != 1:
            yield f"{village.code} is not named once"
    if named:
        yield f"nobody asked for {sorted(named)}"
    for cell, times in Counter((trip.team, trip.day) for trip in plan.trips).items():
        if times > 1:
            yield f"{cell} has {times} trips"
    for trip in plan.trips:
        yield from (f"{trip.team} {trip.day}: {fault}" for fault in _faults_of_trip(problem, trip))
    if plan.travel != sum(trip.travel for trip in plan.trips):
        yield "the travel of the plan is not that of its trips"


def _faults_of_trip(problem: Problem, trip: DayTrip) -> Iterator[str]:
    rules = problem.rules
    team = {team.id: team for team in problem.teams}[trip.team]
    villages = {village.code: village for village in problem.villages}
    if trip.day not in problem.days or (team.days is not None and trip.day not in team.days):
        yield "not a day of this team"
    if not 1 <= len(trip.visits) <= rules.most_a_day:
        yield f"{len(trip.visits)} visits"
    place, clock, travelled = (team.id, team.base), trip.leaves, 0
    if clock < rules.leaves:
        yield "leaves too early"
    for visit in trip.visits:
        village = villages[visit.village]
        if trip.day in village.unavailable:
            yield f"{village.code} is not there"
        if any((village.code + ".").startswith(code + ".") for code in team.conflicts):
            yield f"a juror comes from the city of {village.code}"
        leg = road(problem, place, (village.code, village.point))
        if visit.start < clock + leg:
            yield f"{village.code} is reached at {clock + leg}, not at {visit.start}"
        yield from _faults_of_times(problem, trip.day, visit.start, visit.end)
        place, clock, travelled = (village.code, village.point), visit.end, travelled + leg
    leg = road(problem, place, (team.id, team.base))
    if trip.back != clock + leg or trip.back > rules.back:
        yield "comes back too late, or at another time than it says"
    if travelled + leg != trip.travel:
        yield "another length of road than it says"


def _faults_of_times(problem: Problem, day: date, start: int, end: int) -> Iterator[str]:
    rules = problem.rules
    closes = min(rules.closes, rules.short_closes) if day in problem.short_days else rules.closes
    pause = rules.friday_pause if day.strftime("%a") == "Fri" else rules.pause
    if end - start != rules.visit_minutes:
        yield "a visit of another length"
    if start < rules.opens or end > closes:
        yield "a visit outside the hours"
    if start < pause[1] and end > pause[0]:
        yield "a visit in the pause"
