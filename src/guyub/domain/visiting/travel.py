"""How long the road takes: the straight line times a factor at one speed, unless a table of times is given."""

import math

from guyub.domain.places import Point, straight_km
from guyub.domain.visiting.problem import Problem, Rules

STEP = 5  # minutes to which travel is rounded up: nobody plans a road to the minute


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
