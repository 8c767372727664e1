"""Local supplementary food: cases that a health officer can read (tests/cases/pmt-*.csv), portions, what was eaten."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.nutrition.needs import Serving
from guyub.domain.nutrition.pmt import (
    Consumption,
    Eaten,
    PmtRules,
    Progress,
    Served,
    Signs,
    Weight,
    Who,
    consumption,
    has_recovered,
    next_weighing,
    pmt_end,
    pmt_plan,
    portion_of,
    progress_on,
    reasons_to_refer,
    starting_weight,
)
from guyub.domain.rulefiles import Grade

CASES = Path(__file__).parents[2] / "cases"
RULES = load_pmt_rules()
BEGUN = date(2026, 11, 1)
SAID = {"ya": True, "tidak": False, "belum": None, "": None}


def rows_of(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["nomor"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", rows_of("pmt-hari.csv"))
def test_days_of_a_round(row):
    plan = pmt_plan(RULES, row["kategori"], row["edisi"])
    end = pmt_end(date.fromisoformat(row["mulai"]), plan.days)
    standing = "berjalan" if date.fromisoformat(row["pada"]) <= end else "habis"
    assert f"{plan.days} {end} {standing}" == row["harapan"]


@pytest.mark.parametrize("row", rows_of("pmt-rujuk.csv"))
def test_recovered_or_to_be_referred(row):
    on = BEGUN + timedelta(days=int(row["hari_ke"]))
    weights = [Weight(BEGUN, int(row["berat_mulai_g"]))]
    weights += [Weight(on, int(row["berat_kini_g"]))] if row["berat_kini_g"] else []
    z = Decimal(row["z"]) if row["z"] else None
    assert has_recovered(RULES, row["kategori"], z, SAID[row["naik"]]) is SAID[row["pulih"]]
    answers = (row[name] == "ya" for name in ("gizi_buruk", "pendek", "bahaya"))
    signs = Signs(int(row["umur_bulan"] or 300), weights[-1].grams, *answers)
    assert " ".join(reasons_to_refer(RULES, signs, progress_on(RULES, BEGUN, weights, on))) == row["rujuk"]


def test_a_plan_carries_how_well_its_edition_is_known():
    plan = pmt_plan(RULES, "wasted", "guide-2023")
    assert (plan.days, plan.least_days, plan.grade) == (56, 28, Grade.PARTIAL)
    assert pmt_plan(RULES, "kek", "guide-2022").grade is Grade.CONFIRMED
    assert pmt_plan(RULES, "kek").edition == RULES.edition == "field-2025"


@pytest.mark.parametrize(("category", "edition"), [("wasted", "guide-1999"), ("thin", "")])
def test_an_edition_or_category_that_is_not_there_is_refused(category, edition):
    with pytest.raises(ValueError, match="no such edition or category"):
        pmt_plan(RULES, category, edition)


@pytest.mark.parametrize(
    ("months", "energy"),
    [(6, (175, 200)), (11, (175, 200)), (12, (225, 275)), (23, (225, 275)), (24, (300, 450)), (59, (300, 450))],
)
def test_energy_of_a_childs_serving_on_both_sides_of_each_age(months, energy):
    portion = portion_of(RULES, "underweight", months)
    assert (portion.least_kcal, portion.most_kcal) == energy
    assert portion.grade is Grade.INFERRED


@pytest.mark.parametrize("months", [5, 60, None])
def test_no_serving_is_made_up_for_another_age(months):
    with pytest.raises(ValueError, match="no portion is known"):
        portion_of(RULES, "wasted", months)


def test_energy_of_a_meal_and_a_snack_of_a_mother():
    meal, snack = (portion_of(RULES, "kek", serving=one) for one in (Serving.MEAL, Serving.SNACK))
    assert (meal.least_kcal, meal.most_kcal, snack.least_kcal, snack.most_kcal) == (500, 700, 510, 530)
    assert meal.grade is snack.grade is Grade.CONFIRMED


def test_for_whom_a_round_is():
    assert list(RULES.names_for(Who.CHILD)) == ["wasted", "underweight", "not-gaining"]
    assert list(RULES.names_for(Who.MOTHER)) == ["kek"]
    assert [RULES.holds(months) for months in (5, 6, 59, 60)] == [False, True, True, False]


# -- progress --------------------------------------------------------------------------------------------------------


def day(number):
    return BEGUN + timedelta(days=number)


@pytest.mark.parametrize(
    ("weights", "on", "found"),
    [
        pytest.param([(0, 8_000), (6, 8_100)], 6, Progress.TOO_EARLY, id="six days after the start"),
        pytest.param([(0, 8_000), (6, 8_100)], 7, Progress.TO_WEIGH, id="weighed a day too early"),
        pytest.param([(8, 8_100)], 9, Progress.TO_WEIGH, id="never weighed at the start"),
        pytest.param([(-3, 8_000), (8, 8_100)], 9, Progress.GAINS, id="last weighed three days before the start"),
        pytest.param([(0, 8_000), (7, 7_900), (14, 8_100)], 14, Progress.GAINS, id="lost first, gained since"),
        pytest.param([(0, 8_000), (7, 8_100), (14, 8_000)], 14, Progress.NONE, id="gained first, lost it again"),
        pytest.param([(0, 8_000), (7, 8_000), (14, 8_100)], 8, Progress.NONE, id="what comes later is not known yet"),
        pytest.param([(-31, 8_000), (7, 8_000)], 7, Progress.NONE, id="weighed a month before counts as the start"),
        pytest.param([(-32, 7_000), (7, 8_000)], 7, Progress.TO_WEIGH, id="gained longer before does not count"),
        pytest.param([(-32, 7_000), (7, 8_000), (13, 8_100)], 13, Progress.TO_WEIGH, id="six days after a late start"),
        pytest.param([(-32, 7_000), (7, 8_000), (14, 8_000)], 14, Progress.NONE, id="a week after a late start"),
        pytest.param([(3, 8_000), (10, 8_001)], 10, Progress.GAINS, id="weighed first on the fourth day"),
    ],
)
def test_progress_after_the_first_week(weights, on, found):
    assert progress_on(RULES, BEGUN, [Weight(day(one), grams) for one, grams in reversed(weights)], day(on)) is found


@pytest.mark.parametrize(
    ("who", "weights", "found"),
    [
        (Who.CHILD, [(-31, 1), (-32, 2)], 1),
        (Who.CHILD, [(-32, 2)], None),
        (Who.CHILD, [(-32, 2), (5, 3), (9, 4)], 3),
        (Who.MOTHER, [(-56, 5)], 5),
        (Who.MOTHER, [(-57, 5)], None),
        (Who.CHILD, [], None),
    ],
)
def test_what_the_gain_counts_from(who, weights, found):
    start = starting_weight(RULES, who, BEGUN, [Weight(day(one), grams) for one, grams in weights])
    assert (start.grams if start else None) == found


def test_a_child_is_weighed_at_the_start_and_each_week():
    assert next_weighing(RULES, BEGUN, []) == next_weighing(RULES, BEGUN, [day(-2)]) == BEGUN
    assert next_weighing(RULES, BEGUN, [day(0)]) == day(7)
    assert next_weighing(RULES, BEGUN, [day(9), day(0)]) == day(16)


# -- what was eaten --------------------------------------------------------------------------------------------------


def test_what_nobody_asked_about_is_not_counted_as_uneaten():
    days = [Served(day(0), Eaten.ALL), Served(day(1), Eaten.HALF, "sick"), Served(day(2), None)]
    assert consumption(days) == Consumption(served=3, asked=2, quarters=6)
    assert consumption(days).share == Fraction(3, 4)
    assert consumption(days[2:]).share is None
    assert consumption([]).share is None


@given(st.lists(st.sampled_from(Eaten), min_size=1, max_size=120))
def test_a_share_lies_between_nothing_and_all(eaten):
    share = consumption([Served(day(number), one) for number, one in enumerate(eaten)]).share
    assert 0 <= share <= 1
    assert (share == 1) is (set(eaten) == {Eaten.ALL})


# -- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(edition="guide-1999"),
        lambda content: content["editions"]["field-2025"]["days"].pop("wasted"),
        lambda content: content["editions"]["field-2025"]["days"].update(wasted={"planned": 28, "least": 56}),
        lambda content: content["recovery"].pop("wasted"),
        lambda content: content["escalation"]["reasons"].pop("stunted"),
        lambda content: content["portions"][1].update(from_month=13),
        lambda content: content["portions"].pop(),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(change):
    content = RULES.model_dump(mode="json")
    PmtRules.model_validate(content)
    change(content)
    with pytest.raises(ValidationError):
        PmtRules.model_validate(content)
