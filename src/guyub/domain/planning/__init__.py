"""The road up: the proven cheapest plan to a class, a safety margin, what would lose the class, many villages."""

from guyub.domain.planning.answer import Action, Blocking, Move, Plan, PlanStatus, Sensitivity
from guyub.domain.planning.levers import Changes, Lever, LeverSet, Share, Unit
from guyub.domain.planning.road import hold, plan

__all__ = [
    "Action",
    "Blocking",
    "Changes",
    "Lever",
    "LeverSet",
    "Move",
    "Plan",
    "PlanStatus",
    "Sensitivity",
    "Share",
    "Unit",
    "hold",
    "plan",
]
