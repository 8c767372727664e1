"""How long the road takes: the straight line times a factor at one speed, unless a table of times is given."""

import math

from guyub.domain.visiting.problem import Point, Problem, Rules

EARTH_KM = 6371.0
STEP = 5  # minutes to which travel is rounded up: nobody plans a road to the minute


def straight_km(here: Point, there: Point) -> float:
    """Length of the straight line over the ground, in kilometres."""
    north, south = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    share = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, share)))


def travel_minutes(here: Point, there: Point, rules: Rules) -> int:
    """Minutes from one place to another, rounded up to five."""
    minutes = straight_km(here, there) * rules.detour_percent * 60 / (100 * rules.speed_kmh)
    return STEP * math.ceil(minutes / STEP - 1e-9)


class Roads:
    """Travel times of one problem, each worked out once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._points = {village.code: village.point for village in problem.villages}
        self._points |= {team.id: team.base for team in problem.teams}
        self._known: dict[tuple[str, str], int] = dict(problem.minutes)

    def minutes(self, here: str, there: str) -> int:
        """Minutes from one id to another."""
        found = self._known.get((here, there))
        if found is None:
            found = travel_minutes(self._points[here], self._points[there], self._problem.rules)
            self._known[here, there] = found
        return found
