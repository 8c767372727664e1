"""Why a goal cannot be reached: relax one limit at a time and see which one was in the way."""

import datetime
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.instruments.model import Variable
from guyub.domain.planning.answer import Blocking
from guyub.domain.planning.compiler import Sense
from guyub.domain.planning.levers import Share
from guyub.domain.planning.programme import Affine
from guyub.domain.planning.solver import Outcome, Solution
from guyub.domain.planning.village import Groundwork, Limits, VillageProgramme, lay_ground

if TYPE_CHECKING:
    from guyub.domain.planning.road import Task

MOST_DAYS = 3650  # dates further away than ten years are not looked for


def reasons(task: "Task") -> tuple[Blocking, ...]:
    """The limits that prevent the goal, the one nearest to hand first.

    First budget and date, each alone and both together; then the levers' own limits; then figures that are
    missing; then the scores and indices that cannot rise far enough; at last, where each index alone could be as
    wanted, that they cannot be so together. What was not settled in time is never called impossible.
    """
    asked = _Asked(task)
    outer = _outer_limits(asked) or _lever_limits(asked)
    if outer:
        return outer
    missing = _missing_facts(asked)
    told = {reason.data["variable"] for reason in missing}
    found = (*missing, *(reason for reason in _unreachable(asked) if reason.data.get("variable") not in told))
    if any(reason.limit == "index" for reason in found):
        return found
    if asked.unsettled:
        return (*found, Blocking("not-found-in-time", {}))
    return (*found, Blocking("together", {"indices": [index.id for index in task.rules.indices]}))


class _Asked:
    """Solves under relaxed limits; ``unsettled`` once one of them ran out of time."""

    def __init__(self, task: "Task") -> None:
        self.task = task
        self.unsettled = False

    @cached_property
    def ground(self) -> Groundwork:
        """The village without a goal and without limits of budget and date."""
        return lay_ground(self.task.rules, self.task.ground, self.task.levers, Limits())

    def cheapest(self, limits: Limits) -> tuple[VillageProgramme, Solution | None]:
        """The proven cheapest plan under these limits; None where there is none, or none proven in time."""
        village, _ = self.task.compiled(limits)
        return village, self._proven(village.solve(time_limit=self.task.time_limit))

    def possible(self, limits: Limits) -> bool | None:
        """Whether any plan keeps these limits; None where that was not settled in time."""
        village, _ = self.task.compiled(limits)
        solution = village.solve(objective={}, time_limit=self.task.time_limit)
        if solution.values is None and solution.outcome is Outcome.BOUNDED:
            self.unsettled = True
            return None
        return solution.values is not None

    def highest(self, village: VillageProgramme, form: Affine) -> int | None:
        """The highest value that a plan without limits of budget and date can give a form; None: not in time."""
        if form.is_constant:
            return form.low
        downwards = {column: -weight for column, weight in form.terms.items()}
        solution = self._proven(village.solve(objective=downwards, time_limit=self.task.time_limit))
        return None if solution is None or solution.objective is None else form.constant - solution.objective

    def _proven(self, solution: Solution) -> Solution | None:
        if solution.outcome is Outcome.BOUNDED:
            self.unsettled = True
        return solution if solution.outcome is Outcome.OPTIMAL else None


def _outer_limits(asked: _Asked) -> tuple[Blocking, ...]:
    limits = asked.task.limits
    found = []
    if limits.budget is not None:
        cost = _cost(asked, replace(limits, budget=None))
        if cost is not None:
            data = {"needed_rupiah": cost, "budget_rupiah": limits.budget, "missing_rupiah": cost - limits.budget}
            found.append(Blocking("budget", data))
    if limits.days is not None:
        days = _earliest(asked, limits.budget)
        if days is not None:
            found.append(Blocking("date", {"days": days, **_date(asked.task, days)}))
    if not found and limits.budget is not None and limits.days is not None:
        cost = _cost(asked, replace(limits, budget=None, days=None))
        days = _earliest(asked, None)
        if cost is not None and days is not None:
            data = {"needed_rupiah": cost, "missing_rupiah": max(0, cost - limits.budget), "days": days}
            found.append(Blocking("budget-and-date", {**data, **_date(asked.task, days)}))
    return tuple(found)


def _cost(asked: _Asked, limits: Limits) -> int | None:
    solution = asked.cheapest(limits)[1]
    return None if solution is None else solution.objective


def _earliest(asked: _Asked, budget: int | None) -> int | None:
    """The least number of days in which the goal can be reached within the budget; None: never, or not in time."""
    assert asked.task.limits.days is not None
    if not asked.possible(Limits(days=MOST_DAYS, budget=budget)):
        return None
    too_few, enough = asked.task.limits.days, MOST_DAYS
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        possible = asked.possible(Limits(days=middle, budget=budget))
        if possible is None:
            return None
        if possible:
            enough = middle
        else:
            too_few = middle
    return enough


def _date(task: "Task", days: int) -> dict[str, str]:
    return {} if task.today is None else {"date": (task.today + datetime.timedelta(days=days)).isoformat()}


def _lever_limits(asked: _Asked) -> tuple[Blocking, ...]:
    """The proposed shares of people that a lever may reach, where only these are in the way."""
    task = asked.task
    village, solution = asked.cheapest(Limits(proposed=False))
    if solution is None:
        return ()
    over = {}
    for name, units in village.units_in(solution).items():
        limit = village.levers[name].limit
        if isinstance(limit, Share) and units > (task.ground.facts.get(limit.of) or 0) * limit.percent // 100:
            over[name] = units
    return (Blocking("lever-limit", {"levers": over, "needed_rupiah": solution.objective}),)


def _missing_facts(asked: _Asked) -> tuple[Blocking, ...]:
    """Variables that stay low because nobody recorded what they rest on, with the points that this costs."""
    found, task = [], asked.task
    village, scores = asked.ground.compiled()
    for variable in task.rules.variables:
        lacking = lacking_facts(task, variable)
        if not lacking:
            continue
        best = asked.highest(village, scores.score(variable, Sense.AT_MOST_TRUE))
        if best is None:
            continue
        lost = max((band.score for band in variable.bands), default=best) - best
        if lost > 0:
            found.append(Blocking("missing-fact", {"variable": variable.code, "facts": lacking, "points_lost": lost}))
    return tuple(found)


def lacking_facts(task: "Task", variable: Variable) -> list[str]:
    """Unrecorded facts behind a variable that no lever may bring about: records and denominators."""
    raised = {code for lever in task.levers.levers for code, step in lever.moves.items() if step > 0}
    result = task.before.variables[variable.code]
    if not result.requirement_met:
        return list(result.missing)
    return [code for code in result.missing if code not in raised]


def _unreachable(asked: _Asked) -> tuple[Blocking, ...]:
    """Indices that no plan can raise to their limit, and the variables in them that cannot reach their best score."""
    task, needed = asked.task, dict[str, int]()
    for pattern in task.goal.patterns:
        for name, least in pattern.items():
            needed[name] = min(least, needed.get(name, least))
    found = []
    for index in task.rules.indices:
        if index.id not in needed:
            continue
        village, scores = asked.ground.compiled()
        total = scores.index_sum(index.id, Sense.AT_MOST_TRUE)
        best = asked.highest(village, total)
        if best is None or best >= needed[index.id]:
            continue
        size = len(index.members)
        data = {
            "index": index.id,
            "best_hundredths": rounded_ratio(best, size),
            "needed_hundredths": rounded_ratio(needed[index.id], size),
            "best_sum": best,
            "needed_sum": needed[index.id],
        }
        found.append(Blocking("index", data))
        found += _low_variables(asked, index.id, index.members)
    return tuple(found)


def _low_variables(asked: _Asked, index_id: str, members: tuple[str, ...]) -> list[Blocking]:
    found, task = [], asked.task
    for code in members:
        variable = task.rules.by_code[code]
        village, scores = asked.ground.compiled()
        best = asked.highest(village, scores.score(variable, Sense.AT_MOST_TRUE))
        highest = max((band.score for band in variable.bands), default=best)
        if best is not None and highest is not None and best < highest:
            data = {"variable": code, "index": index_id, "score": task.before.scores[code], "best_score": best}
            found.append(Blocking("variable", data))
    return found
