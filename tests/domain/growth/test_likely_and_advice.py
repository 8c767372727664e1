"""Figures that are likely at an age, and what is said after a measurement."""

import pytest

from guyub.data.growth_files import UNDER_FIVE, load_growth_advice, load_growth_standard, load_measuring_limits
from guyub.domain.growth.advice import Situation, situations
from guyub.domain.growth.measuring import likely_span
from guyub.domain.growth.one import Child, scores_of
from guyub.domain.growth.tables import value_at, z_score

STANDARD = load_growth_standard(UNDER_FIVE)
BETWEEN = load_measuring_limits().likely
OTHER_FOOD = ("lauk", "telur", "gorengan", "pola makan")


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("z", [-4.0, -3.0, -1.5, 0.0, 2.9, 3.0, 3.5, 4.0])
def test_a_value_has_the_z_score_it_was_made_from(z, restricted):
    row = STANDARD.tables["wfa-day"].at(True, 400)
    assert z_score(value_at(z, row, restricted), row, restricted)[0] == pytest.approx(z)


@pytest.mark.parametrize("boy", [True, False])
@pytest.mark.parametrize("age", [0, 200, 730, 731, 1826])
@pytest.mark.parametrize(("code", "measure"), [("wfa", "weight"), ("hfa", "height")])
def test_the_ends_of_the_likely_lie_just_beyond_the_limits(code, measure, age, boy):
    low, high = likely_span(STANDARD, code, boy, age, BETWEEN)

    def z(tenths):
        child = Child(boy=boy, age=age, **{measure: tenths / 10})
        return scores_of(STANDARD, child, [code]).scores[code].working.unrounded

    assert z(low) <= BETWEEN[0] < z(low + 1)
    assert z(high - 1) < BETWEEN[1] <= z(high)


@pytest.mark.parametrize("age", [-1, 1857])
def test_beyond_the_table_nothing_is_likely(age):
    assert likely_span(STANDARD, "wfa", True, age, BETWEEN) is None


@pytest.mark.parametrize(
    ("refer", "gain", "categories", "said"),
    [
        ([], "N", {}, ["up"]),
        ([], "", {}, ["no-weight"]),
        ([], "O", {"hfa": "stunted"}, ["stunted", "not-last-month"]),
        (["t-in-a-row", "below-red"], "T", {}, ["t-in-a-row", "not-up"]),
        (["below-red", "acute-moderate"], "B", {"hfa": "severely-stunted"}, ["acute-moderate", "stunted", "first"]),
        (["above-orange"], "T", {"wfh": "obese"}, ["above-orange"]),
        ([], "T", {"wfh": "overweight"}, ["overweight"]),
        ([], "N", {"wfh": "overweight"}, ["overweight", "up"]),
        ([], "T", {"wfh": "overweight-risk"}, ["not-up"]),
    ],
)
def test_what_is_said(refer, gain, categories, said):
    assert [one.value for one in situations(refer, gain, categories)] == said


def test_every_sentence_is_one_sentence_and_none_is_missing():
    rules = load_growth_advice().rules
    assert set(rules) == set(Situation)
    for text in [*rules.values(), *(rule.infant for rule in rules.values() if rule.infant)]:
        for words in (text.id, text.en):
            assert words.endswith(".")
            assert words.count(".") == 1


@pytest.mark.parametrize(("months", "breastfed"), [(0, True), (5, True), (6, False), (None, False)])
def test_who_is_only_breastfed_is_told_of_no_other_food(months, breastfed):
    advice = load_growth_advice()
    said = [advice.said(situation, months).id for situation in Situation]
    assert any(food in sentence for sentence in said for food in OTHER_FOOD) != breastfed
    assert any("susui" in sentence for sentence in said) == breastfed
