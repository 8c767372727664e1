"""Make a week cheaper two days at a time: their dishes and portions are found anew, the other days stay as they are."""

from collections.abc import Callable, Iterator
from itertools import combinations

from guyub.domain.nutrition.menu import rows
from guyub.domain.nutrition.menu.days import Days, all_at_once
from guyub.domain.nutrition.menu.kitchen import Kitchen, Week
from guyub.domain.planning.programme import Programme
from guyub.domain.planning.solver import solve

NEAR = 0.0003  # the share within which two days are settled
_AT_LEAST, _AT_MOST = 0.3, 1.5  # seconds for two days; with less left they are not begun


def cheaper_weeks(kitchen: Kitchen, week: Week, seconds: Callable[[], float]) -> Iterator[Week]:
    """Ever cheaper weeks that keep every demand, until no two days make one, or the time is over.

    Args:
        kitchen: What it is for.
        week: One that keeps every demand.
        seconds: Tells those that are left.
    """
    whole, cost, since, longest = all_at_once(kitchen), week.cost(kitchen), 0, _AT_LEAST
    pairs = list(combinations(range(kitchen.days), 2))
    while since < len(pairs):
        for pair in pairs:
            begun = seconds()
            if begun <= longest or since == len(pairs):
                return
            held = _held(whole, week, frozenset(pair))
            found = solve(held, whole.objective, near=NEAR, time_limit=min(begun, _AT_MOST))
            longest = max(longest, begun - seconds())  # the solver looks at its clock now and then only
            since += 1
            if found.values is not None and (found.objective or 0) < cost:
                week, since = whole.week(kitchen, found.values), 0
                cost = week.cost(kitchen)
                yield week


def _held(whole: Days, week: Week, free: frozenset[int]) -> Programme:
    """The programme of all days in which only some are free."""
    programme = whole.programme.copy()
    held = {
        rows.column_of(part): int(code in week.days[day])
        for (day, code), part in whole.cooked.items()
        if day not in free
    }
    for key, part in whole.served.items():
        if key[1] not in free:
            held[rows.column_of(part)] = week.measures.get(key, 0)
    for column, value in held.items():
        programme.lower[column] = programme.upper[column] = value
    return programme
