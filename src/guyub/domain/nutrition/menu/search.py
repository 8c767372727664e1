"""Find the cheapest week, and prove how cheap a week can be at all.

The week is searched from the outside in: first as one sum, which bounds the cost and says how often each dish is
cooked; then dishes are spread over days; then portions are measured for those days. What that costs is compared with
the bound. Where they do not meet and the kitchen is small, days and portions are solved at once, which settles it. Else
the time that is left goes to whole days where few groups eat, which brings bound and week nearer, then to two days at
once, which makes the week cheaper.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from guyub.domain.nutrition.menu import rows
from guyub.domain.nutrition.menu.days import all_at_once, portions_of_days, schedule
from guyub.domain.nutrition.menu.kitchen import Kitchen, Week
from guyub.domain.nutrition.menu.two_days import cheaper_weeks
from guyub.domain.nutrition.menu.week import SumOfWeek, sum_of_week
from guyub.domain.nutrition.menu.whole_days import WholeDays
from guyub.domain.planning.solver import Outcome, solve, solve_partly_whole

NEAR = 0.001  # the share within which portions are settled: the rest of a hundredth is left to days
SMALL = 500  # columns of a kitchen that is solved at once
FEW = 250  # columns of a day: with so few, whole days tell more than the week's sum in whole measures
ENOUGH = 0.005  # a week within this share of the bound is not searched further
_OF_SUM, _OF_DAYS, _OF_PORTIONS = 0.6, 0.2, 0.3  # shares of the time that is left
_OF_SUM_OF_FEW = 0.12  # where whole days tell more
_OF_CHOICE = 0.4  # and after whole days
_ROUGHLY = 0.5  # days need be near their limits, not the nearest there are
_LEAST = 0.05  # seconds


@dataclass(frozen=True)
class MenuAnswer:
    """The cheapest week that was found.

    Attributes:
        week: None where there is none, or none was found in time.
        cost: In thousandths of a rupiah.
        bound: No week costs less, proven.
        impossible: No week keeps all demands, proven.
    """

    week: Week | None
    cost: int | None
    bound: int
    impossible: bool = False

    @property
    def gap(self) -> float | None:
        """By which share of its cost the week may be dearer than the cheapest; 0 where it is proven the cheapest."""
        if self.cost is None:
            return None
        return max(self.cost - self.bound, 0) / self.cost if self.cost else 0.0


def cheapest_week(kitchen: Kitchen, seconds: float = 10.0, clock: Callable[[], float] = time.monotonic) -> MenuAnswer:
    """The cheapest week that keeps every demand, and a bound on the cost of all of them.

    Args:
        kitchen: Dishes, groups and demands.
        seconds: After which no step goes on.
        clock: Tells seconds.
    """
    end = clock() + seconds
    answer = _from_outside_in(kitchen, end, clock)
    if answer.impossible or answer.gap == 0:
        return answer
    if _columns(kitchen) <= SMALL:
        return _settled(kitchen, answer, max(end - clock(), _LEAST))
    return _by_days(kitchen, answer, end, clock)


def _columns(kitchen: Kitchen) -> int:
    return kitchen.days * len(kitchen.dishes) * (1 + len(kitchen.groups))


def _from_outside_in(kitchen: Kitchen, end: float, clock: Callable[[], float]) -> MenuAnswer:
    """First by sums in which portions may be parts of measures; where that is not near enough, by whole ones."""
    base = sum_of_week(kitchen)
    counted = {rows.column_of(part) for part in base.cooked.values()}
    limit = _share(end - clock(), _OF_SUM)
    rough = solve_partly_whole(base.programme, base.objective, counted, near=NEAR, time_limit=limit)
    if rough.outcome is Outcome.INFEASIBLE:
        return MenuAnswer(None, None, 0, impossible=True)
    answer = MenuAnswer(None, None, rough.bound)
    if rough.values is not None:
        answer = _spread(kitchen, base, [round(value) for value in rough.values], answer, end, clock)
    if _near_enough(answer):
        return answer
    limit = _share(end - clock(), _OF_SUM_OF_FEW if answer.week is not None and _few(kitchen) else _OF_SUM)
    whole = solve(base.programme, base.objective, near=NEAR, time_limit=limit, every_heuristic=True)
    if whole.outcome is Outcome.INFEASIBLE:
        return MenuAnswer(None, None, 0, impossible=True)
    answer = replace(answer, bound=max(answer.bound, whole.bound))
    return answer if whole.values is None else _spread(kitchen, base, whole.values, answer, end, clock)


def _spread(
    kitchen: Kitchen, base: SumOfWeek, values: list[int], answer: MenuAnswer, end: float, clock: Callable[[], float]
) -> MenuAnswer:
    """Spread a sum over days, measure portions for them, and keep the cheaper of that and what was found before."""
    counts = {code: part.value(values) for code, part in base.cooked.items()}
    portions = {key: part.value(values) for key, part in base.served.items()}
    days = schedule(kitchen, counts, portions)
    spread = solve(days.programme, days.objective, near=_ROUGHLY, time_limit=_share(end - clock(), _OF_DAYS))
    if spread.values is None:
        return answer
    measured = portions_of_days(kitchen, days.week(kitchen, spread.values).days, kitchen.groups)
    limit = _share(end - clock(), _OF_PORTIONS)
    portioned = solve(measured.programme, measured.objective, near=NEAR, time_limit=limit, every_heuristic=True)
    return answer if portioned.values is None else _better(answer, kitchen, measured.week(kitchen, portioned.values))


def _by_days(kitchen: Kitchen, answer: MenuAnswer, end: float, clock: Callable[[], float]) -> MenuAnswer:
    """Bring the bound nearer and the week down, where the gap is worth it and there is time."""
    if answer.week is None or _near_enough(answer):
        return answer
    best = answer.week
    if _few(kitchen):
        whole = WholeDays(kitchen, best)
        answer = replace(answer, bound=whole.improve(answer.bound, lambda: end - clock()))
        found = whole.week(_share(end - clock(), _OF_CHOICE))
        best = found if found is not None and found.cost(kitchen) < best.cost(kitchen) else best
        answer = _better(answer, kitchen, best)
    for cheaper in () if _near_enough(answer) else cheaper_weeks(kitchen, best, lambda: end - clock()):
        answer = _better(answer, kitchen, cheaper)
        if _near_enough(answer):
            break
    return answer


def _few(kitchen: Kitchen) -> bool:
    return _columns(kitchen) <= FEW * kitchen.days


def _near_enough(answer: MenuAnswer) -> bool:
    return answer.gap is not None and answer.gap <= ENOUGH


def _share(left: float, part: float) -> float:
    return max(left * part, _LEAST)


def _better(answer: MenuAnswer, kitchen: Kitchen, week: Week) -> MenuAnswer:
    """The cheaper of what was found before and a week."""
    cost = week.cost(kitchen)
    if answer.cost is not None and answer.cost <= cost:
        return answer
    return replace(answer, week=week, cost=cost)


def _settled(kitchen: Kitchen, answer: MenuAnswer, seconds: float) -> MenuAnswer:
    """Everything at once; what was found before stands where this finds nothing cheaper."""
    found = all_at_once(kitchen)
    solution = solve(found.programme, found.objective, time_limit=seconds, every_heuristic=True)
    if solution.outcome is Outcome.INFEASIBLE:
        return MenuAnswer(None, None, 0, impossible=True)
    if solution.values is not None:
        answer = _better(answer, kitchen, found.week(kitchen, solution.values))
    bound = max(answer.bound, solution.bound)
    return replace(answer, bound=bound if answer.cost is None else min(bound, answer.cost))
