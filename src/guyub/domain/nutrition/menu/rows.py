"""Rows of a kitchen's demands, over the columns of one stage of the search."""

from collections.abc import Iterable, Mapping

from guyub.domain.nutrition.menu.kitchen import MG_PER_G, Dish, Group, Kitchen, Limit
from guyub.domain.planning.programme import Affine, Programme

Served = Mapping[tuple[str, str], Affine]  # (group, dish) → measures of one person


def column_of(part: Affine) -> int:
    """The column that an expression of one column stands for."""
    (column,) = part.terms
    return column


def hold(programme: Programme, expression: Affine, limit: Limit) -> None:
    """Keep an expression within a limit."""
    if limit.low is not None:
        programme.require_at_least(expression, limit.low)
    if limit.high is not None:
        programme.require_at_most(expression, limit.high)


def serve(programme: Programme, group: Group, dish: Dish, cooked: Affine) -> Affine:
    """Measures of a dish for one person: nothing where it is not cooked, else within what the group's slot allows.

    More than a day's most of a nutrient cannot be served of one dish either. That follows from the limits of each day,
    but not from their sum over the week, whose bound is nearer for it.
    """
    least, most = group.measures[dish.slot]
    for name, limit in group.day.items():
        if limit.high is not None and dish.nutrients.get(name, 0) > 0:
            most = min(most, limit.high // dish.nutrients[name])
    measures = programme.column(0, most * cooked.high)
    programme.require_at_least(programme.combine([(1, measures), (-least, cooked)]), 0)
    programme.require_at_most(programme.combine([(1, measures), (-most, cooked)]), 0)
    return measures


def nutrient(programme: Programme, name: str, served: Iterable[tuple[Dish, Affine]]) -> Affine:
    """The sum of a nutrient over what one person is served."""
    return programme.combine((dish.nutrients.get(name, 0), measures) for dish, measures in served)


def hold_dishes(programme: Programme, kitchen: Kitchen, cooked: Mapping[str, Affine], days: int) -> None:
    """How many dishes of each slot are cooked over so many days, for all and for groups that some are not for."""
    for slot, (least, most) in kitchen.slots.items():
        of_slot = [(1, cooked[dish.code]) for dish in kitchen.dishes if dish.slot == slot]
        hold(programme, programme.combine(of_slot), Limit(least * days, most * days))
    for slot, least, without in {(s, n, g.without) for g in kitchen.groups for s, n in g.dishes.items()}:
        of_slot = [(1, cooked[d.code]) for d in kitchen.dishes if d.slot == slot and d.code not in without]
        programme.require_at_least(programme.combine(of_slot), least * days)


def hold_diversity(programme: Programme, kitchen: Kitchen, cooked: Mapping[str, Affine], days: int) -> None:
    """So many food groups on each of so many days."""
    for without, wanted in kitchen.diversities():
        there = []
        for dishes in kitchen.food_groups_of(without).values():
            met = programme.column(0, days)
            of_group = programme.combine((1, cooked[dish.code]) for dish in dishes)
            programme.require_at_most(programme.combine([(1, met), (-1, of_group)]), 0)
            there.append((1, met))
        programme.require_at_least(programme.combine(there), wanted * days)


def price(programme: Programme, kitchen: Kitchen, served: Iterable[tuple[Group, Dish, Affine]]) -> dict[int, int]:
    """What the week costs, in thousandths of a rupiah by column; what is taken from stock is taken off."""
    listed = list(served)
    objective: dict[int, int] = {}
    for group, dish, measures in listed:
        cost = group.people * kitchen.cost(dish)
        objective[column_of(measures)] = cost
    for food, grams in kitchen.stock.items():
        uses = [(group.people * dish.amounts.get(food, 0), measures) for group, dish, measures in listed]
        taken = programme.column(0, grams)
        used = programme.combine(uses)
        programme.require_at_least(programme.combine([(1, used), (-MG_PER_G, taken)]), 0)
        objective[column_of(taken)] = -kitchen.prices[food]
    return objective
