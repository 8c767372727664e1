"""A Dashat kitchen's week as the menu search takes it: from foods, dishes, prices, needs, and who eats."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from guyub.domain.nutrition import menu
from guyub.domain.nutrition.foods import Allergen, Food, Kind, Nutrient, bought_for
from guyub.domain.nutrition.needs import Akg, Needs, Serving, Sex, State, needs_of
from guyub.domain.nutrition.pmt import PmtRules, Portion, Who
from guyub.domain.nutrition.recipes import MeasureContent, Recipe, Recipes, content_of, half_up, unknown_foods
from guyub.domain.rulefiles import Grade, Model, Origin, Text
from guyub.errors import DomainError

Percents = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)] | None]
Counts = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]

ADULT_MONTHS = 300  # of women: the age whose needs are taken, 19 to 29 years
MG_PER_TENTH_G = 100


class KitchenGroup(Model):
    """People who get the same portion.

    Attributes:
        months: Of children: youngest and oldest, completed.
        state: Of women.
        weekly: Nutrients for which another share of the need is asked than of the others.
        measures: Kind of dish → least and most measures of it.
    """

    code: str
    name: Text
    months: tuple[int, int] | None = None
    state: State | None = None
    weekly: dict[Nutrient, Percents] = {}
    measures: dict[Kind, Counts]


class KitchenRules(Model):
    """The file.

    Attributes:
        slots: Kind of dish → least and most dishes of it a day.
        food_groups: Of food diversity, least a day.
        weekly: Nutrient → least and most per cent of the need, on average over the week.
        daily: The same on every day.
    """

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    slots: dict[Kind, Counts]
    food_groups: int
    weekly: dict[Nutrient, Percents]
    daily: dict[Nutrient, Percents]
    groups: tuple[KitchenGroup, ...]

    def group(self, code: str) -> KitchenGroup:
        """The group of that code.

        Raises:
            NoSuchGroup: There is none.
        """
        found = next((group for group in self.groups if group.code == code), None)
        if found is None:
            raise NoSuchGroup(code=code, known=", ".join(group.code for group in self.groups))
        return found


class NoSuchGroup(DomainError):
    """A kitchen was asked to cook for a group that its rules do not have."""

    code = "no-such-kitchen-group"
    template = "There is no group '{code}'. There are: {known}"
    exit_code = 4


class DishesLackFoods(DomainError):
    """Dishes are made of foods that the table does not have."""

    code = "dishes-lack-foods"
    template = "The table of foods lacks {foods} of {count} dishes, first {dish}. Add them, or take the dishes out."
    exit_code = 4


class NobodyToCookFor(DomainError):
    """No group has anybody in it."""

    code = "nobody-to-cook-for"
    template = "Nobody is to be cooked for. Say how many of at least one group."
    exit_code = 4


@dataclass(frozen=True)
class Larder:
    """What a kitchen has and pays.

    Attributes:
        foods: By code.
        prices: Food → rupiah per kilogram as bought.
        stock: Food → grams as bought, of the garden or left over.
    """

    foods: Mapping[str, Food]
    prices: Mapping[str, int]
    stock: Mapping[str, int]


@dataclass(frozen=True)
class KitchenWeek:
    """A kitchen as the menu search takes it, and what the search does not need to know.

    Attributes:
        contents: Dish → what a measure of it gives.
        unpriced: Dishes that are left out because a food of theirs has no price or no known edible part.
    """

    kitchen: menu.Kitchen
    contents: Mapping[str, MeasureContent]
    unpriced: tuple[str, ...]


@dataclass(frozen=True)
class Guides:
    """The rule files a week is made of."""

    rules: KitchenRules
    recipes: Recipes
    akg: Akg
    pmt: PmtRules


def week_for(
    guides: Guides, larder: Larder, people: Mapping[str, int], avoided: Mapping[str, frozenset[Allergen]] | None = None
) -> KitchenWeek:
    """The week of a kitchen.

    Args:
        guides: Rules, dishes, needs, portions.
        larder: Foods with prices and stock.
        people: Group → how many; groups of nobody are left out.
        avoided: Group → allergens that its portions are to be free of.

    Raises:
        NoSuchGroup: People are of a group that the rules do not have.
        NobodyToCookFor: There is nobody.
        DishesLackFoods: A dish is made of a food that the table does not have.
    """
    groups = [(guides.rules.group(code), count) for code, count in people.items() if count > 0]
    if not groups:
        raise NobodyToCookFor
    lacking = unknown_foods(guides.recipes.dishes, larder.foods)
    if lacking:
        foods = sorted({food for codes in lacking.values() for food in codes})
        raise DishesLackFoods(foods=", ".join(foods), count=len(lacking), dish=next(iter(lacking)))
    priced = [recipe for recipe in guides.recipes.dishes if _has_cost(recipe, larder)]
    contents = {recipe.code: content_of(recipe, larder.foods, guides.recipes.seasoning) for recipe in priced}
    used = {food for recipe in priced for food in recipe.foods}
    kitchen = menu.Kitchen(
        dishes=tuple(_dish(recipe, contents[recipe.code], larder) for recipe in priced),
        groups=tuple(_group(guides, group, count, priced, contents, avoided or {}) for group, count in groups),
        slots={kind.value: counts for kind, counts in guides.rules.slots.items()},
        prices={food: larder.prices[food] for food in used},
        stock={food: grams for food, grams in larder.stock.items() if food in used and grams > 0},
    )
    unpriced = tuple(recipe.code for recipe in guides.recipes.dishes if recipe not in priced)
    return KitchenWeek(kitchen, contents, unpriced)


def needs_of_group(akg: Akg, group: KitchenGroup) -> Needs:
    """What one person of a group needs a day; of children at the middle of its ages, where both sexes need the same."""
    if group.months is None:
        return needs_of(akg, ADULT_MONTHS, Sex.FEMALE, group.state)
    return needs_of(akg, sum(group.months) // 2, Sex.FEMALE)


def portion_of_group(pmt: PmtRules, group: KitchenGroup) -> Portion:
    """Energy of one meal for a group.

    Raises:
        ValueError: The guide to local supplementary food has none for its age.
    """
    who = Who.MOTHER if group.months is None else Who.CHILD
    months = None if group.months is None else group.months[0]
    found = next((one for one in pmt.portions if one.who is who and one.holds(months, Serving.MEAL)), None)
    if found is None:
        raise ValueError(f"no portion is known for {group.code}")
    return found


def _has_cost(recipe: Recipe, larder: Larder) -> bool:
    return all(food in larder.prices and larder.foods[food].edible_permille for food in recipe.foods)


def _dish(recipe: Recipe, content: MeasureContent, larder: Larder) -> menu.Dish:
    amounts = {
        code: half_up(bought_for(larder.foods[code], tenths) * MG_PER_TENTH_G)
        for code, tenths in recipe.tenths_g().items()
    }
    nutrients = {nutrient.value: amount for nutrient, amount in content.nutrients.items()}
    return menu.Dish(
        recipe.code, recipe.slot.value, nutrients, amounts, content.groups, recipe.most_days, recipe.running
    )


def _group(
    guides: Guides,
    group: KitchenGroup,
    count: int,
    recipes: list[Recipe],
    contents: Mapping[str, MeasureContent],
    avoided: Mapping[str, frozenset[Allergen]],
) -> menu.Group:
    needs, portion = needs_of_group(guides.akg, group), portion_of_group(guides.pmt, group)
    youngest = ADULT_MONTHS if group.months is None else group.months[0]
    allergens = avoided.get(group.code, frozenset())
    without = {one.code for one in recipes if one.from_month > youngest or contents[one.code].allergens & allergens}
    energy = Nutrient.ENERGY
    day = {energy.value: menu.Limit(portion.least_kcal * energy.per_unit, portion.most_kcal * energy.per_unit)}
    day.update({nutrient.value: _limit(needs, nutrient, shares, 1) for nutrient, shares in guides.rules.daily.items()})
    weekly = {**guides.rules.weekly, **group.weekly}
    return menu.Group(
        code=group.code,
        people=count,
        day=day,
        measures={kind.value: counts for kind, counts in group.measures.items()},
        week={nutrient.value: _limit(needs, nutrient, shares, 7) for nutrient, shares in weekly.items()},
        dishes={kind.value: least for kind, (least, _) in guides.rules.slots.items()},
        food_groups=guides.rules.food_groups,
        without=frozenset(without),
    )


def _limit(needs: Needs, nutrient: Nutrient, percents: Percents, days: int) -> menu.Limit:
    """Shares of a need over so many days; a least is rounded upwards and a most downwards, so neither is exceeded."""
    least, most = percents
    whole = needs.amounts[nutrient] * days
    return menu.Limit(-(-whole * least // 100), None if most is None else whole * most // 100)
