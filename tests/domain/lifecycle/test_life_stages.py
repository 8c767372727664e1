"""Stages of life at both ends of each, and whom a post expects."""

from datetime import date

import pytest

from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.domain.lifecycle.stages import expected_on, stage_on

RULES = load_lifecycle_rules()
DAY = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("born", "stage"),
    [
        pytest.param(date(2026, 11, 15), "child", id="born on the day"),
        pytest.param(date(2020, 11, 16), "child", id="71 months"),
        pytest.param(date(2020, 11, 15), "youth", id="6 years on the day"),
        pytest.param(date(2007, 11, 16), "youth", id="18 years, the day before 19"),
        pytest.param(date(2007, 11, 15), "adult", id="19 years on the day"),
        pytest.param(date(1966, 11, 16), "adult", id="59 years, the day before 60"),
        pytest.param(date(1966, 11, 15), "elder", id="60 years on the day"),
    ],
)
def test_a_stage_begins_on_the_birthday(born, stage):
    assert stage_on(RULES, born, DAY, mother=False).code == stage


def test_a_pregnant_or_nursing_woman_is_a_mother_whatever_her_age():
    assert stage_on(RULES, date(2009, 1, 1), DAY, mother=True).code == "mother"
    assert stage_on(RULES, None, DAY, mother=True).code == "mother"


@pytest.mark.parametrize("born", [None, date(2026, 11, 16)])
def test_who_has_no_age_has_no_stage(born):
    assert stage_on(RULES, born, DAY, mother=False) is None


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(None, True, id="never"),
        pytest.param(date(2025, 11, 15), True, id="a year ago"),
        pytest.param(date(2025, 11, 16), False, id="a day less than a year"),
    ],
)
def test_an_adult_is_expected_once_a_year(last, expected):
    assert expected_on(RULES.stage_by_code["adult"], last, DAY) is expected


@pytest.mark.parametrize("stage", ["mother", "child"])
def test_mothers_and_small_children_are_expected_at_every_session(stage):
    assert expected_on(RULES.stage_by_code[stage], date(2026, 11, 14), DAY)


def test_the_five_steps_stand_in_their_order_and_only_the_first_is_confirmed():
    assert [step.code for step in RULES.steps] == ["registration", "measuring", "recording", "service", "education"]
    assert [step.grade for step in RULES.steps] == ["CONFIRMED", *["INFERRED"] * 4]
