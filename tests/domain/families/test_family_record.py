"""The family record of a form: ages on the day, what is unknown stays unknown, whose child is whose."""

import datetime

import pytest

from guyub.domain.families.members import completed_months, completed_years
from guyub.domain.families.record import CODES, code_of, summarise

DAY = datetime.date
ON = DAY(2025, 6, 15)
HEAD = {"k01": 1, "k03": 1, "k07": 2, "k10": 1, "k13": 7, "k14": 8, "k15": 2, "birth": DAY(1985, 1, 1)}
WIFE = {"k01": 2, "k03": 2, "k07": 2, "k10": 2, "k13": 1, "k14": 8, "k15": 1, "birth": DAY(1990, 1, 1)}


def child(birth, **answers):
    return {"k03": 2, "k07": 1, "k09": 1, "k10": 3, "k11": 2, "k13": 1, "k14": 3, "k15": 1, "birth": birth} | answers


def record_of(*members, answers=None, couple=None, on=ON):
    return summarise(answers or {}, couple or {}, list(members), on=on)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        pytest.param(DAY(2018, 6, 15), ON, 7, id="on the birthday"),
        pytest.param(DAY(2018, 6, 16), ON, 6, id="the day before it"),
        pytest.param(DAY(2004, 2, 29), DAY(2025, 2, 28), 20, id="born on 29 February: not yet on the 28th"),
        pytest.param(DAY(2004, 2, 29), DAY(2025, 3, 1), 21, id="born on 29 February: on 1 March"),
        pytest.param(DAY(2004, 2, 29), DAY(2024, 2, 29), 20, id="born on 29 February: in a leap year on the day"),
    ],
)
def test_completed_years(birth, on, years):
    assert completed_years(birth, on) == years


@pytest.mark.parametrize(
    ("birth", "on", "months"),
    [
        pytest.param(DAY(2023, 6, 15), ON, 24, id="24 months on the day"),
        pytest.param(DAY(2023, 6, 16), ON, 23, id="one day less"),
        pytest.param(DAY(2025, 1, 31), DAY(2025, 2, 28), 0, id="a month without a 31st"),
        pytest.param(DAY(2025, 1, 31), DAY(2025, 3, 1), 1, id="and the day after it"),
    ],
)
def test_completed_months(birth, on, months):
    assert completed_months(birth, on) == months


def test_a_family_of_four():
    record = record_of(HEAD, WIFE, child(DAY(2024, 1, 1), k09=2, k14=None), child(DAY(2015, 1, 1)))
    wanted = {"members": 4, "head_marital": 2, "children": 2, "children_certified": 1}
    wanted |= {"children_certificate_unknown": 0, "insured": 4, "insured_bpjs": 4, "uninsured": 0, "aged_7_15": 1}
    wanted |= {"out_of_school_7_15": 0, "dropouts_7_15": 0, "schooling_unknown_7_15": 0, "aged_16_18": 0}
    wanted |= {"out_of_school_16_18": 0, "dropouts_16_18": 0, "schooling_unknown_16_18": 0, "aged_15_64": 2}
    wanted |= {"working_15_64": 1, "working_unknown_15_64": 0, "under_2": 1, "aged_2_4": 0, "aged_0_6": 1}
    wanted |= {"adolescents": 1, "elderly": 0, "pus": 1, "wife_age": 35, "spacing_months": 108, "living_children": 2}
    assert {code: value for code, value in record.items() if value is not None} == wanted
    assert tuple(record) == CODES


@pytest.mark.parametrize(
    ("birth", "under_2", "aged_2_4"),
    [(DAY(2023, 6, 16), 1, 0), (DAY(2023, 6, 15), 0, 1), (DAY(2020, 6, 16), 0, 1), (DAY(2020, 6, 15), 0, 0)],
)
def test_under_two_and_two_to_four_do_not_overlap(birth, under_2, aged_2_4):
    record = record_of(HEAD, WIFE, child(birth))
    assert (record["under_2"], record["aged_2_4"]) == (under_2, aged_2_4)


def test_nobody_recorded_is_not_an_empty_family():
    record = record_of(answers={"P.01": 1})
    assert record["p01"] == 1
    assert record["members"] is record["under_2"] is record["pus"] is None


def test_a_child_without_a_birth_date_leaves_counts_by_age_unknown_and_others_known():
    record = record_of(HEAD, WIFE, child(None))
    assert record["aged_7_15"] is record["under_2"] is record["adolescents"] is None
    assert (record["children"], record["members"], record["pus"]) == (1, 3, 1)


def test_a_head_without_a_birth_date_is_no_pupil_but_perhaps_an_elder():
    record = record_of(HEAD | {"birth": None}, WIFE)
    assert (record["aged_7_15"], record["under_2"]) == (0, 0)
    assert record["elderly"] is record["aged_15_64"] is None


@pytest.mark.parametrize(
    ("education", "out", "dropouts", "unknown"),
    [(1, 1, 0, 0), (2, 1, 1, 0), (3, 0, 0, 0), (6, 1, 1, 0), (8, 1, 0, 0), (None, 0, 0, 1)],
)
def test_a_child_out_of_school_and_a_dropout(education, out, dropouts, unknown):
    record = record_of(HEAD, WIFE, child(DAY(2012, 1, 1), k14=education))
    found = (record["out_of_school_7_15"], record["dropouts_7_15"], record["schooling_unknown_7_15"])
    assert found == (out, dropouts, unknown)


@pytest.mark.parametrize(
    ("birth", "pus"),
    [(DAY(2010, 6, 15), 1), (DAY(2010, 6, 16), 0), (DAY(1975, 6, 16), 1), (DAY(1975, 6, 15), 0), (None, None)],
)
def test_a_couple_counts_while_the_wife_is_15_to_49(birth, pus):
    assert record_of(HEAD, WIFE | {"birth": birth})["pus"] == pus


@pytest.mark.parametrize(
    ("members", "pus"),
    [
        pytest.param([HEAD | {"k07": 4}], 0, id="a widower"),
        pytest.param([HEAD | {"k03": 2}], 1, id="a married woman whose husband lives elsewhere"),
        pytest.param([HEAD, WIFE | {"k07": 3}], 0, id="a divorced wife"),
        pytest.param([HEAD, WIFE | {"k07": None}], 1, id="a wife is married where nobody says otherwise"),
        pytest.param([HEAD, WIFE | {"k10": None}], None, id="somebody's place in the family is unknown"),
    ],
)
def test_who_is_a_living_couple(members, pus):
    assert record_of(*members)["pus"] == pus


@pytest.mark.parametrize(
    ("births", "months"),
    [
        ([DAY(2020, 1, 10), DAY(2022, 1, 10)], 24),
        ([DAY(2020, 1, 10), DAY(2022, 1, 9)], 23),
        ([DAY(2020, 1, 10), DAY(2022, 1, 10), DAY(2022, 1, 11)], 24),
        ([DAY(2022, 1, 10), DAY(2022, 1, 10)], None),
        ([DAY(2022, 1, 10)], None),
        ([DAY(2022, 1, 10), None], None),
    ],
)
def test_spacing_of_the_two_youngest_births_with_twins_as_one(births, months):
    assert record_of(HEAD, WIFE, *map(child, births))["spacing_months"] == months


def test_a_child_of_another_mother_is_not_the_wifes():
    record = record_of(HEAD, WIFE, child(DAY(2022, 1, 1)), child(DAY(2020, 6, 1), k11=7))
    assert (record["spacing_months"], record["living_children"], record["children"]) == (None, 1, 2)


def test_children_alive_are_those_the_mother_names_before_those_on_the_form():
    assert record_of(HEAD, WIFE, child(DAY(2022, 1, 1)), couple={"KB.02": 4})["living_children"] == 4


@pytest.mark.parametrize(
    ("birth", "marital", "adolescents"),
    [
        (DAY(2015, 6, 15), 1, 1),
        (DAY(2015, 6, 16), 1, 0),
        (DAY(2000, 6, 16), 1, 1),
        (DAY(2000, 6, 15), 1, 0),
        (DAY(2005, 1, 1), 2, 0),
        (DAY(2012, 1, 1), None, 1),
        (DAY(2005, 1, 1), None, None),
    ],
)
def test_adolescents_are_unmarried_and_10_to_24(birth, marital, adolescents):
    assert record_of(HEAD, child(birth, k07=marital))["adolescents"] == adolescents


def test_codes_in_every_spelling():
    assert {code_of(text) for text in ("P.03a", "p03A", " P3a ", "P 03 a")} == {"p03a"}
    assert {code_of(text) for text in ("KB.03-1.1", "kb03_11", "KB 03 1 1")} == {"kb03_11"}
    assert code_of("NIK") is None
