"""Kitchen days as a health officer can read and check them (tests/cases/dapur-*.csv): who, how much, what to buy."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from guyub.data.nutrition_files import (
    load_akg,
    load_demonstration_prices,
    load_foods,
    load_kitchen_rules,
    load_pmt_rules,
    load_recipes,
    load_running_rules,
)
from guyub.domain.nutrition.foods import Nutrient
from guyub.domain.nutrition.kitchens import Guides, Larder, portion_of_group, week_for
from guyub.domain.nutrition.menu import Kitchen, Week
from guyub.domain.nutrition.pmt import pmt_end, pmt_plan
from guyub.domain.nutrition.running import PMT, group_of_child, group_of_woman

CASES = Path(__file__).parents[2] / "cases"
GUIDES = Guides(load_kitchen_rules(), load_recipes(), load_akg(), load_pmt_rules())


def rows_of(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["nomor"]) for row in csv.DictReader(file)]


def kitchen_with(group: str, people: int, prices: dict[str, int], stock: dict[str, int]) -> Kitchen:
    known = {price.food: price.rupiah_per_kg for price in load_demonstration_prices()}
    return week_for(GUIDES, Larder(load_foods().by_code, known | prices, stock), {group: people}).kitchen


def number(text: str) -> int | None:
    return int(text) if text else None


def last_day(reasons: str, chosen: date) -> date:
    """Of the first reason in the order of the rule file; a round of supplementary food ends with its days."""
    known = load_running_rules().guests.reasons
    first = min(reasons.split(), key=list(known).index)
    if first == PMT:
        return pmt_end(chosen, pmt_plan(load_pmt_rules(), "wasted").days)
    return chosen + timedelta(days=known[first].days)


@pytest.mark.parametrize("row", rows_of("dapur-penerima.csv"))
def test_who_is_given_a_portion_and_until_when(row):
    months, trimester, nursing = (number(row[name]) for name in ("umur_bulan", "trimester", "menyusui_bulan"))
    rules = load_kitchen_rules()
    group = group_of_woman(rules, trimester, nursing) if months is None else group_of_child(rules, months)
    assert (group.code if group else "tidak") == row["kelompok"]
    last = last_day(row["alasan"], date.fromisoformat(row["dipilih"])) if group else ""
    assert str(last) == row["terakhir"]


@pytest.mark.parametrize("row", rows_of("dapur-porsi.csv"))
def test_what_a_portion_holds_and_whether_it_is_enough(row):
    told = row["isi"].split()
    measures = dict(zip(told[::2], map(int, told[1::2]), strict=True))
    kitchen = kitchen_with(row["kelompok"], 1, {}, {})
    week = Week((tuple(measures),), {(row["kelompok"], 0, dish): count for dish, count in measures.items()})
    eaten = week.eaten(kitchen, kitchen.groups[0], 0)
    assert Decimal(eaten[Nutrient.ENERGY]) / 10 == Decimal(row["kkal"])
    assert Decimal(eaten[Nutrient.PROTEIN]) / 1000 == Decimal(row["protein_g"])
    portion = portion_of_group(GUIDES.pmt, GUIDES.rules.group(row["kelompok"]))
    tenths = eaten[Nutrient.ENERGY]
    enough = "kurang" if tenths < portion.least_kcal * 10 else "lebih" if tenths > portion.most_kcal * 10 else "cukup"
    assert enough == row["cukup"]


@pytest.mark.parametrize("row", rows_of("dapur-belanja.csv"))
def test_what_is_bought_for_all_and_what_it_costs(row):
    food, garden = row["bahan"], int(row["kebun_gram"])
    kitchen = kitchen_with(
        "child-12", int(row["orang"]), {food: int(row["rupiah_per_kg"])}, {food: garden} if garden else {}
    )
    week = Week(((row["masakan"],),), {("child-12", 0, row["masakan"]): int(row["takaran"])})
    assert Decimal(week.bought(kitchen)[food]) / 1000 == Decimal(row["gram_dibeli"])
    assert (week.cost(kitchen) + 500) // 1000 == int(row["rupiah"])


@pytest.mark.parametrize(
    "name", ["lansia-skilas", "lansia-aks", "lansia-pjp", "pmt-hari", "pmt-rujuk", "partisipasi-poktan", "dapur-porsi"]
)
def test_case_files_are_tables_with_a_sentence_in_each_row(name):
    """What an officer opens: numbered rows without a gap, each with a sentence that says what it is about."""
    rows = [row.values[0] for row in rows_of(f"{name}.csv")]
    assert [int(row["nomor"]) for row in rows] == list(range(1, len(rows) + 1))
    assert all(len(row["kalimat"].split()) > 1 for row in rows)
