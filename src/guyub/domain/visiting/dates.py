"""Give chosen trips their days: a matching within the shortest span, or the trips that stand in each other's way."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import date

from guyub.domain.visiting.trips import Trip

Crowd = tuple[str, frozenset[date]]  # a team, and days into which more of its trips want than there are


def crowded(trips: Sequence[Trip]) -> list[Crowd]:
    """For each team whose trips cannot all have a day of their own: the days they fight over (Hall's condition)."""
    found = []
    for team in sorted({trip.team for trip in trips}):
        crowd = _crowd([trip for trip in trips if trip.team == team])
        if crowd is not None:
            found.append((team, crowd))
    return found


def dated(trips: Sequence[Trip]) -> dict[Trip, date] | None:
    """A day for each trip, one trip a team and day, within the shortest span of days; of equal spans the earliest."""
    days = sorted(set().union(*(trip.days for trip in trips)))
    spans = [(first, last) for first, last in itertools.combinations_with_replacement(days, 2)]
    for first, last in sorted(spans, key=lambda span: (span[1] - span[0], span[0])):
        found = _matched(trips, first, last)
        if found is not None:
            return found
    return None if trips else {}


def _matched(trips: Sequence[Trip], first: date, last: date) -> dict[Trip, date] | None:
    found: dict[Trip, date] = {}
    for team in {trip.team for trip in trips}:
        mine = [trip for trip in trips if trip.team == team]
        within = {trip: sorted(day for day in trip.days if first <= day <= last) for trip in mine}
        taken, left_over = _match(mine, within)
        if left_over is not None:
            return None
        found |= {trip: day for day, trip in taken.items()}
    return found


def _crowd(trips: Sequence[Trip]) -> frozenset[date] | None:
    _, reached = _match(trips, {trip: sorted(trip.days) for trip in trips})
    return reached


def _match(
    trips: Sequence[Trip], days: Mapping[Trip, Sequence[date]]
) -> tuple[dict[date, Trip], frozenset[date] | None]:
    """Trips by day along augmenting paths; where one trip finds no day, the days that its search reached, all taken."""
    taken: dict[date, Trip] = {}
    for trip in sorted(trips, key=lambda trip: (len(days[trip]), sorted(trip.villages))):
        seen: set[date] = set()
        if not _place(trip, days, taken, seen):
            return taken, frozenset(seen)
    return taken, None


def _place(trip: Trip, days: Mapping[Trip, Sequence[date]], taken: dict[date, Trip], seen: set[date]) -> bool:
    for day in days[trip]:
        if day not in seen:
            seen.add(day)
            if day not in taken or _place(taken[day], days, taken, seen):
                taken[day] = trip
                return True
    return False
