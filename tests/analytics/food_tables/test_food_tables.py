"""Tables of foods and prices: what is read, every cell that cannot be, and what looks like a misprint."""

import csv
import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from guyub.analytics.food_tables import doubts, read_foods, read_prices
from guyub.analytics.food_tables.rows import NoFoodColumns
from guyub.analytics.tables import errors
from guyub.data.growth_files import load_care_rules
from guyub.data.nutrition_files import load_foods
from guyub.domain.nutrition.columns import cells_of, food_of
from guyub.domain.nutrition.foods import Allergen, Food, Kind, Nutrient, Price
from guyub.domain.rulefiles import Text

GROUPS = frozenset(group.code for group in load_care_rules().food.groups)
CARROT = {
    "code": "W1", "name": "Wortel kebun", "kind": "vegetable", "mkm_group": "vitamin-a-plants", "energy_kcal": "36",
    "protein_g": "1", "fat_g": "0.6", "carb_g": "7.9", "edible_percent": "80", "allergens": "",
}  # fmt: skip
TKPI = {
    "code": "GR007", "name": "Ikan bandeng, segar", "air_g": "74.0", "energy_kcal": "123", "protein_g": "20.0",
    "fat_g": "4.8", "carb_g": "0.0", "fiber_g": "0.0", "ash_g": "1.2", "retinol_mcg": "45", "beta_carotene_mcg": "21",
    "bdd_percent": "",
}  # fmt: skip
PRICE = {"market": "Pasar Kemiri", "month": "2026-11", "code": "DR166", "rupiah_per_kg": "14000"}


@pytest.fixture
def write(tmp_path):
    def execute(rows, delimiter=",", name="in.csv"):
        file = tmp_path / name
        with file.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return file

    return execute


def faults_of(file):
    return [(one.line, one.column, one.rule) for one in file.problems]


# -- what is read ----------------------------------------------------------------------------------------------------


def test_a_row_of_our_own_columns(write):
    file = read_foods(write([CARROT]), groups=GROUPS)
    ((_position, food),) = file.foods
    assert (food.name, food.kind, food.group) == (
        Text(id="Wortel kebun", en="Wortel kebun"),
        Kind.VEGETABLE,
        "vitamin-a-plants",
    )
    assert food.nutrients == {
        Nutrient.ENERGY: 360, Nutrient.PROTEIN: 1_000, Nutrient.FAT: 600, Nutrient.CARBOHYDRATE: 7_900,
    }  # fmt: skip
    assert food.edible_permille == 800
    assert (file.derived, file.knows_allergens, file.height, file.problems) == (False, True, 1, ())


def test_a_row_as_copies_of_tkpi_have_it(write):
    file = read_foods(write([TKPI]), groups=GROUPS)
    ((_position, fish),) = file.foods
    assert (fish.kind, fish.group, fish.edible_permille) == (Kind.ANIMAL, "flesh", None)
    assert fish.nutrients[Nutrient.VITAMIN_A] == 49  # 45 + 21 / 6, rounded
    assert Nutrient.IRON not in fish.nutrients
    assert (file.derived, file.knows_allergens) == (True, False)


@pytest.mark.parametrize(
    ("code", "retinol", "carotene", "kind", "group", "vitamin_a"),
    [
        pytest.param("DR001", "", "717", "vegetable", "vitamin-a-plants", 120, id="just rich in vitamin A"),
        pytest.param("DR001", "", "716", "vegetable", "other-plants", 119, id="just not"),
        pytest.param("ER001", "45", "", "fruit", "other-plants", None, id="a plant without carotene figures"),
        pytest.param("GR007", "", "21", "animal", "flesh", None, id="an animal without retinol figures"),
        pytest.param("CP001", "45", "21", "plant-protein", "legumes", 49, id="a legume"),
        pytest.param("HR001", "45", "21", "animal", "eggs", 49, id="an egg"),
        pytest.param("NR001", "45", "21", "other", "", 49, id="a seasoning"),
    ],
)
def test_kind_and_group_follow_from_a_code_of_tkpi(write, code, retinol, carotene, kind, group, vitamin_a):
    row = TKPI | {"code": code, "retinol_mcg": retinol, "beta_carotene_mcg": carotene}
    ((_position, food),) = read_foods(write([row]), groups=GROUPS).foods
    assert (food.kind, food.group, food.nutrients.get(Nutrient.VITAMIN_A)) == (kind, group, vitamin_a)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_a_decimal_comma(write, delimiter):
    ((_position, food),) = read_foods(write([CARROT | {"fat_g": "0,6"}], delimiter), groups=GROUPS).foods
    assert food.nutrients[Nutrient.FAT] == 600


def test_a_workbook_with_indonesian_headings(tmp_path):
    file = tmp_path / "pangan.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("TKPI")
        sheet.write_row(0, 0, ["KODE", "NAMA BAHAN", "ENERGI (Kal)", "PROTEIN (g)", "LEMAK", "KH", "BDD (%)"])
        sheet.write_row(1, 0, ["AR001", "Beras", 357, 8.4, 1.7, 77.1, 100])
    ((_position, food),) = read_foods(file, groups=GROUPS, sheet="TKPI").foods
    assert (food.nutrients[Nutrient.CARBOHYDRATE], food.edible_permille) == (77_100, 1_000)


def test_the_table_that_comes_with_guyub_reads_back_as_it_is(write):
    foods = load_foods().foods
    file = read_foods(write([cells_of(food) for food in foods]), groups=GROUPS)
    assert tuple(food for _position, food in file.foods) == foods
    assert {one.rule for one in doubts(file)} == {"blank-nutrients", "no-edible-part"}


amounts = st.dictionaries(st.sampled_from(Nutrient), st.integers(min_value=0, max_value=99_999))


@given(amounts, st.none() | st.integers(1, 1_000), st.frozensets(st.sampled_from(Allergen)))
def test_a_food_written_as_cells_is_the_same_food(nutrients, edible_permille, allergens):
    food = Food("X", Text(id="a", en="b"), Kind.STAPLE, "", nutrients, edible_permille, allergens)
    assert food_of(cells_of(food)) == food


# -- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"energy_kcal": "-1"}, "energy_kcal", "not-an-amount"),
        ({"energy_kcal": "banyak"}, "energy_kcal", "not-an-amount"),
        ({"energy_kcal": "36.25"}, "energy_kcal", "too-fine"),
        ({"energy_kcal": "1.250"}, "energy_kcal", "twofold-amount"),
        ({"energy_kcal": "1,250"}, "energy_kcal", "twofold-amount"),
        ({"energy_kcal": "100001"}, "energy_kcal", "too-much"),
        ({"edible_percent": "101"}, "edible_percent", "too-much"),
        ({"edible_percent": "0"}, "edible_percent", "nothing-edible"),
        ({"kind": "sayur"}, "kind", "not-a-kind"),
        ({"kind": ""}, "kind", "not-a-kind"),
        ({"mkm_group": "vegetables"}, "mkm_group", "not-a-food-group"),
        ({"allergens": "soy nuts"}, "allergens", "not-an-allergen"),
        ({"name": ""}, "name", "food-without-name"),
        ({"name": "=1+1"}, "name", "formula"),
        ({"name": "a" * 201}, "name", "too-long"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_named(write, change, column, rule):
    file = read_foods(write([CARROT, CARROT | {"code": "W2"} | change]), groups=GROUPS)
    assert faults_of(file) == [(3, column, rule)]
    assert [food.code for _position, food in file.foods] == ["W1"]
    assert (file.height, file.without_problem_rows().height) == (2, 1)


@pytest.mark.parametrize("blank", ["", "-", "NA", "n/a", " "])
def test_what_stands_for_nothing_is_unknown(write, blank):
    ((_position, food),) = read_foods(write([CARROT | {"fat_g": blank}]), groups=GROUPS).foods
    assert Nutrient.FAT not in food.nutrients


def test_a_food_that_stands_twice_is_taken_once(write):
    file = read_foods(write([CARROT, CARROT]), groups=GROUPS)
    assert faults_of(file) == [(3, "code", "food-twice")]
    assert file.problems[0].data == {"other": 2}


def test_a_row_with_too_many_cells_says_only_that(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("code,name,kind,energy_kcal,protein_g\nW1,Wortel,vegetable,36,1\nW2,Sawi,vegetable,28,2,3\n")
    assert faults_of(read_foods(file, groups=GROUPS)) == [(3, "", "cell-count")]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("code,name\nW1,Wortel\n", NoFoodColumns),
        ("code,kode,name,energy_kcal,protein_g\n", errors.RepeatedColumn),
        ("code,name,energy_kcal,protein_g\n", errors.OnlyHeader),
        ("", errors.FileEmpty),
        (",".join(f"c{number}" for number in range(201)) + "\n1\n", errors.TooManyColumns),
        ('code,name,energy_kcal,protein_g\nW1,"Wortel,36,1\n', errors.BrokenQuotes),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused(tmp_path, content, error):
    file = tmp_path / "in.csv"
    file.write_text(content)
    with pytest.raises(error):
        read_foods(file, groups=GROUPS)


@given(st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), min_size=1, max_size=5))
def test_whatever_stands_in_the_cells_is_read_or_named(tmp_path_factory, cells):
    file = tmp_path_factory.mktemp("foods") / "in.csv"
    with file.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        writer = csv.writer(stream)
        writer.writerow(["code", "name", "kind", "energy_kcal", "protein_g"])
        writer.writerows(cells)
    try:
        read = read_foods(file, groups=GROUPS)
    except errors.UnreadableFile:
        return
    assert read.height == len(read.foods) + len(read.bad_rows) == len(read.rows.cells)


# -- misprints -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("energy", "carbohydrate", "rules"),
    [
        pytest.param("40", "11.5", [], id="50 beside 40: exactly a quarter"),
        pytest.param("40", "11.6", ["energy-gap"], id="50.4 beside 40: more than a quarter"),
        pytest.param("19.9", "11.6", [], id="below 20 kcal rounding alone makes gaps"),
        pytest.param("20", "11.6", ["energy-gap"], id="20 kcal"),
        pytest.param("0", "11.6", [], id="no energy"),
    ],
)
def test_energy_far_from_its_parts_is_asked_about(write, energy, carbohydrate, rules):
    row = CARROT | {"energy_kcal": energy, "fat_g": "0", "carb_g": carbohydrate}  # 1 g of protein
    found = doubts(read_foods(write([row]), groups=GROUPS))
    assert [one.rule for one in found if one.rule == "energy-gap"] == rules


@pytest.mark.parametrize(("energy", "asked"), [("905", False), ("905.1", True), ("3700", True)])
def test_more_energy_than_pure_fat_is_asked_about_whatever_else_is_known(write, energy, asked):
    found = doubts(read_foods(write([CARROT | {"energy_kcal": energy}]), groups=GROUPS))
    assert ("energy-beyond-fat" in [one.rule for one in found]) is asked


@pytest.mark.parametrize(
    ("water", "rules"), [("70.9", []), ("70.8", ["proximates"]), ("77.0", ["proximates"]), ("76,9", []), ("", [])]
)
def test_proximates_that_do_not_add_up_are_asked_about(write, water, rules):
    row = TKPI | {"carb_g": "0.1", "air_g": water}  # 26.1 g without the water
    found = doubts(read_foods(write([row]), groups=GROUPS))
    assert [one.rule for one in found if one.rule == "proximates"] == rules


def test_blank_nutrients_are_told_in_one_line_a_food(write):
    found = {one.rule: one.data for one in doubts(read_foods(write([CARROT | {"edible_percent": ""}]), groups=GROUPS))}
    assert found["blank-nutrients"]["columns"].startswith("fibre_g, calcium_mg, iron_mg")
    assert "no-edible-part" in found


# -- prices ----------------------------------------------------------------------------------------------------------


def test_a_price(write):
    file = read_prices(write([PRICE, PRICE | {"month": "2026-10", "rupiah_per_kg": "14.500"}]), foods={"DR166"})
    assert file.prices == (
        Price("Pasar Kemiri", datetime.date(2026, 11, 1), "DR166", 14_000),
        Price("Pasar Kemiri", datetime.date(2026, 10, 1), "DR166", 14_500),
    )
    assert (file.problems, file.height) == ((), 2)


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"rupiah_per_kg": "0"}, "rupiah_per_kg", "unlikely-price"),
        ({"rupiah_per_kg": "499"}, "rupiah_per_kg", "unlikely-price"),
        ({"rupiah_per_kg": "2000001"}, "rupiah_per_kg", "unlikely-price"),
        ({"rupiah_per_kg": "14,5"}, "rupiah_per_kg", "not-a-price"),
        ({"rupiah_per_kg": "14.5"}, "rupiah_per_kg", "not-a-price"),
        ({"rupiah_per_kg": "Rp14000"}, "rupiah_per_kg", "not-a-price"),
        ({"rupiah_per_kg": ""}, "rupiah_per_kg", "not-a-price"),
        ({"month": "2026-13"}, "month", "not-a-month"),
        ({"month": "November"}, "month", "not-a-month"),
        ({"market": ""}, "market", "no-market"),
        ({"market": "=A1"}, "market", "formula"),
        ({"code": "ZZ999"}, "code", "unknown-food"),
        ({"market": "pasar kemiri"}, "rupiah_per_kg", "price-twice"),
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_is_questioned(write, change, column, rule):
    other = {"market": "Pasar Agung"} if rule != "price-twice" else {}
    file = read_prices(write([PRICE, PRICE | other | change]), foods={"DR166"})
    assert faults_of(file) == [(3, column, rule)]
    assert (len(file.prices), file.height, file.without_problem_rows().height) == (1, 2, 1)


@pytest.mark.parametrize("rupiah", ["500", "2000000", "2.000.000"])
def test_the_least_and_the_largest_likely_price_are_taken(write, rupiah):
    assert not read_prices(write([PRICE | {"rupiah_per_kg": rupiah}]), foods={"DR166"}).problems
