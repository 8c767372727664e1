"""Days of a week: which dish on which day, and how many measures of it for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guyub.domain.nutrition.menu import rows
from guyub.domain.nutrition.menu.kitchen import Dish, Group, Kitchen, Limit, Week
from guyub.domain.planning.programme import Affine, Programme

THOUSAND = 1000  # shares of a limit are compared in thousandths


@dataclass(frozen=True)
class Held:
    """Whose sum of which nutrient a row of the programme holds: of one day, or of the week where there is none."""

    group: str
    nutrient: str
    limit: Limit
    day: int | None = None


@dataclass(frozen=True)
class Days:
    """A programme over the days, with its columns.

    Attributes:
        cooked: (day, dish) → 1 where it is cooked.
        served: (group, day, dish) → measures of one person.
        held: Rows that are limits of nutrients, by their place.
    """

    programme: Programme
    cooked: dict[tuple[int, str], Affine]
    served: dict[tuple[str, int, str], Affine]
    objective: dict[int, int]
    held: dict[int, Held] = field(default_factory=dict)

    def week(self, kitchen: Kitchen, values: list[int]) -> Week:
        """The week that a solution is."""
        on = {key for key, part in self.cooked.items() if part.value(values)}
        days = tuple(
            tuple(dish.code for dish in kitchen.dishes if (day, dish.code) in on) for day in range(kitchen.days)
        )
        measures = {key: part.value(values) for key, part in self.served.items()}
        return Week(days, {key: count for key, count in measures.items() if count})


def schedule(kitchen: Kitchen, counts: Mapping[str, int], portions: Mapping[tuple[str, str], int]) -> Days:
    """Spread dishes that are cooked so many times over the days, each day as near as can be to what it is held to.

    Args:
        kitchen: What it is for.
        counts: Dish → days.
        portions: (group, dish) → measures of one person over the week.
    """
    programme = Programme()
    cooked = _cooked(programme, kitchen, [dish for dish in kitchen.dishes if counts[dish.code]])
    for code, count in counts.items():
        if count:
            total = programme.combine((1, cooked[day, code]) for day in range(kitchen.days))
            programme.require_at_least(total, count)
            programme.require_at_most(total, count)
    farthest = programme.column(0, 10 * THOUSAND)
    for day in range(kitchen.days):
        for group in kitchen.groups:
            _near_limits(programme, kitchen, group, day, cooked, counts, portions, farthest)
    return Days(programme, cooked, {}, {rows.column_of(farthest): 1})


def _near_limits(
    programme: Programme,
    kitchen: Kitchen,
    group: Group,
    day: int,
    cooked: Mapping[tuple[int, str], Affine],
    counts: Mapping[str, int],
    portions: Mapping[tuple[str, str], int],
    farthest: Affine,
) -> None:
    """By how many thousandths a day of mean portions is beyond a limit, for the farthest of all."""
    for name, limit in group.day.items():
        unit = limit.low or limit.high
        if not unit:
            continue
        mean = programme.combine(
            (
                THOUSAND * dish.nutrients.get(name, 0) * portions[group.code, dish.code] // (counts[dish.code] * unit),
                part,
            )
            for dish in kitchen.eaten_by(group)
            if (part := cooked.get((day, dish.code))) is not None
        )
        if limit.low is not None:
            programme.require_at_least(programme.combine([(1, mean), (1, farthest)]), THOUSAND * limit.low // unit)
        if limit.high is not None:
            programme.require_at_most(programme.combine([(1, mean), (-1, farthest)]), THOUSAND * limit.high // unit)


def portions_of_days(kitchen: Kitchen, days: Sequence[Sequence[str]], groups: Sequence[Group]) -> Days:
    """Measures for groups where it is known what is cooked on each day."""
    programme = Programme()
    one = programme.column(1, 1)
    cooked = {(day, code): one for day, codes in enumerate(days) for code in codes}
    return _served(programme, kitchen, cooked, groups)


def all_at_once(kitchen: Kitchen) -> Days:
    """Days and measures in one programme, which is what a menu is by definition; for kitchens small enough."""
    programme = Programme()
    return _served(programme, kitchen, _cooked(programme, kitchen, kitchen.dishes), kitchen.groups)


def _cooked(programme: Programme, kitchen: Kitchen, dishes: Sequence[Dish]) -> dict[tuple[int, str], Affine]:
    cooked = {(day, dish.code): programme.binary() for day in range(kitchen.days) for dish in dishes}
    for day in range(kitchen.days):
        nothing = programme.affine({}, 0)
        of_day = {dish.code: cooked.get((day, dish.code), nothing) for dish in kitchen.dishes}
        rows.hold_dishes(programme, kitchen, of_day, 1)
        rows.hold_diversity(programme, kitchen, of_day, 1)
    for dish in dishes:
        total = programme.combine((1, cooked[day, dish.code]) for day in range(kitchen.days))
        programme.require_at_most(total, kitchen.most_days(dish))
        for day in range(kitchen.days - 1 if not dish.running else 0):
            both = programme.combine([(1, cooked[day, dish.code]), (1, cooked[day + 1, dish.code])])
            programme.require_at_most(both, 1)
    return cooked


def _served(
    programme: Programme, kitchen: Kitchen, cooked: dict[tuple[int, str], Affine], groups: Sequence[Group]
) -> Days:
    served = {
        (group.code, day, code): rows.serve(programme, group, kitchen.by_code[code], part)
        for group in groups
        for (day, code), part in cooked.items()
        if code not in group.without
    }
    held: dict[int, Held] = {}
    for group in groups:
        own = [(day, kitchen.by_code[code], part) for (name, day, code), part in served.items() if name == group.code]
        for one in _held_of(kitchen, group):
            of_day = [(dish, part) for day, dish, part in own if one.day in (None, day)]
            before = len(programme.rows)
            rows.hold(programme, rows.nutrient(programme, one.nutrient, of_day), one.limit)
            held.update(dict.fromkeys(range(before, len(programme.rows)), one))
    by_code = {group.code: group for group in groups}
    listed = [(by_code[name], kitchen.by_code[code], part) for (name, _, code), part in served.items()]
    return Days(programme, cooked, served, rows.price(programme, kitchen, listed), held)


def _held_of(kitchen: Kitchen, group: Group) -> list[Held]:
    week = [Held(group.code, name, limit) for name, limit in group.week.items()]
    days = [Held(group.code, name, limit, day) for day in range(kitchen.days) for name, limit in group.day.items()]
    return week + days
