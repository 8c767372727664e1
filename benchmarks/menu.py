"""The menu of a week for eight groups and eighty foods, and for one group: how near the cheapest, in ten seconds.

The rival is the same programme put to HiGHS as a whole, without the steps of the search, for as long.
"""

import time
from collections.abc import Iterable
from decimal import Decimal

from benchmarks.measuring import Line
from guyub.data.nutrition_files import (
    load_akg,
    load_demonstration_prices,
    load_foods,
    load_kitchen_rules,
    load_pmt_rules,
    load_recipes,
)
from guyub.domain.nutrition.foods import Kind
from guyub.domain.nutrition.kitchens import Guides, Larder, week_for
from guyub.domain.nutrition.menu import Kitchen, breaches, cheapest_week
from guyub.domain.nutrition.menu.days import all_at_once
from guyub.domain.nutrition.recipes import Recipe, Recipes
from guyub.domain.planning.solver import solve

SECONDS = 10.0
MOST_PERCENT = 1.0  # of eighty foods, as the bound is stated; a garden and coarser dishes are told beside it
FOODS = 80
PEOPLE = {
    "child-6": 6,
    "child-9": 6,
    "child-12": 18,
    "child-24": 30,
    "pregnant-1": 3,
    "pregnant-2": 7,
    "nursing-1": 6,
    "nursing-2": 6,
}
MOST_DAYS = {Kind.STAPLE: 4, Kind.PLANT_PROTEIN: 3, Kind.FAT: 7, Kind.SUGAR: 7}
HALVED = (Kind.ANIMAL, Kind.PLANT_PROTEIN, Kind.FRUIT, Kind.FAT)


def main() -> list[Line]:
    """Time, and the proven gap in per cent, of a kitchen of single foods and of the dishes that come with Guyub."""
    lines, singles = [], foods_as_dishes()
    for name, recipes, stock in (
        (f"{FOODS} foods", singles, {}),
        (f"{FOODS} foods, a garden", singles, {"DR008": 4_000, "ER073": 6_000, "HR002": 3_000}),
        ("dishes of Guyub", load_recipes(), {}),
    ):
        kitchen = kitchen_of(recipes, stock)
        begun = time.perf_counter()
        answer = cheapest_week(kitchen, SECONDS)
        seconds = time.perf_counter() - begun
        if answer.week is None or answer.gap is None or breaches(kitchen, answer.week):
            raise RuntimeError(f"no week was found for {name}")
        lines.append(Line(f"menu of a week, 8 groups, {name}", seconds, SECONDS + 0.5))
        most = MOST_PERCENT if recipes is singles and not stock else None
        lines.append(Line(f"  proven within per cent of the cheapest, {name}", 100 * answer.gap, most))
    return [*lines, *one_group_alone(), rival(kitchen_of(singles, {}))]


def one_group_alone() -> list[Line]:
    """Of each group by itself, with the dishes of Guyub: the longest time and the widest gap."""
    slowest = widest = 0.0
    for group in PEOPLE:
        kitchen = kitchen_of(load_recipes(), {}, [group])
        begun = time.perf_counter()
        answer = cheapest_week(kitchen, SECONDS)
        if answer.week is None or answer.gap is None or breaches(kitchen, answer.week):
            raise RuntimeError(f"no week was found for {group}")
        slowest, widest = max(slowest, time.perf_counter() - begun), max(widest, answer.gap)
    return [
        Line(f"menu of a week, one group alone, slowest of {len(PEOPLE)}", slowest, SECONDS + 0.5),
        Line("  proven within per cent of the cheapest, widest", 100 * widest, MOST_PERCENT),
    ]


def foods_as_dishes() -> Recipes:
    """Each food by itself as a dish, in its smallest household measure or half of it."""
    table, listed = load_foods(), []
    for food in table.foods:
        measure = min(table.measures_of(food.code), key=lambda one: one.tenths_g)
        grams = Decimal(measure.tenths_g) / (20 if food.kind in HALVED else 10)
        if food.edible_permille:
            listed.append(
                Recipe(
                    code=food.code,
                    slot=food.kind,
                    name=food.name,
                    measure={"id": measure.unit, "en": measure.unit},
                    from_month=6,
                    most_days=MOST_DAYS.get(food.kind, 2),
                    running=food.kind in MOST_DAYS,
                    foods={food.code: grams.quantize(Decimal("0.1"))},
                )
            )
    few = [one for one in listed if one.slot in (Kind.FAT, Kind.SUGAR, Kind.STAPLE, Kind.PLANT_PROTEIN)]
    rest = [one for one in listed if one not in few]
    return load_recipes().model_copy(update={"dishes": tuple([*few, *rest][:FOODS])})


def kitchen_of(recipes: Recipes, stock: dict[str, int], groups_of: Iterable[str] = PEOPLE) -> Kitchen:
    """Of the people above or some of their groups, with made-up prices; where foods are dishes, fat is a slot apart."""
    rules = load_kitchen_rules()
    if recipes.dishes[0].code in load_foods().by_code:
        apart: dict[Kind, tuple[int, int]] = {Kind.FAT: (0, 2), Kind.SUGAR: (0, 1)}
        groups = tuple(
            group.model_copy(update={"measures": {**group.measures, Kind.FAT: (0, 4), Kind.SUGAR: (0, 3)}})
            for group in rules.groups
        )
        rules = rules.model_copy(update={"slots": {**rules.slots, **apart}, "groups": groups})
    prices = {price.food: price.rupiah_per_kg for price in load_demonstration_prices()}
    guides, people = Guides(rules, recipes, load_akg(), load_pmt_rules()), {code: PEOPLE[code] for code in groups_of}
    return week_for(guides, Larder(load_foods().by_code, prices, stock), people).kitchen


def rival(kitchen: Kitchen) -> Line:
    """The gap that HiGHS leaves when it is given everything at once."""
    whole = all_at_once(kitchen)
    solution = solve(whole.programme, whole.objective, time_limit=SECONDS, every_heuristic=True)
    if solution.objective is None:
        return Line(f"  everything at once: no week in {SECONDS:.0f} s", SECONDS)
    return Line("  everything at once: gap in per cent", 100 * (1 - solution.bound / solution.objective))
