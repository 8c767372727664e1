"""Choose trips so that every village is seen once: an integer programme over the listed trips.

Days do not stand in the programme: they only say how many trips a team can make. Where the chosen trips of a team do
not find days of their own, a row is added that says so for all trips confined to those days, and it is solved again.
Each such row holds for every plan, so the bound stays proven.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from guyub.domain.planning.programme import Programme, Row
from guyub.domain.planning.solver import Solution, solve
from guyub.domain.visiting.dates import Crowd, crowded
from guyub.domain.visiting.problem import Problem
from guyub.domain.visiting.trips import Trip

Seconds = Callable[[], float]


@dataclass(frozen=True)
class Choice:
    """Chosen trips, villages left out, cost and bounds (see `VisitPlan`)."""

    trips: tuple[Trip, ...]
    left_out: frozenset[str]
    cost: int
    bound: int
    fewest_left_out: int


class Chooser:
    """The programme of one problem; rows that were learned serve later calls."""

    def __init__(self, problem: Problem, trips: Sequence[Trip]) -> None:
        self.problem, self.trips = problem, trips
        self.programme = Programme()
        self._costs: dict[int, int] = {}
        most = sum(sorted((trip.travel for trip in trips), reverse=True)[: len(problem.villages)])
        self._left_out_cost = most + problem.rules.balance_minutes * len(problem.villages) + 1
        self._columns = {trip: self._column(1, trip.travel) for trip in trips}
        self._slack = {village.code: self._column(1, self._left_out_cost) for village in problem.villages}
        self._cover()
        self._team_days()
        self._balance()

    def choose(self, left: Seconds, *, unlike: Iterable[Sequence[Trip]] = (), near: float = 0.0) -> Choice | None:
        """The best trips; None where none were found in time.

        Args:
            left: Tells the seconds that are left.
            unlike: Choices from which this one must differ in at least a quarter of the trips.
            near: The share by which it may be dearer than the best.
        """
        extra = [self._unlike(trips) for trips in unlike]
        while True:
            solution = solve(self.programme, self._costs, extra=extra, time_limit=left, near=near)
            if solution.values is None:
                return None
            choice = self._choice(solution)
            crowds = crowded(choice.trips)
            if not crowds:
                return choice
            if left() <= 0:
                return None
            self.programme.rows += [self._spread(crowd) for crowd in crowds]

    def _column(self, upper: int, cost: int) -> int:
        ((column, _),) = self.programme.column(0, upper).terms.items()
        self._costs[column] = cost
        return column

    def _cover(self) -> None:
        for village, slack in self._slack.items():
            terms = {self._columns[trip]: 1 for trip in self.trips if village in trip.villages}
            self.programme.rows.append(Row({**terms, slack: 1}, 1, 1))

    def _team_days(self) -> None:
        for team in self.problem.teams:
            terms = {self._columns[trip]: 1 for trip in self.trips if trip.team == team.id}
            self.programme.rows.append(Row(terms, None, len(self.problem.team_days(team))))

    def _balance(self) -> None:
        """Most and fewest visits of a team, whose difference costs."""
        price, count = self.problem.rules.balance_minutes, len(self.problem.villages)
        if len(self.problem.teams) < 2 or not price:
            return
        most, difference = self._column(count, 0), self._column(count, price)
        for team in self.problem.teams:
            visits = {self._columns[trip]: len(trip.villages) for trip in self.trips if trip.team == team.id}
            self.programme.rows.append(Row({**visits, most: -1}, None, 0))
            self.programme.rows.append(Row({**visits, most: -1, difference: 1}, 0, None))

    def _spread(self, crowd: Crowd) -> Row:
        team, days = crowd
        confined = [trip for trip in self.trips if trip.team == team and trip.days <= days]
        return Row({self._columns[trip]: 1 for trip in confined}, None, len(days))

    def _unlike(self, trips: Sequence[Trip]) -> Row:
        return Row({self._columns[trip]: 1 for trip in trips}, None, len(trips) - max(1, len(trips) // 4))

    def _choice(self, solution: Solution) -> Choice:
        assert solution.values is not None
        assert solution.objective is not None
        chosen = tuple(trip for trip, column in self._columns.items() if solution.values[column])
        left_out = frozenset(code for code, column in self._slack.items() if solution.values[column])
        fewest = min(len(left_out), max(0, solution.bound) // self._left_out_cost)
        over = len(left_out) * self._left_out_cost
        bound = max(0, solution.bound - over)
        return Choice(chosen, left_out, solution.objective - over, bound, fewest)


def stopwatch(seconds: float) -> Seconds:
    """Tells how many of the seconds are left."""
    end = time.monotonic() + seconds
    return lambda: end - time.monotonic()
