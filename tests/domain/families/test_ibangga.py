"""The index of areas: means, categories compared exactly, the two ways of adding up, and what each variable costs."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.data import load_family_rules
from guyub.domain.families.ibangga import (
    FULL,
    FULL_INDEX,
    State,
    area,
    hundredths,
    index_of_dimensions,
    measure,
)
from guyub.domain.families.record import CODES
from guyub.domain.families.sums import sum_families
from tests.family_records import families

DEFAULTS = load_family_rules()
RULES = DEFAULTS.ibangga
GOOD = {
    **dict.fromkeys(("p01", "p02", "p04", "p05", "p06", "p08", "p09", "p10", "p11", "p12", "p20", "p21", "p22"), 1),
    **dict.fromkeys(("p03a", "p03b", "p03c", "p03d", "p07", "p19", "p23", "head_marital"), 2),
    "p24": 1,
    "p25": 40,
    "p26": 4,
    "members": 3,
    "insured": 3,
    "uninsured": 0,
    "children": 1,
    "children_certified": 1,
    "children_certificate_unknown": 0,
    "aged_7_15": 1,
    "out_of_school_7_15": 0,
    "schooling_unknown_7_15": 0,
}


def sums_of(*rows):
    frame = pl.DataFrame([dict.fromkeys(CODES) | row for row in rows], schema=dict.fromkeys(CODES, pl.Int8()))
    return sum_families(DEFAULTS, frame, by=(), parts=("ibangga", "variables")).row(0, named=True)


def test_the_national_values_of_2021_give_the_published_index():
    dimensions = [Fraction(printed) for printed in ("55.99", "52.09", "53.96")]
    assert hundredths(index_of_dimensions(dimensions), 100) == 5401


@pytest.mark.parametrize(
    ("value", "category"),
    [(503, "rentan"), (504, "berkembang"), (882, "berkembang"), (883, "tangguh"), (0, "rentan"), (1260, "tangguh")],
)
def test_a_limit_itself_is_in_the_middle(value, category):
    assert RULES.category_of(value, FULL_INDEX) == category


def test_an_area_is_compared_before_it_is_rounded():
    just_below = Fraction(40) - Fraction(1, 10**9)
    assert hundredths(just_below, 100) == 4000
    assert RULES.category_of(just_below, 100) == "rentan"
    assert RULES.category_of(Fraction(70) + Fraction(1, 10**9), 100) == "tangguh"


def test_printing_rounds_ties_to_even():
    assert [hundredths(Fraction(tie, 1000), 100) for tie in (125, 135, 145)] == [12, 14, 14]


def test_there_are_17_variables_in_dimensions_of_6_7_and_4():
    assert [len(RULES.of_dimension(dimension.code)) for dimension in RULES.dimensions] == [6, 7, 4]
    assert len({variable.indicator.id for variable in RULES.variables}) == 11


def test_a_perfect_family_and_one_that_says_nothing():
    assert measure(RULES, GOOD).total == FULL_INDEX
    silent = measure(RULES, {})
    assert (silent.total, silent.category) == (None, None)
    assert len(silent.unanswered) == 17


def test_gain_says_by_how_much_the_index_would_rise():
    failing = measure(RULES, GOOD | {"p01": 2, "p11": 2})
    assert failing.gain == {"V01": 70, "V16": 105}
    mended = measure(RULES, GOOD | {"p01": 1, "p11": 2})
    assert mended.total - failing.total == failing.gain["V01"]


@settings(max_examples=40, deadline=None)
@given(families(most=4), st.sampled_from([variable.code for variable in RULES.variables]))
def test_gain_is_the_rise_when_the_variable_passes(rows, code):
    """The whole is recomputed with the state changed, not read off the weight."""
    for record in rows:
        index = measure(RULES, record)
        if code in index.gain:
            dimension = RULES.by_code[code].dimension
            states = [index.states[variable.code] for variable in RULES.of_dimension(dimension)]
            applicable = sum(state is not State.NOT_APPLICABLE for state in states)
            passed = states.count(State.PASSED)
            rise = Fraction(passed + 1, applicable) - Fraction(passed, applicable)
            assert rise * FULL == index.gain[code]
            assert Fraction(index.dimensions[dimension], FULL) == Fraction(passed, applicable)


def test_a_mean_of_families_and_a_ratio_of_sums_differ_where_variables_do_not_apply():
    first = GOOD | {"p02": 3, "children": 0, "head_marital": 1, "p01": 2}  # 2 of 3
    second = GOOD  # 6 of 6
    sums = sums_of(first, second)
    assert area(RULES, sums).dimensions["T"] == Fraction(100 * (Fraction(2, 3) + 1), 2)
    assert area(RULES, sums, method="ratio-of-sums").dimensions["T"] == Fraction(100 * 8, 9)


def test_an_area_leaves_out_families_without_a_value_and_counts_them():
    village = area(RULES, sums_of(GOOD, GOOD | {"p05": None}, GOOD | {"p05": 2}))
    assert (village.families, village.with_index) == (3, 2)
    assert village.dimensions["T"] == 100
    assert village.dimensions["M"] == Fraction(100 * 13, 14)
    assert village.distribution == {"rentan": 0, "berkembang": 0, "tangguh": 2}


def test_an_area_of_nobody_has_no_index():
    village = area(RULES, sums_of({}))
    assert (village.index, village.category, village.with_index) == (None, None, 0)


def test_variables_are_sorted_by_the_points_they_cost_and_the_points_are_the_rise_of_the_village():
    before = [GOOD | {"p06": 2, "p12": 2}, GOOD | {"p06": 2}, GOOD]
    village = area(RULES, sums_of(*before))
    costs = {one.code: one for one in village.variables}
    assert [one.code for one in village.variables][:2] == ["V10", "V17"]
    assert (costs["V10"].failing, costs["V10"].applicable, costs["V17"].failing) == (2, 3, 1)
    mended = area(RULES, sums_of(*(family | {"p06": 1} for family in before)))
    assert mended.index - village.index == costs["V10"].points
    assert costs["V01"].points == 0


def test_every_variable_names_who_can_act_and_where_it_comes_from():
    for variable in RULES.variables:
        assert variable.opd
        assert variable.advice.id
        assert variable.source
