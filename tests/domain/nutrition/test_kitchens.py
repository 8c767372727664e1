"""A kitchen's week from data: dishes, needs, prices; contents against sums made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from guyub.data.nutrition_files import (
    load_akg,
    load_demonstration_prices,
    load_foods,
    load_kitchen_rules,
    load_pmt_rules,
    load_recipes,
)
from guyub.domain.nutrition.foods import Allergen, Kind, Nutrient
from guyub.domain.nutrition.kitchens import (
    DishesLackFoods,
    Guides,
    Larder,
    NobodyToCookFor,
    NoSuchGroup,
    needs_of_group,
    portion_of_group,
    week_for,
)
from guyub.domain.nutrition.menu import Limit, breaches, cheapest_week
from guyub.domain.nutrition.recipes import content_of, unknown_foods
from guyub.domain.rulefiles import Grade

PEOPLE = {"child-12": 18, "child-24": 30, "pregnant-2": 7}


@pytest.fixture(scope="module")
def guides() -> Guides:
    return Guides(load_kitchen_rules(), load_recipes(), load_akg(), load_pmt_rules())


@pytest.fixture(scope="module")
def larder() -> Larder:
    prices = {price.food: price.rupiah_per_kg for price in load_demonstration_prices()}
    return Larder(load_foods().by_code, prices, {})


def test_every_dish_is_of_known_foods():
    assert unknown_foods(load_recipes().dishes, load_foods().by_code) == {}


def test_what_half_an_egg_with_spinach_holds():
    """27.5 g of egg (154 kcal, 12.4 g protein, 3 mg iron), 5 g of spinach (16, 0.9, 3.5), 2 g of oil (884, 0, none).

    Energy 42.35 + 0.8 + 17.68 = 60.83 kcal; protein 3.41 + 0.045 = 3.455 g; iron 0.825 + 0.175 = 1.0 mg.
    """
    content = content_of(load_recipes().by_code["dadar-bayam"], load_foods().by_code, load_recipes().seasoning)
    assert content.nutrients[Nutrient.ENERGY] == 608
    assert content.nutrients[Nutrient.PROTEIN] == 3455
    assert content.nutrients[Nutrient.IRON] == 1000
    assert content.groups == {"eggs", "vitamin-a-plants"}
    assert content.allergens == {Allergen.EGG}


def test_foods_below_five_grams_count_for_no_food_group():
    content = content_of(load_recipes().by_code["bening-bayam"], load_foods().by_code, load_recipes().seasoning)
    assert content.groups == {"vitamin-a-plants"}  # 2 g of maize are no staple


@pytest.mark.parametrize(("grams", "counts"), [("4.9", False), ("5.0", True)])
def test_where_seasoning_ends(grams, counts):
    rule = load_recipes().seasoning
    assert (rule.below_g, rule.grade) == (5, Grade.PROPOSED)
    recipe = load_recipes().by_code["nasi"].model_copy(update={"foods": {"HR002": Decimal(grams)}})
    assert bool(content_of(recipe, load_foods().by_code, rule).groups) is counts


def test_what_nobody_knows_is_named_and_not_counted():
    content = content_of(load_recipes().by_code["pepes-kembung"], load_foods().by_code, load_recipes().seasoning)
    assert content.unknown[Nutrient.VITAMIN_A] == ("GR050",)
    assert content.nutrients[Nutrient.VITAMIN_A] == 5  # of 5 g of tomato: 4.8


@pytest.mark.parametrize("group", load_kitchen_rules().groups, ids=lambda group: group.code)
def test_every_group_has_needs_and_a_portion(group, guides):
    assert needs_of_group(guides.akg, group).amounts[Nutrient.ENERGY] > 0
    portion = portion_of_group(guides.pmt, group)
    assert portion.least_kcal < portion.most_kcal
    assert set(group.measures) == set(guides.rules.slots)


def test_limits_of_a_group_by_hand(guides, larder):
    """Children of 12 to 23 months need 20 g of protein and 7 mg of iron a day (AKG); a serving has 225 to 275 kcal."""
    (group,) = week_for(guides, larder, {"child-12": 5}).kitchen.groups
    assert group.people == 5
    assert group.day["energy_kcal"] == Limit(2250, 2750)
    assert group.day["protein_g"] == Limit(4000)
    assert group.day["vitamin_a_re_mcg"] == Limit(0, 1200)
    assert group.week["protein_g"] == Limit(49_000)  # 35 % of seven days
    assert group.week["iron_mg"] == Limit(12_250)  # 25 %, in micrograms
    assert group.week["vitamin_a_re_mcg"] == Limit(840, 8400)


def test_limits_are_rounded_towards_the_stricter(guides, larder):
    rules = guides.rules.model_copy(
        update={"weekly": {Nutrient.PROTEIN: (33, 34)}, "daily": {Nutrient.ENERGY: (7, None)}}
    )
    odd = replace(guides, rules=rules, akg=guides.akg)
    (group,) = week_for(odd, larder, {"child-9": 1}).kitchen.groups
    # Own shares of the group for fat, iron and others stay; 15 g of protein over seven days: 34.65 and 35.7 g.
    assert group.week["protein_g"] == Limit(34_650, 35_700)
    assert group.day["energy_kcal"] == Limit(560, None)


def test_textures_leave_dishes_out_for_the_youngest(guides, larder):
    youngest, _ = week_for(guides, larder, {"child-6": 1, "pregnant-2": 1}).kitchen.groups
    assert "susu-segar" in youngest.without
    assert "telur-rebus" not in youngest.without
    recipes = load_recipes()
    assert {code for code in youngest.without if recipes.by_code[code].from_month <= 6} == set()
    assert [recipes.textures.at(month).code for month in (6, 8, 9, 11, 12, 59, 60)] == [
        *["mashed"] * 2,
        *["chopped"] * 2,
        *["family"] * 2,
        "adult",
    ]
    assert recipes.textures.at(5) is None


def test_allergies_of_a_group_leave_dishes_out(guides, larder):
    (group,) = week_for(guides, larder, {"child-24": 4}, {"child-24": frozenset({Allergen.EGG})}).kitchen.groups
    assert {"telur-rebus", "dadar-bayam", "telur-puyuh-semur", "dadar-rebon"} == set(group.without)


def test_dishes_without_a_price_are_left_out_and_named(guides, larder):
    prices = {food: price for food, price in larder.prices.items() if food != "HR002"}
    week = week_for(guides, replace(larder, prices=prices), PEOPLE)
    assert week.unpriced == ("telur-rebus", "dadar-bayam", "dadar-rebon")
    assert not {"telur-rebus", "dadar-bayam"} & set(week.kitchen.by_code)


def test_bought_grams_are_those_of_edible_ones(guides, larder):
    """27.5 g of egg are 89 % of what is bought: 30.899 g."""
    egg = week_for(guides, larder, PEOPLE).kitchen.by_code["telur-rebus"]
    assert egg.amounts == {"HR002": 30_899}


def test_what_cannot_be_cooked_for_is_refused(guides, larder):
    with pytest.raises(NoSuchGroup, match="child-99"):
        week_for(guides, larder, {"child-99": 3})
    with pytest.raises(NobodyToCookFor):
        week_for(guides, larder, {"child-12": 0})
    without_rice = {code: food for code, food in larder.foods.items() if code != "AR001"}
    with pytest.raises(DishesLackFoods, match="AR001"):
        week_for(guides, replace(larder, foods=without_rice), PEOPLE)


def test_a_week_of_guyubs_own_dishes(guides, larder):
    kitchen = week_for(guides, larder, PEOPLE).kitchen
    answer = cheapest_week(kitchen, seconds=8)
    assert breaches(kitchen, answer.week) == []
    assert answer.bound <= answer.cost
    for codes in answer.week.days:
        animals = [code for code in codes if kitchen.by_code[code].slot == Kind.ANIMAL]
        assert len(animals) == 2
