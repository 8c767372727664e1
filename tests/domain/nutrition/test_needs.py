"""What people need a day: both sides of each age, what pregnancy and nursing add, shares of a serving."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from guyub.data.nutrition_files import load_akg
from guyub.domain.nutrition.foods import Nutrient
from guyub.domain.nutrition.needs import Akg, NotOfAnAge, Serving, Sex, Share, State, complementary_at, needs_of
from guyub.domain.rulefiles import Grade

AKG = load_akg()


@pytest.mark.parametrize(
    ("months", "sex", "row", "energy", "protein"),
    [
        pytest.param(0, "m", "infant-0", 5_500, 9_000, id="newborn"),
        pytest.param(5, "f", "infant-0", 5_500, 9_000, id="last month of breast milk only"),
        pytest.param(6, "m", "infant-6", 8_000, 15_000, id="six months"),
        pytest.param(11, "m", "infant-6", 8_000, 15_000, id="eleven months"),
        pytest.param(12, "f", "child-1", 13_500, 20_000, id="first birthday"),
        pytest.param(47, "f", "child-1", 13_500, 20_000, id="a month before the fourth birthday"),
        pytest.param(48, "f", "child-4", 14_000, 25_000, id="fourth birthday"),
        pytest.param(119, "f", "child-7", 16_500, 40_000, id="a month before the tenth birthday"),
        pytest.param(120, "m", "male-10", 20_000, 50_000, id="tenth birthday of a boy"),
        pytest.param(120, "f", "female-10", 19_000, 55_000, id="tenth birthday of a girl"),
        pytest.param(228, "f", "female-19", 22_500, 60_000, id="nineteen"),
        pytest.param(959, "f", "female-65", 15_500, 58_000, id="a month before eighty"),
        pytest.param(960, "f", "female-80", 14_000, 58_000, id="eighty"),
        pytest.param(1320, "m", "male-80", 16_000, 64_000, id="a hundred and ten"),
    ],
)
def test_needs_on_both_sides_of_an_age(months, sex, row, energy, protein):
    needs = needs_of(AKG, months, Sex(sex))
    assert needs.rows == (row,)
    assert (needs.amounts[Nutrient.ENERGY], needs.amounts[Nutrient.PROTEIN]) == (energy, protein)


def test_a_woman_of_twenty_four_in_the_second_trimester():
    needs = needs_of(AKG, 24 * 12, Sex.FEMALE, State.PREGNANT_2)
    assert needs.rows == ("female-19", "pregnant-2")
    assert needs.amounts == {
        Nutrient.ENERGY: 25_500,
        Nutrient.PROTEIN: 70_000,
        Nutrient.FAT: 67_300,
        Nutrient.CARBOHYDRATE: 400_000,
        Nutrient.FIBRE: 36_000,
        Nutrient.CALCIUM: 1_200_000,
        Nutrient.IRON: 27_000,
        Nutrient.ZINC: 12_000,
        Nutrient.VITAMIN_A: 900,
        Nutrient.VITAMIN_C: 85_000,
    }
    assert needs.water_ml == 2_650


@pytest.mark.parametrize(
    ("state", "energy", "protein"),
    [("pregnant-1", 23_300, 61_000), ("pregnant-3", 24_500, 90_000), ("nursing-1", 24_800, 80_000),
     ("nursing-2", 25_500, 75_000)],
)  # fmt: skip
def test_what_pregnancy_and_nursing_add_to_a_woman_of_thirty(state, energy, protein):
    amounts = needs_of(AKG, 360, Sex.FEMALE, State(state)).amounts
    assert (amounts[Nutrient.ENERGY], amounts[Nutrient.PROTEIN]) == (energy, protein)


@pytest.mark.parametrize(("months", "sex"), [(300, Sex.MALE), (119, Sex.FEMALE), (-1, Sex.FEMALE)])
def test_who_cannot_be_pregnant_or_is_not_born_is_refused(months, sex):
    with pytest.raises(NotOfAnAge):
        needs_of(AKG, months, sex, State.PREGNANT_1)


def test_the_grade_is_that_of_the_least_known_row():
    assert needs_of(AKG, 24, Sex.MALE).grade is Grade.CONFIRMED
    assert needs_of(AKG, 300, Sex.MALE).grade is Grade.PARTIAL
    assert needs_of(AKG, 640, Sex.FEMALE, State.NURSING_2).grade is Grade.CONFIRMED
    assert AKG.micronutrients.grade is Grade.PARTIAL


@given(months=st.integers(min_value=0, max_value=1_500), sex=st.sampled_from(Sex))
def test_everybody_has_needs_and_none_is_zero_but_the_fibre_of_infants(months, sex):
    needs = needs_of(AKG, months, sex)
    zeros = {one for one, amount in needs.amounts.items() if amount == 0}
    assert zeros == ({Nutrient.FIBRE} if months < 6 else set())


@pytest.mark.parametrize(
    ("months", "energy"), [(5, None), (6, 200), (8, 200), (9, 300), (11, 300), (12, 550), (23, 550), (24, None)]
)
def test_energy_of_complementary_food_on_both_sides_of_each_age(months, energy):
    found = complementary_at(AKG, months)
    assert (found.energy_kcal if found else None) == energy


def test_a_meal_of_a_toddler_is_a_third_of_the_day():
    needs, share = needs_of(AKG, 20, Sex.FEMALE), AKG.shares.of(Serving.MEAL)
    assert (share.least, share.most) == (30, 35)
    assert needs.part(Nutrient.ENERGY, share.least) == 4_050  # 405 kcal of 1350
    assert needs.part(Nutrient.IRON, AKG.shares.of(Serving.SNACK).most) == Fraction(1_050)
    assert AKG.shares.grade is Grade.PROPOSED


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["rows"].pop(2),
        lambda content: content["rows"][-1].update(to_month=1_200),
        lambda content: content["rows"][0]["needs"].pop(),
        lambda content: content["additions"].reverse(),
        lambda content: content["columns"].pop(),
        lambda content: content["shares"]["meal"].update(least=40),
    ],
)
def test_a_file_with_a_gap_is_refused(change):
    content = AKG.model_dump(mode="json")
    Akg.model_validate(content)
    change(content)
    with pytest.raises(ValidationError):
        Akg.model_validate(content)


def test_a_share_is_in_order():
    with pytest.raises(ValidationError, match="least is more than most"):
        Share(least=2, most=1)
