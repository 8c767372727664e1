"""Who may stand together on one form; each rule from both sides."""

from datetime import date

import pytest

from guyub.domain.families.form import FormLine, problems_on

MAN = FormLine(1, 1, 1, 2, date(1980, 5, 1))
WIFE = FormLine(2, 2, 2, 2, date(1982, 5, 1))
CHILD = FormLine(3, 3, 2, 1, date(2010, 5, 1), 2)
TODAY = date(2025, 5, 1)


def changed(base, **values):
    return FormLine(**{**vars(base), **values})


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([MAN, WIFE, CHILD], id="husband, wife and child"),
        pytest.param([MAN], id="alone"),
        pytest.param([changed(WIFE, line=1, relation=1)], id="a married woman whose husband has a form elsewhere"),
        pytest.param([MAN, FormLine(2, 4, 2, 4, date(1950, 1, 1))], id="a widowed grandmother as other"),
        pytest.param([changed(MAN, mother=2), FormLine(2, 4, 2, 4, date(1950, 1, 1))], id="the head's own mother"),
        pytest.param([changed(MAN, marital=None), WIFE], id="unanswered is no contradiction"),
        pytest.param([WIFE, CHILD, changed(MAN, line=4)], id="the head need not come first"),
    ],
)
def test_families_as_they_are(lines):
    assert problems_on(lines, TODAY) == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        pytest.param([], (0, "no-members"), id="nobody"),
        pytest.param([WIFE], (0, "no-head"), id="no head"),
        pytest.param([MAN, changed(MAN, line=2)], (2, "second-head"), id="two heads"),
        pytest.param([MAN, WIFE, changed(WIFE, line=3)], (3, "second-couple"), id="two wives"),
        pytest.param([MAN, WIFE, changed(CHILD, marital=2)], (3, "second-couple"), id="a married child"),
        pytest.param([MAN, changed(WIFE, sex=1)], (2, "wife-is-male"), id="a man as wife"),
        pytest.param([changed(MAN, sex=2), WIFE], (1, "wife-of-a-woman"), id="a woman's wife"),
        pytest.param([MAN, changed(WIFE, marital=3)], (2, "wife-not-married"), id="a divorced wife"),
        pytest.param([changed(MAN, marital=4), WIFE], (1, "head-not-married"), id="a widower with a wife"),
        pytest.param([MAN, FormLine(2, 4, 2, 2)], (2, "other-is-married"), id="a married other"),
        pytest.param([MAN, WIFE, FormLine(3, 4, 2, 1, None, 2)], (3, "other-has-parent"), id="an other with a parent"),
        pytest.param([MAN, changed(CHILD, mother=9)], (3, "mother-not-on-form"), id="no such line"),
        pytest.param([MAN, changed(CHILD, mother=1)], (3, "mother-is-male"), id="a man as mother"),
        pytest.param([MAN, WIFE, changed(CHILD, birth=date(1991, 1, 1))], (3, "mother-too-young"), id="mother of 9"),
        pytest.param([MAN, changed(CHILD, mother=3)], (3, "mother-in-a-circle"), id="own mother"),
        pytest.param([MAN, changed(WIFE, birth=date(2024, 3, 1))], (2, "married-too-young"), id="a wife of 14 months"),
        pytest.param([changed(MAN, birth=date(2015, 5, 2))], (1, "married-too-young"), id="a day before turning 10"),
        pytest.param([MAN, FormLine(2, 4, 2, 4, date(2020, 1, 1))], (2, "married-too-young"), id="a widow of 5"),
    ],
)
def test_what_is_no_family(lines, problem):
    assert problem in problems_on(lines, TODAY)


def test_a_mother_is_ten_years_older_at_least():
    assert problems_on([MAN, WIFE, changed(CHILD, birth=date(1992, 1, 1))], TODAY) == []


@pytest.mark.parametrize("marital", [2, 3, 4])
def test_from_the_age_of_ten_on_a_marriage_is_on_record_where_it_happened(marital):
    assert problems_on([FormLine(1, 1, 2, marital, date(2015, 5, 1))], TODAY) == []


def test_who_never_married_may_be_of_any_age():
    assert problems_on([MAN, WIFE, changed(CHILD, birth=TODAY)], TODAY) == []


def test_a_circle_of_two_is_found():
    circle = [MAN, FormLine(2, 3, 2, 1, None, 3), FormLine(3, 3, 2, 1, None, 2)]
    assert (2, "mother-in-a-circle") in problems_on(circle, TODAY)
