"""What the planning of visits answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Visit:
    """One visit. ``start`` and ``end``: minutes after midnight."""

    village: str
    start: int
    end: int


@dataclass(frozen=True)
class DayTrip:
    """One team's day: its visits in order, when it leaves its base and is back, minutes on the road."""

    team: str
    day: date
    visits: tuple[Visit, ...]
    leaves: int
    back: int
    travel: int

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "team": self.team,
            "day": self.day.isoformat(),
            "visits": [{"village": v.village, "start": v.start, "end": v.end} for v in self.visits],
            "leaves": self.leaves,
            "back": self.back,
            "travel": self.travel,
        }


@dataclass(frozen=True)
class Unmet:
    """A village that the plan leaves out, and why.

    Reasons: ``conflict`` (no team may visit it), ``never-open`` (no open day on which it and a team that may come are
    there), ``too-far`` (no team can go there and back within a day's hours), ``not-enough-days`` (it could be seen by
    itself, but not beside the others: the teams' days do not suffice), ``not-found-in-time`` (the search ended before
    that was settled).
    """

    village: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"village": self.village, "reason": self.reason}


@dataclass(frozen=True)
class VisitPlan:
    """A plan. ``cost``: minutes on the road and what unbalanced teams cost; ``bound``: proven, no plan costs less.

    The bound is for plans that see as many villages, and for the choice of trips; their days are the shortest span for
    these trips. ``fewest_unmet``: proven, no plan leaves out fewer. ``alternatives`` differ in at least a quarter of
    the trips.
    """

    trips: tuple[DayTrip, ...]
    unmet: tuple[Unmet, ...]
    travel: int
    cost: int
    bound: int
    fewest_unmet: int
    alternatives: tuple["VisitPlan", ...] = ()

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no plan is better."""
        return self.bound >= self.cost and self.fewest_unmet >= len(self.unmet)

    @property
    def gap(self) -> float:
        """How far the cost may be from the least, as a share of it; 1 where even the number of villages is unproven."""
        if self.fewest_unmet < len(self.unmet):
            return 1.0
        return (self.cost - self.bound) / self.cost if self.cost else 0.0

    @property
    def span_days(self) -> int:
        """Days from the first visit to the last, both with them: the head start of the last village."""
        days = [trip.day for trip in self.trips]
        return (max(days) - min(days)).days + 1 if days else 0

    def where(self) -> dict[str, tuple[str, date]]:
        """By village, its team and day."""
        return {visit.village: (trip.team, trip.day) for trip in self.trips for visit in trip.visits}

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "trips": [trip.as_dict() for trip in self.trips],
            "unmet": [one.as_dict() for one in self.unmet],
            "travel": self.travel,
            "cost": self.cost,
            "bound": self.bound,
            "fewest_unmet": self.fewest_unmet,
            "optimal": self.optimal,
            "gap": round(self.gap, 6),
            "span_days": self.span_days,
            "alternatives": [plan.as_dict() for plan in self.alternatives],
        }
