"""Every plan of a small case, tried one by one: the oracle for the planner."""

import itertools
from dataclasses import dataclass
from fractions import Fraction

from guyub.domain.instruments import assess
from guyub.domain.planning.levers import Share


@dataclass(frozen=True)
class Tried:
    """One combination of units that keeps the facts true."""

    units: dict
    cost: int
    days: int
    assessed: object

    @property
    def used(self):
        return frozenset(name for name, count in self.units.items() if count)


def most_units(lever, facts, ceilings):
    bounds = []
    for code, step in lever.moves.items():
        now = facts.get(code) or 0
        if step < 0:
            bounds.append(now // -step)
        elif code in ceilings:
            top = ceilings[code] if isinstance(ceilings[code], int) else (facts.get(ceilings[code]) or 0)
            bounds.append(max(0, top - now) // step)
    if isinstance(lever.limit, Share):
        bounds.append((facts.get(lever.limit.of) or 0) * lever.limit.percent // 100)
    elif lever.limit is not None:
        bounds.append(lever.limit)
    return min(bounds)


def every_plan(instrument, facts, levers):
    """All combinations of units that draw on no fact beyond what it holds, break no ceiling and meet every need."""
    ranges = [range(most_units(lever, facts, levers.ceilings) + 1) for lever in levers.levers]
    for counts in itertools.product(*ranges):
        units = dict(zip((lever.id for lever in levers.levers), counts, strict=True))
        after = facts_after(facts, levers, units)
        if after is not None:
            cost = sum(levers.by_id[name].cost_of(count) for name, count in units.items())
            days = max((levers.by_id[name].days_for(count) for name, count in units.items() if count), default=0)
            yield Tried(units, cost, days, assess(instrument, after))


def facts_after(facts, levers, units):
    after, drawn = dict(facts), {}
    for name, count in units.items():
        for code, step in levers.by_id[name].moves.items():
            if count:
                after[code] = (after.get(code) or 0) + step * count
            if step < 0:
                drawn[code] = drawn.get(code, 0) - step * count
    if any(amount > (facts.get(code) or 0) for code, amount in drawn.items()):
        return None
    for code, ceiling in levers.ceilings.items():
        top = ceiling if isinstance(ceiling, int) else (facts.get(ceiling) or 0)
        if (after.get(code) or 0) > max(top, facts.get(code) or 0):
            return None
    for name, count in units.items():
        needs = levers.by_id[name].needs
        if count and any((after.get(code) or 0) < least for code, least in needs.items()):
            return None
    return after


def cheapest(tried, reaches):
    return min((plan.cost for plan in tried if reaches(plan.assessed)), default=None)


def price_rise(tried, reaches, best, lever, units):
    """The least rise of a lever's price at which a plan with fewer of its units costs as much."""
    rivals = [plan for plan in tried if reaches(plan.assessed) and plan.units[lever] < units]
    return min((Fraction(plan.cost - best, units - plan.units[lever]) for plan in rivals), default=None)
