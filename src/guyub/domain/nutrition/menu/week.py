"""The week as one sum: how often each dish is cooked, which bounds what any week costs.

Every week of days that keep their demands also keeps them summed over the days. So the cheapest sum costs no more than
the cheapest week, and its proven bound is one of the week. It is small, for no day differs from another in it.
"""

from dataclasses import dataclass

from guyub.domain.nutrition.menu import rows
from guyub.domain.nutrition.menu.kitchen import Dish, Group, Kitchen, Limit
from guyub.domain.planning.programme import Affine, Programme


@dataclass(frozen=True)
class SumOfWeek:
    """The programme of the sum, with its columns.

    Attributes:
        cooked: Dish → on how many days.
        served: (group, dish) → measures of one person over the week.
    """

    programme: Programme
    cooked: dict[str, Affine]
    served: dict[tuple[str, str], Affine]
    objective: dict[int, int]


def sum_of_week(kitchen: Kitchen) -> SumOfWeek:
    """The sum with everything that is demanded of it."""
    base = sum_without_limits(kitchen)
    for group in kitchen.groups:
        for name, limit in limits_of(kitchen, group):
            rows.hold(base.programme, nutrient_of(kitchen, base, group, name), limit)
    return base


def sum_without_limits(kitchen: Kitchen) -> SumOfWeek:
    """The sum with all its demands but those of nutrients."""
    programme = Programme()
    cooked = {dish.code: programme.column(0, kitchen.most_days(dish)) for dish in kitchen.dishes}
    rows.hold_dishes(programme, kitchen, cooked, kitchen.days)
    rows.hold_diversity(programme, kitchen, cooked, kitchen.days)
    listed: list[tuple[Group, Dish, Affine]] = [
        (group, dish, rows.serve(programme, group, dish, cooked[dish.code]))
        for group in kitchen.groups
        for dish in kitchen.eaten_by(group)
    ]
    objective = rows.price(programme, kitchen, listed)
    served = {(group.code, dish.code): measures for group, dish, measures in listed}
    return SumOfWeek(programme, cooked, served, objective)


def limits_of(kitchen: Kitchen, group: Group) -> list[tuple[str, Limit]]:
    """What nutrients of a group are held to over the week: its week's limits, and its day's on every day."""
    days = [(name, limit.times(kitchen.days)) for name, limit in group.day.items()]
    return [*group.week.items(), *days]


def nutrient_of(kitchen: Kitchen, base: SumOfWeek, group: Group, name: str) -> Affine:
    """A nutrient of one person of a group over the week."""
    served = ((dish, base.served[group.code, dish.code]) for dish in kitchen.eaten_by(group))
    return rows.nutrient(base.programme, name, served)
