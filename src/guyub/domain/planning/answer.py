"""What the planner answers: plans, their actions, what would change them, and what prevents them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any


class PlanStatus(StrEnum):
    """How a plan stands: proven cheapest, proven impossible, or only bounded when time ran out."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    BOUNDED = "bounded"


@dataclass(frozen=True)
class Move:
    """One fact before and after an action."""

    fact: str
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"fact": self.fact, "from": self.start, "to": self.end}


@dataclass(frozen=True)
class Action:
    """One lever of a plan with its units.

    ``moves`` has the main fact first. Several actions may move one fact: each starts where the one before ended.
    ``people`` is 0 where units are not people. ``recorded`` is False where nobody recorded a fact that the action
    raises: it may be there already, and recording it may be enough.
    """

    lever: str
    units: int
    unit: str
    people: int
    moves: tuple[Move, ...]
    cost_rupiah: int
    days: int
    opd: str
    evidence: str
    recorded: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "lever": self.lever,
            **self.moves[0].as_dict(),
            "people": self.people,
            "cost_rupiah": self.cost_rupiah,
            "days": self.days,
            "opd": self.opd,
            "units": self.units,
            "unit": self.unit,
            "moves": [move.as_dict() for move in self.moves],
            "evidence": self.evidence,
            "recorded": self.recorded,
        }


@dataclass(frozen=True)
class ValueMove:
    """The value of a variable before and after a plan.

    ``limit`` is the last value that keeps the score it then has; ``remaining`` how far the value is from it. None
    where no change lowers the score.
    """

    variable: str
    before: int | None
    after: int | None
    limit: int | None
    remaining: int | None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "variable": self.variable,
            "before": self.before,
            "after": self.after,
            "limit": self.limit,
            "remaining": self.remaining,
        }


@dataclass(frozen=True)
class Difference:
    """How a plan differs from another one: levers only in it, only in the other, and in both with other units."""

    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Sensitivity:
    """How far one lever's price can change before another plan is the cheapest.

    ``direction`` is "dearer" for a lever in the plan, "cheaper" for one outside it. At ``change_rupiah`` per unit
    both plans cost the same; beyond it ``becomes`` (units by lever) is cheaper. None: no price changes the plan.
    """

    lever: str
    direction: str
    cost_rupiah: int
    change_rupiah: Fraction | None
    becomes: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the change is an integer where it is whole."""
        change = self.change_rupiah
        plain = None if change is None else int(change) if change.denominator == 1 else round(float(change), 2)
        return {
            "lever": self.lever,
            "direction": self.direction,
            "cost_rupiah": self.cost_rupiah,
            "change_rupiah": plain,
            "becomes": dict(self.becomes),
        }


@dataclass(frozen=True)
class Blocking:
    """A limit that prevents the goal. ``limit`` is a stable code; ``data`` its figures.

    Codes: ``budget`` (needed_rupiah, missing_rupiah), ``date`` (days, date), ``budget-and-date`` (needed_rupiah,
    days), ``lever-limit`` (levers), ``missing-fact`` (facts, variable, points_lost), ``index`` (index,
    best_hundredths, needed_hundredths, best_sum, needed_sum), ``variable`` (variable, index, score, best_score),
    ``together`` (indices), ``not-found-in-time`` (nothing: the search for reasons ended before it was settled).
    """

    limit: str
    data: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"limit": self.limit, **self.data}


@dataclass(frozen=True)
class Plan:
    """The answer for one village.

    ``bound_rupiah`` is proven: no plan can cost less. ``gap`` is (cost - bound) / cost; 0 is proven optimal.
    ``indices`` are in hundredths. Without a plan (infeasible, or out of time) cost, class and scores are empty.
    ``values`` are the values that the plan moves, whether or not their scores change.
    ``skipped`` names what time did not allow to look for to the end: "plan", "alternatives", "sensitivity".
    """

    status: PlanStatus
    purpose: str
    instrument: str
    levers: str
    from_class: str
    to_class: str
    scores_before: Mapping[str, int | None]
    indices_before: Mapping[str, int]
    reached_class: str | None = None
    cost_rupiah: int | None = None
    bound_rupiah: int | None = None
    days: int | None = None
    actions: tuple[Action, ...] = ()
    scores_after: Mapping[str, int | None] | None = None
    indices_after: Mapping[str, int] | None = None
    alternatives: tuple["Plan", ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    blocking: tuple[Blocking, ...] = ()
    assumptions: tuple[Any, ...] = ()
    margin_hundredths: int | None = None
    skipped: tuple[str, ...] = ()
    values: tuple[ValueMove, ...] = ()

    @property
    def cost_maybe(self) -> int:
        """Rupiah of actions that recording may make needless; see `Action`."""
        return sum(action.cost_rupiah for action in self.actions if not action.recorded)

    @property
    def cost_certain(self) -> int:
        """Rupiah of all other actions."""
        return sum(action.cost_rupiah for action in self.actions if action.recorded)

    @property
    def over_asked(self) -> bool:
        """Whether the plan reaches a higher class than the one asked for: nothing cheaper stops at that one."""
        return self.purpose == "reach" and bool(self.actions) and self.reached_class != self.to_class

    def differs(self, other: "Plan") -> Difference:
        """How this plan differs from another one."""
        here = {action.lever: action.units for action in self.actions}
        there = {action.lever: action.units for action in other.actions}
        return Difference(
            only_here=tuple(name for name in here if name not in there),
            only_there=tuple(name for name in there if name not in here),
            changed=tuple(name for name in here if name in there and here[name] != there[name]),
        )

    @property
    def gap(self) -> float | None:
        """How far the plan may be from the cheapest, as a share of its cost."""
        if self.cost_rupiah is None or self.bound_rupiah is None:
            return None
        return (self.cost_rupiah - self.bound_rupiah) / self.cost_rupiah if self.cost_rupiah else 0.0

    def with_parts(self, **parts: Any) -> "Plan":
        """The same plan with alternatives, sensitivity or reasons added."""
        return replace(self, **parts)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "status": str(self.status),
            "purpose": self.purpose,
            "instrument": self.instrument,
            "levers": self.levers,
            "from_class": self.from_class,
            "to_class": self.to_class,
            "reached_class": self.reached_class,
            "cost_rupiah": self.cost_rupiah,
            "bound_rupiah": self.bound_rupiah,
            "gap": None if self.gap is None else int(self.gap) if self.gap == 0 else self.gap,
            "days": self.days,
            "actions": [action.as_dict() for action in self.actions],
            "scores_before": dict(self.scores_before),
            "scores_after": dict(self.scores_after or {}),
            "indices_before": _as_text(self.indices_before),
            "indices_after": _as_text(self.indices_after or {}),
            "alternatives": [plan.as_dict() for plan in self.alternatives],
            "sensitivity": [held.as_dict() for held in self.sensitivity],
            "blocking": [reason.as_dict() for reason in self.blocking],
            "assumptions": [held.as_dict() for held in self.assumptions],
            "skipped": list(self.skipped),
            "cost_certain": self.cost_certain,
            "cost_maybe": self.cost_maybe,
            "over_asked": self.over_asked,
            "values": [value.as_dict() for value in self.values],
            "margin": None if self.margin_hundredths is None else _hundredths(self.margin_hundredths),
        }


def _as_text(indices: Mapping[str, int]) -> dict[str, str]:
    return {name: _hundredths(value) for name, value in indices.items()}


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"
