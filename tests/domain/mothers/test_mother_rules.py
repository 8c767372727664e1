"""Rules for pregnant and nursing mothers, at both sides of each limit."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.data.mother_files import load_mother_rules
from guyub.data.reading import FOLDER, read_yaml
from guyub.domain.families.visits import VisitForms
from guyub.domain.mothers.calendar import State, after_birth, antenatal, next_visit
from guyub.domain.mothers.dating import (
    due_from_last_period,
    possible_due,
    trimester,
    week_ends,
    weeks_on,
)
from guyub.domain.mothers.rules import MotherRules
from guyub.domain.mothers.signs import Figures, Mother, Taken, birth_signs_of, mother_on, signs_of

RULES = load_mother_rules()
FILE = RULES.file
DAY = date(2026, 6, 1)
LMP = date(2026, 1, 1)
DUE = date(2026, 10, 8)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def shown(**figures):
    return [
        one.sign.id for one in signs_of(RULES, Mother(latest={name: (value, DAY) for name, value in figures.items()}))
    ]


# -- weeks -----------------------------------------------------------------------------------------------------------


def test_a_pregnancy_lasts_280_days_from_the_last_period():
    assert due_from_last_period(FILE.dating, LMP) == DUE
    assert weeks_on(FILE.dating, DUE, LMP) == 0
    assert weeks_on(FILE.dating, DUE, DUE) == 40
    assert weeks_on(FILE.dating, DUE, LMP - timedelta(days=1)) == -1


@given(days, st.integers(0, 320))
def test_weeks_are_completed_sevens_of_days_since_the_first(first, later):
    due = due_from_last_period(FILE.dating, first)
    assert weeks_on(FILE.dating, due, first + timedelta(days=later)) == later // 7


@given(days, st.integers(0, 44))
def test_a_week_ends_on_the_last_day_that_counts_as_it(due, week):
    last = week_ends(FILE.dating, due, week)
    assert weeks_on(FILE.dating, due, last) == week
    assert weeks_on(FILE.dating, due, last + timedelta(days=1)) == week + 1


@pytest.mark.parametrize(("weeks", "which"), [(-1, 1), (0, 1), (12, 1), (13, 2), (27, 2), (28, 3), (44, 3)])
def test_trimesters_begin_in_weeks_13_and_28(weeks, which):
    assert trimester(FILE, weeks) == which


def test_a_pregnancy_has_begun_and_does_not_last_for_ever():
    def possible(today):
        return possible_due(FILE.dating, DUE, today)

    assert possible(LMP)
    assert not possible(LMP - timedelta(days=1))
    assert possible(week_ends(FILE.dating, DUE, 45))
    assert not possible(week_ends(FILE.dating, DUE, 45) + timedelta(days=1))


# -- signs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "signs"),
    [
        pytest.param({"arm_mm": 234}, ["kek"], id="23.4 cm"),
        pytest.param({"arm_mm": 235}, [], id="23.5 cm is no KEK"),
        pytest.param({"hb_tenths": 69}, ["anaemia-severe"], id="6.9"),
        pytest.param({"hb_tenths": 70}, ["anaemia-moderate"], id="7.0"),
        pytest.param({"hb_tenths": 99}, ["anaemia-moderate"], id="9.9"),
        pytest.param({"hb_tenths": 100}, ["anaemia-mild"], id="10.0"),
        pytest.param({"hb_tenths": 109}, ["anaemia-mild"], id="10.9"),
        pytest.param({"hb_tenths": 110}, [], id="11.0 is none"),
        pytest.param({"height_mm": 1449}, ["short"], id="144.9 cm"),
        pytest.param({"height_mm": 1450}, [], id="145 cm"),
        pytest.param({"systolic": 139, "diastolic": 89}, [], id="139/89"),
        pytest.param({"systolic": 140, "diastolic": 89}, ["pressure"], id="140/89"),
        pytest.param({"systolic": 139, "diastolic": 90}, ["pressure"], id="139/90"),
        pytest.param({"systolic": 150, "diastolic": 95}, ["pressure"], id="said once"),
    ],
)
def test_figures_at_each_limit(figures, signs):
    assert shown(**figures) == signs


@pytest.mark.parametrize(("age", "signs"), [(19, ["young"]), (20, []), (35, []), (36, ["old"]), (None, [])])
def test_age_below_20_and_above_35(age, signs):
    assert [one.sign.id for one in signs_of(RULES, Mother(age=age))] == signs


@pytest.mark.parametrize(("weeks", "signs"), [(41, []), (42, ["late"]), (None, [])])
def test_a_birth_that_is_late(weeks, signs):
    assert [one.sign.id for one in signs_of(RULES, Mother(weeks=weeks))] == signs


@given(st.integers(25_000, 200_000), st.integers(1_000, 2_000))
def test_underweight_is_a_body_mass_index_below_18_5_exactly(weight_g, height_mm):
    mother = Mother(latest={"height_mm": (height_mm, DAY)}, early_weight_g=weight_g)
    thin = Fraction(weight_g, 1000) / Fraction(height_mm, 1000) ** 2 < Fraction("18.5")
    assert ("thin" in [one.sign.id for one in signs_of(RULES, mother)]) is thin


def test_referred_before_watched():
    assert shown(height_mm=1400, arm_mm=220, hb_tenths=80) == ["kek", "anaemia-moderate", "short"]


def test_the_latest_figure_of_each_kind_counts_and_the_weight_of_the_first_trimester():
    early, late = LMP + timedelta(days=60), LMP + timedelta(days=120)
    taken = [
        Taken(late, Figures(weight_g=50_000, hb_tenths=115)),
        Taken(early, Figures(weight_g=42_000, height_mm=1550, arm_mm=230, hb_tenths=100)),
    ]
    mother = mother_on(RULES, taken, late, born=date(2000, 1, 1), due_on=DUE)
    assert mother.latest["hb_tenths"] == (115, late)
    assert mother.latest["arm_mm"] == (230, early)
    assert (mother.early_weight_g, mother.weeks, mother.age) == (42_000, 17, 26)
    assert [one.sign.id for one in signs_of(RULES, mother)] == ["kek", "thin"]


def test_a_weight_of_the_second_trimester_says_nothing_of_being_underweight():
    day = week_ends(FILE.dating, DUE, 12)
    for taken_on, known in ((day, 40_000), (day + timedelta(days=1), None)):
        taken = [Taken(taken_on, Figures(weight_g=40_000, height_mm=1600))]
        assert mother_on(RULES, taken, taken_on, born=None, due_on=DUE).early_weight_g == known


def test_after_birth_nothing_is_asked_of_weeks():
    mother = mother_on(RULES, [Taken(DAY, Figures(weight_g=40_000, height_mm=1600))], DAY, born=None, due_on=None)
    assert (mother.weeks, mother.early_weight_g, signs_of(RULES, mother)) == (None, None, ())


@pytest.mark.parametrize(
    ("birth", "signs"),
    [
        ({"weight_g": 2499}, ["light"]),
        ({"weight_g": 2500}, []),
        ({"weight_g": 3900}, []),
        ({"weight_g": 3901}, ["heavy"]),
        ({"weeks": 36}, ["early"]),
        ({"weeks": 37}, []),
        ({"length_mm": 479}, ["small"]),
        ({"length_mm": 480}, []),
        ({}, []),
    ],
)
def test_births_at_each_limit(birth, signs):
    whole = {"weight_g": None, "length_mm": None, "weeks": None} | birth
    assert [sign.id for sign in birth_signs_of(RULES, **whole)] == signs


def test_limits_of_the_companion_team_are_taken_over_not_written_again():
    told = read_yaml(FOLDER / "families" / "visits.yaml")
    form = next(form for form in told["forms"] if form["id"] == "bumil-12-16")
    next(sign for sign in form["checks"] if sign["id"] == "lila")["below"] = "24.5"
    forms = VisitForms.model_validate(told)
    assert MotherRules(FILE, forms).limit_of("kek").below == 245
    assert RULES.limit_of("kek").below == 235


def test_which_figures_can_be():
    assert RULES.allows("arm_mm", 100)
    assert not RULES.allows("arm_mm", 99)
    assert RULES.allows("weight_g", None)
    assert not RULES.allows("hb_tenths", 251)


# -- visits ----------------------------------------------------------------------------------------------------------


def states(line):
    return "".join(one.state.value[0] for one in line)


def test_six_visits_one_two_and_three_by_trimester():
    assert [visit.trimester for visit in FILE.antenatal.visits] == [1, 2, 2, 3, 3, 3]
    for visit in FILE.antenatal.visits:
        assert trimester(FILE, visit.by_week) == visit.trimester


def test_a_visit_is_late_the_day_after_its_week_is_over():
    last = week_ends(FILE.dating, DUE, 12)
    assert states(antenatal(FILE, DUE, {}, last)) == "naaaaa"
    assert states(antenatal(FILE, DUE, {}, last + timedelta(days=1))) == "lnaaaa"


def test_a_numbered_visit_says_that_those_before_it_were_made():
    line = antenatal(FILE, DUE, {3: DAY}, week_ends(FILE.dating, DUE, 28))
    assert states(line) == "dddnaa"
    assert [one.done_on for one in line[:3]] == [None, None, DAY]


def test_the_next_visit_is_the_first_that_was_not_made():
    line = antenatal(FILE, DUE, {1: DAY}, week_ends(FILE.dating, DUE, 30))
    assert states(line) == "dllnaa"
    assert next_visit(line, catch_up=True).number == 2
    assert next_visit(antenatal(FILE, DUE, {6: DAY}, DUE), catch_up=True) is None


@pytest.mark.parametrize(
    ("day", "told"), [(0, "naaa"), (2, "naaa"), (3, "lnaa"), (8, "llna"), (29, "llln"), (42, "llln"), (43, "llll")]
)
def test_visits_after_birth_have_days_of_their_own(day, told):
    assert states(after_birth(FILE, DAY, {}, DAY + timedelta(days=day))) == told


def test_a_visit_after_birth_that_was_missed_is_not_caught_up_with():
    line = after_birth(FILE, DAY, {2: DAY}, DAY + timedelta(days=10))
    assert states(line) == "ldna"
    assert next_visit(line, catch_up=False).number == 3
    assert {one.state for one in line} == {State.LATE, State.DONE, State.NOW, State.AHEAD}
