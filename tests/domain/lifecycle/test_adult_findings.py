"""Classes of an adult's figures on both sides of each limit."""

import pytest

from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.data.youth_files import load_youth_rules
from guyub.domain.lifecycle.findings import (
    Checked,
    Figures,
    body_mass_index,
    findings_of,
    impossible,
    outside,
)

RULES = load_lifecycle_rules().check


def found(about, years=40, sex="f", bmi_z=None, **figures):
    checked = Checked(years, sex, Figures(**figures), bmi_z)
    return {one.about: one.code for one in findings_of(RULES, load_youth_rules(), checked)}.get(about)


@pytest.mark.parametrize(
    ("weight_g", "code"),
    [
        pytest.param(4_624, "thin", id="just below 18.5"),
        pytest.param(4_625, "normal", id="exactly 18.5"),
        pytest.param(5_749, "normal", id="just below 23"),
        pytest.param(5_750, "overweight", id="exactly 23"),
        pytest.param(6_250, "obese-1", id="exactly 25"),
        pytest.param(7_499, "obese-1", id="just below 30"),
        pytest.param(7_500, "obese-2", id="exactly 30"),
    ],
)
def test_bmi_at_each_limit(weight_g, code):
    """A height of half a metre squares to a quarter: BMI is four times the kilograms."""
    assert RULES.bmi.of(body_mass_index(weight_g, 500)).code == code


@pytest.mark.parametrize(
    ("sex", "waist_mm", "code"),
    [
        ("m", 900, "normal"),
        ("m", 901, "central-obesity"),
        ("f", 800, "normal"),
        ("f", 801, "central-obesity"),
    ],
)
def test_waist_above_90_cm_of_men_and_80_of_women(sex, waist_mm, code):
    assert found("waist", sex=sex, waist_mm=waist_mm) == code


@pytest.mark.parametrize(("glucose_mg", "code"), [(199, "normal"), (200, "high")])
def test_glucose_at_its_limit(glucose_mg, code):
    assert found("glucose", glucose_mg=glucose_mg) == code


@pytest.mark.parametrize(
    ("systolic", "diastolic", "code"), [(139, 89, "high-normal"), (140, 80, "grade-1"), (120, 90, "grade-1")]
)
def test_pressure_by_either_figure(systolic, diastolic, code):
    assert found("pressure", systolic=systolic, diastolic=diastolic) == code


def test_a_child_has_bmi_for_age_and_neither_waist_nor_adult_bmi():
    assert found("bmi", years=8, weight_g=30_000, height_mm=1_200, bmi_z=201) == "obese"
    assert found("bmi", years=8, weight_g=30_000, height_mm=1_200) is None
    assert found("waist", years=8, waist_mm=900) is None


@pytest.mark.parametrize(
    ("years", "holds"),
    [(4, False), (5, True), (9, True), (10, False), (18, False), (19, True), (59, True), (60, False)],
)
def test_whose_form_it_is(years, holds):
    assert RULES.hold(years) is holds


@pytest.mark.parametrize(
    ("figures", "cannot", "rare"),
    [
        ({"weight_g": 20_000}, (), ("weight_g",)),
        ({"weight_g": 19_999}, ("weight_g",), ("weight_g",)),
        ({"weight_g": 35_000}, (), ()),
        ({"weight_g": 34_999}, (), ("weight_g",)),
        ({"glucose_mg": 801}, ("glucose_mg",), ("glucose_mg",)),
        ({}, (), ()),
    ],
)
def test_what_cannot_be_and_what_is_asked_about(figures, cannot, rare):
    limits = RULES.limits(40)
    assert impossible(limits, Figures(**figures)) == cannot
    assert outside(limits.likely, Figures(**figures)) == rare


def test_a_child_has_limits_of_its_own():
    assert impossible(RULES.limits(8), Figures(weight_g=19_999)) == ()
