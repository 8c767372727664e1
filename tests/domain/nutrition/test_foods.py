"""Foods: what they hold, which part of them is eaten, what they cost; and the table that comes with Guyub."""

from fractions import Fraction

import pytest

from guyub.data.growth_files import load_care_rules
from guyub.data.nutrition_files import load_demonstration_prices, load_foods
from guyub.domain.nutrition.columns import NotAFigure, food_of, whole
from guyub.domain.nutrition.foods import (
    Allergen,
    EdiblePartUnknown,
    Kind,
    Nutrient,
    Total,
    Unit,
    bought_for,
    cost_of,
    edible_of,
    total,
)
from guyub.domain.rulefiles import Grade

CARROT = load_foods().by_code["DR166"]  # 36 kcal, 80% of it edible
ONCOM = load_foods().by_code["CP051"]  # no zinc known
MILKFISH = load_foods().by_code["GR007"]  # no edible part known


def test_two_and_a_half_spoons_of_carrot_hold_nine_kilocalories():
    assert CARROT.amount(Nutrient.ENERGY, 250) == 90  # tenths of a kilocalorie in 25 g
    assert CARROT.amount(Nutrient.IRON, 250) == 250  # micrograms


def test_what_no_table_knows_is_not_counted_as_zero():
    assert ONCOM.amount(Nutrient.ZINC, 1000) is None
    assert total(Nutrient.ZINC, [(CARROT, 1000), (ONCOM, 500)]) == Total(Fraction(300), ("CP051",))


def test_bought_and_edible_grams_turn_into_each_other_without_a_rest():
    assert edible_of(CARROT, 1000) == 800
    assert bought_for(CARROT, 800) == 1000
    melon = load_foods().by_code["ER067"]  # 58.1%
    assert bought_for(melon, 1000) == Fraction(1_000_000, 581)
    assert edible_of(melon, 1000) == 581


def test_an_edible_part_that_is_not_known_is_asked_for():
    with pytest.raises(EdiblePartUnknown, match="GR007"):
        bought_for(MILKFISH, 400)


def test_the_cost_is_of_what_is_bought_with_its_peel():
    assert cost_of(CARROT, 800, 14_000) == 1_400  # 80 g edible are 100 g bought


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("-1", "not-an-amount"),
        ("1,5", "not-an-amount"),
        ("1e3", "not-an-amount"),
        ("٣", "not-an-amount"),
        ("0.05", "too-fine"),
        ("100000.1", "too-much"),
    ],
)
def test_a_cell_that_is_no_amount_says_which_rule_it_breaks(cell, rule):
    with pytest.raises(NotAFigure, match=rule):
        whole(cell, 10)


def test_the_largest_amount_and_the_finest_are_read():
    assert whole("100000", 10) == 1_000_000
    assert whole("0.001", 1000) == 1


# -- the table that comes with Guyub ---------------------------------------------------------------------------------


def test_there_is_enough_of_each_kind_for_a_menu():
    kinds = [food.kind for food in load_foods().foods]
    assert [kinds.count(kind) for kind in Kind] == [12, 24, 8, 22, 13, 5, 2, 0]
    assert list(Kind) == ["staple", "animal", "plant-protein", "vegetable", "fruit", "fat", "sugar", "other"]


@pytest.mark.parametrize("food", load_foods().foods, ids=lambda food: food.code)
def test_its_energy_is_within_a_quarter_of_that_of_its_protein_fat_and_carbohydrate(food):
    assert food.energy_gap is not None
    assert food.energy_gap <= Fraction(1, 4)


def test_a_food_whose_energy_is_a_misprint_would_be_seen():
    endive = {"code": "DR004", "name": "Andewi", "kind": "vegetable", "energy_kcal": "226", "protein_g": "1.6",
              "fat_g": "0.2", "carb_g": "5.3"}  # fmt: skip
    assert food_of(endive).energy_gap == Fraction(19_660, 22_600)
    assert food_of({**endive, "fat_g": ""}).energy_gap is None


def test_each_food_has_a_group_of_food_diversity_unless_it_is_fat_or_sugar():
    groups = {group.code for group in load_care_rules().food.groups} - {"breast-milk"}
    assert {food.group for food in load_foods().foods} == groups | {""}
    assert all((food.group == "") is (food.kind in (Kind.FAT, Kind.SUGAR)) for food in load_foods().foods)


def test_what_counts_as_rich_in_vitamin_a_is():
    rich = [food for food in load_foods().foods if food.group == "vitamin-a-plants"]
    assert min(food.nutrients[Nutrient.VITAMIN_A] for food in rich) >= 120


def test_what_is_withheld_is_empty_and_nothing_else_of_it_is():
    for one in load_foods().about.withheld:
        assert one.column not in load_foods().by_code[one.code].nutrients
        assert Nutrient.ENERGY in load_foods().by_code[one.code].nutrients


def test_fish_soy_and_the_rest_are_marked_for_those_who_may_not_eat_them():
    marked = {one for food in load_foods().foods for one in food.allergens}
    assert marked == set(Allergen)
    assert ONCOM.allergens == {Allergen.SOY, Allergen.PEANUT}


def test_measures_are_ranked_and_say_how_well_they_are_known():
    assert [(one.unit, one.tenths_g, one.rank) for one in load_foods().measures_of("AR001")] == [
        (Unit.RICE_SPOON, 500, 1), (Unit.TABLESPOON, 125, 2), (Unit.GLASS, 700, 3),
    ]  # fmt: skip
    assert {one.grade for one in load_foods().measures} == {Grade.INFERRED, Grade.PROPOSED}
    assert all(one.tenths_g > 0 for one in load_foods().measures)
    assert [one.rank for one in load_foods().measures_of("HR002")] == [1]


def test_the_prices_of_the_demonstration_are_made_up_and_of_each_food_in_two_months():
    prices = load_demonstration_prices()
    assert {one.food for one in prices} == set(load_foods().by_code)
    assert len(prices) == 2 * len(load_foods().foods)
    assert load_foods().about.prices.grade is Grade.PROPOSED
