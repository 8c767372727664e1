"""The cheapest road for one village: to a class, or to a safety margin within its class."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from guyub.domain.instruments.assess import Assessment, Facts, assess
from guyub.domain.instruments.model import Instrument, Variable
from guyub.domain.planning.answer import Action, Move, Plan, PlanStatus, ValueMove
from guyub.domain.planning.blocking import reasons
from guyub.domain.planning.errors import DateBeforeStart, MarginNotPositive, NegativeLimit, StartDayMissing
from guyub.domain.planning.goal import Goal, add_goal, class_goal, margin_goal, refuse_totals
from guyub.domain.planning.ground import Assumption, Ground, settle
from guyub.domain.planning.levers import LeverSet
from guyub.domain.planning.scores import ScoreForms
from guyub.domain.planning.sensitivity import sensitivity_of
from guyub.domain.planning.solver import Outcome, Seconds, Solution, SolverDisagrees
from guyub.domain.planning.village import Limits, VillageProgramme, compile_village
from guyub.errors import NotFound

TIME_LIMIT = 20.0  # seconds for one solve; the shipped instrument needs a few milliseconds


@dataclass(frozen=True)
class Task:
    """Everything that defines what is asked for one village."""

    rules: Instrument
    ground: Ground
    levers: LeverSet
    before: Assessment
    to_class: str
    goal: Goal
    limits: Limits
    today: datetime.date | None = None
    margin: int | None = None
    time_limit: Seconds = TIME_LIMIT

    @property
    def out_of_time(self) -> bool:
        """Whether the time for the whole answer is used up."""
        return callable(self.time_limit) and self.time_limit() <= 0

    def compiled(self, limits: Limits | None = None) -> tuple[VillageProgramme, ScoreForms]:
        """The village as a programme with the goal required, under these or other limits."""
        village, scores = compile_village(self.rules, self.ground, self.levers, limits or self.limits)
        add_goal(village.programme, scores, self.goal)
        return village, scores

    def holds_in(self, after: Assessment) -> bool:
        """Whether an assessment reaches what was asked."""
        least = self.rules.class_by_name[self.to_class].rank
        if self.margin is None:
            return after.rank >= least
        limits = {index.id: index.passes_at + self.margin for index in self.rules.indices}
        kept = all(after.indices[name] >= limits[name] for name, passes in self.before.passes.items() if passes)
        return after.rank >= least and kept


def plan(
    instrument: Instrument,
    facts: Facts,
    levers: LeverSet,
    to_class: str,
    *,
    given: Mapping[str, int] | None = None,
    mode: str | None = None,
    today: datetime.date | None = None,
    by: datetime.date | None = None,
    budget: int | None = None,
    alternatives: int = 0,
    sensitivity: bool = True,
    time_limit: Seconds = TIME_LIMIT,
) -> Plan:
    """The cheapest plan that brings a village to a class or a higher one.

    Args:
        instrument: The rules; the rows of the integer programme come from its expressions.
        facts: Integers by fact code; None or absent is not recorded.
        levers: What can be done.
        to_class: The class to reach; one of higher rank counts as reached.
        given: Scores taken as they are, by variable code.
        mode: How documented choices of the instrument are settled.
        today: The day the plan starts; needed with ``by``.
        by: The day by which every action must be finished.
        budget: Most rupiah.
        alternatives: How many further plans to give, each the cheapest that leaves out at least one lever of
            every plan before it.
        sensitivity: Whether to find the price changes at which the plan would change.
        time_limit: Seconds for one solve, or what tells the seconds that are left for the whole answer. When they run
            out the status is ``bounded``, or ``skipped`` names what was not looked for.

    Raises:
        CannotPlan: The instrument has a rule without an exact form.
        NotFound: The instrument has no such class.
        UnusableRequest: The date is before today, or the budget is negative.
    """
    rules = instrument.in_mode(mode)
    if to_class not in rules.class_by_name:
        raise NotFound(kind="class", name=to_class, known=", ".join(rules.class_by_name))
    goal = class_goal(rules, to_class)
    before = assess(rules, facts, given=given)
    ground = settle(rules, facts, given)
    limits = limits_of(today, by, budget)
    task = Task(rules, ground, levers, before, to_class, goal, limits, today, None, time_limit)
    if before.rank >= rules.class_by_name[to_class].rank:
        return _already_there(task)
    return solve_task(task, alternatives, sensitivity)


def hold(
    instrument: Instrument,
    facts: Facts,
    levers: LeverSet,
    *,
    margin: int = 25,
    given: Mapping[str, int] | None = None,
    mode: str | None = None,
    today: datetime.date | None = None,
    by: datetime.date | None = None,
    budget: int | None = None,
    alternatives: int = 0,
    sensitivity: bool = True,
    time_limit: Seconds = TIME_LIMIT,
) -> Plan:
    """The cheapest plan that keeps the class with a safety margin.

    Every index that passes now must stand at least ``margin`` hundredths above its limit. Other arguments and
    errors as for `plan`.
    """
    rules = instrument.in_mode(mode)
    if margin <= 0:
        raise MarginNotPositive()
    refuse_totals(rules)
    before = assess(rules, facts, given=given)
    goal = margin_goal(rules, before, margin)
    limits = limits_of(today, by, budget)
    ground = settle(rules, facts, given)
    task = Task(rules, ground, levers, before, before.class_name, goal, limits, today, margin, time_limit)
    if task.holds_in(before):
        return _already_there(task)
    return solve_task(task, alternatives, sensitivity)


def solve_task(task: Task, alternatives: int, sensitivity: bool) -> Plan:
    """The cheapest plan with its alternatives and sensitivity, or what prevents it."""
    village, scores = task.compiled()
    solution = village.solve(time_limit=task.time_limit)
    if solution.values is None:
        return _without_plan(task, solution)
    best = as_plan(task, village, scores, solution)
    if not best.actions:
        return best
    others, all_others = _alternatives(task, best, alternatives)
    asked = sensitivity and best.status is PlanStatus.OPTIMAL and not task.out_of_time
    found = sensitivity_of(village, solution, task.time_limit) if asked else ()
    skipped = {"alternatives": not all_others, "sensitivity": sensitivity and (not asked or task.out_of_time)}
    return best.with_parts(
        sensitivity=found, alternatives=others, skipped=tuple(name for name, true in skipped.items() if true)
    )


def _alternatives(task: Task, best: Plan, count: int) -> tuple[tuple[Plan, ...], bool]:
    """The next cheapest plans, and whether these are all that were asked for or exist."""
    found, (village, scores) = [best], task.compiled()
    while len(found) <= count:
        if task.out_of_time:
            return tuple(found[1:]), False
        village.leave_one_out(action.lever for action in found[-1].actions)
        solution = village.solve(time_limit=task.time_limit)
        if solution.values is None:
            return tuple(found[1:]), solution.outcome is Outcome.INFEASIBLE
        found.append(as_plan(task, village, scores, solution))
    return tuple(found[1:]), True


def as_plan(task: Task, village: VillageProgramme, scores: ScoreForms, solution: Solution) -> Plan:
    """The solution as a plan: its counts are the solver's, everything else is computed anew from the facts.

    Raises:
        SolverDisagrees: The assessment of the facts after the plan does not reach the goal.
    """
    actions, assessed = plan_of_units(task, village.units_in(solution))
    cost = sum(action.cost_rupiah for action in actions)
    bound = min(solution.bound, cost)
    proven = solution.outcome is Outcome.OPTIMAL and bound == cost
    return _blank_plan(task, PlanStatus.OPTIMAL if proven else PlanStatus.BOUNDED).with_parts(
        reached_class=assessed.class_name,
        cost_rupiah=cost,
        bound_rupiah=bound,
        days=max((action.days for action in actions), default=0),
        actions=actions,
        scores_after=assessed.scores,
        indices_after=assessed.indices,
        assumptions=_assumptions(task, scores, actions),
        values=_values(task, assessed),
    )


def _values(task: Task, after: Assessment) -> tuple[ValueMove, ...]:
    """Every value that the plan moves, with how far it then is from the end of its score."""
    found = []
    for variable in task.rules.variables:
        start, end = task.before.variables[variable.code].value, after.variables[variable.code].value
        if start != end:
            limit = None if end is None else _last_value(variable, end)
            remaining = None if limit is None or end is None else abs(end - limit)
            found.append(ValueMove(variable.code, start, end, limit, remaining))
    return tuple(found)


def _last_value(variable: Variable, value: int) -> int | None:
    """The value nearest to a lower score that still has the score of ``value``."""
    for lower, band, upper in zip((None, *variable.bands), variable.bands, (*variable.bands[1:], None), strict=False):
        if upper is not None and upper.start is not None and value >= upper.start:
            continue
        if lower is not None and lower.score < band.score:
            return band.start
        if upper is not None and upper.start is not None and upper.score < band.score:
            return upper.start - 1
        return None
    return None


def plan_of_units(task: Task, units: Mapping[str, int]) -> tuple[tuple[Action, ...], Assessment]:
    """The actions behind units of levers, and the village assessed after them.

    Raises:
        SolverDisagrees: The assessment does not reach the goal.
    """
    actions, after = _actions(task, units)
    assessed = assess(task.rules, after, given=task.ground.fixed)
    if not task.holds_in(assessed):
        raise SolverDisagrees(f"the plan {units} gives {assessed.class_name} {assessed.indices}")
    return actions, assessed


def _actions(task: Task, units: Mapping[str, int]) -> tuple[tuple[Action, ...], dict[str, int | None]]:
    """Actions in the order of the lever file, and the facts after them."""
    after = dict(task.ground.facts)
    actions = []
    for lever in task.levers.levers:
        count = units.get(lever.id, 0)
        if not count:
            continue
        codes = sorted(lever.moves, key=lambda code: code != lever.main_fact)
        moves = tuple(
            Move(code, after.get(code) or 0, (after.get(code) or 0) + lever.moves[code] * count) for code in codes
        )
        after.update({move.fact: move.end for move in moves})
        people = count if lever.unit.counts_people else 0
        cost, days = lever.cost_of(count), lever.days_for(count)
        known = all(task.ground.facts.get(code) is not None for code, step in lever.moves.items() if step > 0)
        actions.append(
            Action(lever.id, count, str(lever.unit), people, moves, cost, days, lever.opd, lever.evidence, known)
        )
    return tuple(actions), after


def _assumptions(task: Task, scores: ScoreForms, actions: tuple[Action, ...]) -> tuple[Assumption, ...]:
    moved = dict.fromkeys(move.fact for action in actions for move in action.moves)
    blank = [Assumption("blank-counts-as-zero", fact=code) for code in moved if task.ground.facts.get(code) is None]
    return (*task.ground.assumptions, *scores.assumptions, *blank)


def _already_there(task: Task) -> Plan:
    return _blank_plan(task, PlanStatus.OPTIMAL).with_parts(
        reached_class=task.before.class_name,
        cost_rupiah=0,
        bound_rupiah=0,
        days=0,
        scores_after=task.before.scores,
        indices_after=task.before.indices,
        assumptions=task.ground.assumptions,
    )


def _without_plan(task: Task, solution: Solution) -> Plan:
    if solution.outcome is Outcome.BOUNDED:
        return _blank_plan(task, PlanStatus.BOUNDED).with_parts(bound_rupiah=solution.bound, skipped=("plan",))
    return _blank_plan(task, PlanStatus.INFEASIBLE).with_parts(
        blocking=reasons(task), assumptions=task.ground.assumptions
    )


def _blank_plan(task: Task, status: PlanStatus) -> Plan:
    return Plan(
        status=status,
        purpose="hold" if task.margin is not None else "reach",
        instrument=task.rules.id,
        levers=task.levers.id,
        from_class=task.before.class_name,
        to_class=task.to_class,
        scores_before=task.before.scores,
        indices_before=task.before.indices,
        margin_hundredths=task.margin,
    )


def limits_of(today: datetime.date | None, by: datetime.date | None, budget: int | None) -> Limits:
    """Date and budget as limits.

    Raises:
        UnusableRequest: The date is before today, or the budget is negative.
    """
    return Limits(days=_days(today, by), budget=_budget(budget))


def _days(today: datetime.date | None, by: datetime.date | None) -> int | None:
    if by is None:
        return None
    if today is None:
        raise StartDayMissing(by=by)
    if by < today:
        raise DateBeforeStart(by=by, today=today)
    return (by - today).days


def _budget(budget: int | None) -> int | None:
    if budget is not None and budget < 0:
        raise NegativeLimit(name="budget", value=budget)
    return budget
