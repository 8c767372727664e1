"""The road up: the proven cheapest plan to a class, a safety margin, what would lose the class, many villages."""

from guyub.domain.planning.answer import Action, Blocking, Difference, Move, Plan, PlanStatus, Sensitivity, ValueMove
from guyub.domain.planning.levers import Changes, Lever, LeverSet, Share, Unit
from guyub.domain.planning.losses import Loss, losses
from guyub.domain.planning.portfolio import LeftVillage, LiftedVillage, NotLifted, Portfolio, Village, portfolio
from guyub.domain.planning.road import hold, plan

__all__ = [
    "Action",
    "Blocking",
    "Changes",
    "Difference",
    "LeftVillage",
    "Lever",
    "LeverSet",
    "LiftedVillage",
    "Loss",
    "Move",
    "NotLifted",
    "Plan",
    "PlanStatus",
    "Portfolio",
    "Sensitivity",
    "Share",
    "Unit",
    "ValueMove",
    "Village",
    "hold",
    "losses",
    "plan",
    "portfolio",
]
