"""Signs on visits: both sides of every cut-off, unanswered apart from fine, figures that cannot be refused."""

from decimal import Decimal
from fractions import Fraction

import pytest

from guyub.data.visits import load_visit_forms
from guyub.domain.families.visits import Kind, State, body_mass_index, findings, read_value

FORMS = load_visit_forms().by_id


def state(form, sign, **answers):
    return next(found.state for found in findings(FORMS[form], answers) if found.sign.id == sign)


LIMITS = [
    (form.id, sign.id, sign.of, week, low, high)
    for form in FORMS.values()
    for sign in form.checks
    if sign.of != "imt"
    for week, (low, high) in (
        sign.outside_by.items() if sign.outside_by else [(None, sign.outside or (sign.below, sign.above))]
    )
    if low is not None or high is not None
]


@pytest.mark.parametrize(("form", "sign", "of", "week", "low", "high"), LIMITS)
def test_a_value_at_a_limit_is_fine_and_the_next_one_is_not(form, sign, of, week, low, high):
    step = Decimal("0.1") if FORMS[form].by_id[of].kind is Kind.DECIMAL else Decimal(1)
    for limit, towards in ((low, -step), (high, step)):
        if limit is None:
            continue
        assert state(form, sign, week=week, **{of: str(limit)}) is State.FINE
        assert state(form, sign, week=week, **{of: str(limit + towards)}) is State.LOOK
    assert state(form, sign, week=week) is State.UNKNOWN


@pytest.mark.parametrize(
    ("form", "weight", "expected"),
    [
        # height 160 cm: 18.5 kg/m² is 47.36 kg, 24.9 is 63.744 kg; 19 is 48.64 kg, 29 is 74.24 kg
        pytest.param("catin", "47.36", State.FINE, id="exactly 18.5"),
        pytest.param("catin", "47.35", State.LOOK, id="just below 18.5"),
        pytest.param("catin", "63.74", State.FINE, id="just below 24.9"),
        pytest.param("catin", "63.75", State.LOOK, id="just above 24.9"),
        pytest.param("bumil-12-16", "48.64", State.FINE, id="exactly 19"),
        pytest.param("bumil-12-16", "48.63", State.LOOK, id="just below 19"),
        pytest.param("bumil-12-16", "74.24", State.FINE, id="exactly 29"),
        pytest.param("bumil-12-16", "74.25", State.LOOK, id="just above 29"),
    ],
)
def test_the_body_mass_index_is_exact_at_its_limits(form, weight, expected):
    assert state(form, "imt", weight=weight, height="160") is expected


def test_body_mass_index_of_a_known_case():
    assert body_mass_index(Decimal("47.36"), Decimal(160)) == Fraction(185, 10)


def test_without_height_nothing_is_said_about_the_body_mass_index():
    assert state("catin", "imt", weight="50") is State.UNKNOWN


@pytest.mark.parametrize("week", [None, 22])
def test_a_range_by_week_says_nothing_without_a_week_of_the_table(week):
    assert state("bumil-20-36", "fundal-height", week=week, fundal_height="20") is State.UNKNOWN


def test_no_is_a_sign_where_the_question_asks_for_something_good():
    assert state("keluarga", "latrine", latrine=2) is State.LOOK
    assert state("keluarga", "latrine", latrine=1) is State.FINE
    assert state("keluarga", "modern-kb", modern_kb=3) is State.FINE


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("lila", "23,5", "23.5"),
        ("lila", " 23.5 ", "23.5"),
        ("lila", "", None),
        ("age", "20", 20),
        ("smoke", "2", 2),
    ],
)
def test_what_people_write_is_read(field, text, value):
    assert read_value(FORMS["catin"].by_id[field], text) == value


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("lila", "dua puluh", "not-a-number"),
        ("age", "20,5", "not-a-number"),
        ("lila", "61", "out-of-range"),
        ("age", "9", "out-of-range"),
        ("smoke", "3", "not-on-the-list"),
        ("lila", "2e1", "not-a-number"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(field, text, reason):
    with pytest.raises(ValueError, match=reason):
        read_value(FORMS["catin"].by_id[field], text)


def test_every_module_form_says_that_its_limits_stand_as_coded():
    assert {form.id for form in FORMS.values() if form.as_coded} == {
        "bumil-awal",
        "bumil-12-16",
        "bumil-20-36",
        "pascasalin",
        "baduta",
    }
