"""Field visits: which team sees which village on which day, by which road. Enumerated trips, an exact choice."""

from guyub.domain.places import Point
from guyub.domain.visiting.answer import DayTrip, Unmet, Visit, VisitPlan
from guyub.domain.visiting.planning import plan_visits
from guyub.domain.visiting.problem import Hours, Problem, Rules, Team, TooManyVillages, Village, open_days
from guyub.domain.visiting.replanning import Replanned, replan

__all__ = [
    "DayTrip",
    "Hours",
    "Point",
    "Problem",
    "Replanned",
    "Rules",
    "Team",
    "TooManyVillages",
    "Unmet",
    "Village",
    "Visit",
    "VisitPlan",
    "open_days",
    "plan_visits",
    "replan",
]
