"""What a kitchen can cook, for whom, and what a week of it is held to.

Everything that meets a limit is an integer. Nutrients are in whatever unit the caller chose for each (tenths of kcal,
milligrams); amounts of food in milligrams as bought, prices in rupiah per kilogram.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

MG_PER_G = 1000  # and rupiah per kilogram are thousandths of a rupiah per gram


@dataclass(frozen=True)
class Limit:
    """``low <= sum <= high``; an absent end is open."""

    low: int | None = None
    high: int | None = None

    def times(self, count: int) -> "Limit":
        """The limit of so many sums of which each keeps this one."""
        return Limit(
            None if self.low is None else self.low * count,
            None if self.high is None else self.high * count,
        )

    def holds(self, value: int) -> bool:
        """Whether a sum keeps it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Dish:
    """What is cooked in one pot.

    Attributes:
        slot: Its part in a meal, as ``staple``, ``animal``, ``vegetable``.
        nutrients: Of one household measure of it.
        amounts: Food → milligrams as bought, in one measure.
        food_groups: Which of the food groups of dietary diversity it counts for.
        most_days: On how many days of the week it may be cooked.
        running: Whether it may be cooked two days running.
    """

    code: str
    slot: str
    nutrients: Mapping[str, int]
    amounts: Mapping[str, int]
    food_groups: frozenset[str] = frozenset()
    most_days: int = 2
    running: bool = False


@dataclass(frozen=True)
class Group:
    """People who are given the same portion.

    Attributes:
        people: How many.
        day: Nutrient → what a day's portion of one person is held to.
        week: Nutrient → what the sum over the week is held to.
        measures: Slot → least and most measures of a dish that is served.
        dishes: Slot → least number of dishes of it a day that this group may eat.
        food_groups: Least number of food groups a day.
        without: Dishes it is not given, for their texture, an allergy or a taboo.
    """

    code: str
    people: int
    day: Mapping[str, Limit]
    measures: Mapping[str, tuple[int, int]]
    week: Mapping[str, Limit] = field(default_factory=dict)
    dishes: Mapping[str, int] = field(default_factory=dict)
    food_groups: int = 0
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kitchen:
    """A week to be planned.

    Attributes:
        slots: Slot → least and most dishes of it a day.
        prices: Food → rupiah per kilogram as bought.
        stock: Food → grams that the garden or an earlier purchase gives for nothing this week.
    """

    dishes: tuple[Dish, ...]
    groups: tuple[Group, ...]
    slots: Mapping[str, tuple[int, int]]
    prices: Mapping[str, int]
    stock: Mapping[str, int] = field(default_factory=dict)
    days: int = 7

    @cached_property
    def by_code(self) -> dict[str, Dish]:
        """Dishes by their code."""
        return {dish.code: dish for dish in self.dishes}

    def most_days(self, dish: Dish) -> int:
        """On how many days a dish can be cooked, with a day between where it may not be cooked two days running."""
        return min(dish.most_days, self.days if dish.running else (self.days + 1) // 2)

    def cost(self, dish: Dish) -> int:
        """Thousandths of a rupiah for one measure bought, half a thousandth upwards."""
        whole = sum(amount * self.prices[food] for food, amount in dish.amounts.items())
        return (2 * whole + MG_PER_G) // (2 * MG_PER_G)

    def eaten_by(self, group: Group) -> tuple[Dish, ...]:
        """Dishes that a group is given where they are cooked."""
        return tuple(dish for dish in self.dishes if dish.code not in group.without)

    def diversities(self) -> set[tuple[frozenset[str], int]]:
        """Each different pair of dishes left out and food groups wanted a day."""
        return {(group.without, group.food_groups) for group in self.groups if group.food_groups}

    def food_groups_of(self, without: frozenset[str]) -> dict[str, list[Dish]]:
        """Food group → dishes that count for it, of those not left out."""
        found: dict[str, list[Dish]] = {}
        for dish in self.dishes:
            for name in dish.food_groups if dish.code not in without else ():
                found.setdefault(name, []).append(dish)
        return found


@dataclass(frozen=True)
class Week:
    """Dishes of each day, and measures by (group, day, dish)."""

    days: tuple[tuple[str, ...], ...]
    measures: Mapping[tuple[str, int, str], int]

    def bought(self, kitchen: Kitchen) -> Counter[str]:
        """Food → milligrams as bought that the week takes, stock included."""
        people = {group.code: group.people for group in kitchen.groups}
        total: Counter[str] = Counter()
        for (group, _, dish), count in self.measures.items():
            for food, amount in kitchen.by_code[dish].amounts.items():
                total[food] += people[group] * count * amount
        return total

    def eaten(self, kitchen: Kitchen, group: Group, day: int) -> Counter[str]:
        """Nutrients of one person's portion of a day."""
        total: Counter[str] = Counter()
        for code in self.days[day]:
            count = self.measures.get((group.code, day, code), 0)
            for name, amount in kitchen.by_code[code].nutrients.items() if count else ():
                total[name] += count * amount
        return total

    def cost(self, kitchen: Kitchen) -> int:
        """Thousandths of a rupiah, what is in stock for nothing; each measure's cost rounded as `Kitchen.cost` does."""
        people = {group.code: group.people for group in kitchen.groups}
        whole = sum(
            people[group] * count * kitchen.cost(kitchen.by_code[dish])
            for (group, _, dish), count in self.measures.items()
        )
        bought = self.bought(kitchen)
        return whole - sum(
            kitchen.prices[food] * min(grams, bought[food] // MG_PER_G) for food, grams in kitchen.stock.items()
        )


@dataclass(frozen=True)
class Breach:
    """A demand that a week does not keep: on which day (None: over the week), for whom, and the value it has."""

    demand: str
    value: int
    limit: Limit
    group: str | None = None
    day: int | None = None


def breaches(kitchen: Kitchen, week: Week) -> list[Breach]:
    """Every demand that a week breaks; none where it keeps all. This is what a menu is, written without a solver."""
    return [*_of_days(kitchen, week), *_of_dishes(kitchen, week), *_of_groups(kitchen, week)]


def _of_days(kitchen: Kitchen, week: Week) -> Iterator[Breach]:
    for day, codes in enumerate(week.days):
        for slot, (least, most) in kitchen.slots.items():
            count = sum(kitchen.by_code[code].slot == slot for code in codes)
            if not least <= count <= most:
                yield Breach(slot, count, Limit(least, most), day=day)


def _of_dishes(kitchen: Kitchen, week: Week) -> Iterator[Breach]:
    for dish in kitchen.dishes:
        days = [day for day, codes in enumerate(week.days) if dish.code in codes]
        if len(days) > dish.most_days:
            yield Breach(dish.code, len(days), Limit(high=dish.most_days))
        if not dish.running:
            running = [late for early, late in pairwise(days) if late == early + 1]
            yield from (Breach(dish.code, 2, Limit(high=1), day=day) for day in running)


def _of_groups(kitchen: Kitchen, week: Week) -> Iterator[Breach]:
    for group in kitchen.groups:
        whole: Counter[str] = Counter()
        for day in range(kitchen.days):
            eaten = week.eaten(kitchen, group, day)
            whole.update(eaten)
            yield from _held_to(group.day, eaten, group.code, day)
            yield from _of_portions(kitchen, week, group, day)
        yield from _held_to(group.week, whole, group.code, None)


def _of_portions(kitchen: Kitchen, week: Week, group: Group, day: int) -> Iterator[Breach]:
    cooked = [kitchen.by_code[code] for code in week.days[day]]
    eaten = [dish for dish in cooked if dish.code not in group.without]
    for dish in cooked:
        least, most = group.measures[dish.slot] if dish in eaten else (0, 0)
        count = week.measures.get((group.code, day, dish.code), 0)
        if not least <= count <= most:
            yield Breach(dish.code, count, Limit(least, most), group.code, day)
    for slot, least in group.dishes.items():
        count = sum(dish.slot == slot for dish in eaten)
        if count < least:
            yield Breach(slot, count, Limit(least), group.code, day)
    groups = frozenset[str]().union(*(dish.food_groups for dish in eaten))
    if len(groups) < group.food_groups:
        yield Breach("food-groups", len(groups), Limit(group.food_groups), group.code, day)


def _held_to(limits: Mapping[str, Limit], sums: Counter[str], group: str, day: int | None) -> Iterator[Breach]:
    for name, limit in limits.items():
        if not limit.holds(sums[name]):
            yield Breach(name, sums[name], limit, group, day)
