"""Where no week keeps every demand: which cannot be kept, and how near a week can come."""

from dataclasses import dataclass

from guyub.domain.nutrition.menu import rows
from guyub.domain.nutrition.menu.kitchen import Kitchen
from guyub.domain.nutrition.menu.week import limits_of, nutrient_of, sum_without_limits
from guyub.domain.planning.solver import solve

_WHOLE = 1_000_000  # shortfalls of different units are weighed as millionths of what is wanted


@dataclass(frozen=True)
class Shortfall:
    """A demand that cannot be kept with the others.

    Attributes:
        demand: A slot, ``food-groups``, or a nutrient.
        group: Whose; None where it is everybody's.
        wanted: The nearer end of the limit, over the week (of slots: dishes over the week).
        reached: The nearest that a week comes.
    """

    demand: str
    wanted: int
    reached: int
    group: str | None = None


def unmet_demands(kitchen: Kitchen, seconds: float = 5.0) -> list[Shortfall]:
    """Demands that no week keeps; none where what is summed over the week can be kept.

    Dishes are counted first: too few of a slot cannot be made up by portions. Then nutrients are missed by as little
    as can be, in shares of what is wanted.
    """
    return _too_few_dishes(kitchen) or _nutrients(kitchen, seconds)


def _too_few_dishes(kitchen: Kitchen) -> list[Shortfall]:
    everybody = [_of_slot(kitchen, slot, least, None, frozenset()) for slot, (least, _) in kitchen.slots.items()]
    found = [short for short in everybody if short.reached < short.wanted]
    for group in kitchen.groups:
        own = [_of_slot(kitchen, slot, least, group.code, group.without) for slot, least in group.dishes.items()]
        there = len(kitchen.food_groups_of(group.without))
        own.append(Shortfall("food-groups", group.food_groups, there, group.code))
        found += [short for short in own if short.reached < short.wanted]
    return found


def _of_slot(kitchen: Kitchen, slot: str, least: int, group: str | None, without: frozenset[str]) -> Shortfall:
    dishes = [dish for dish in kitchen.dishes if dish.slot == slot and dish.code not in without]
    reached = sum(kitchen.most_days(dish) for dish in dishes)
    return Shortfall(slot, least * kitchen.days, reached, group)


def _nutrients(kitchen: Kitchen, seconds: float) -> list[Shortfall]:
    base = sum_without_limits(kitchen)
    programme, objective, listed = base.programme, dict[int, int](), []
    for group in kitchen.groups:
        for name, limit in limits_of(kitchen, group):
            total = nutrient_of(kitchen, base, group, name)
            for end, sign in ((limit.low, 1), (limit.high, -1)):
                if end is None:
                    continue
                short = programme.column(0, max(end, total.high))
                objective[rows.column_of(short)] = max(_WHOLE // max(end, 1), 1)
                programme.require_at_least(programme.combine([(sign, total), (1, short)]), sign * end)
                listed.append((group.code, name, end, total, short))
    best = solve(programme, objective, near=0.01, time_limit=seconds)
    if best.values is None:
        return []
    return [
        Shortfall(name, end, total.value(best.values), group)
        for group, name, end, total, short in listed
        if short.value(best.values)
    ]
