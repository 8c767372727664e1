"""Foster-parent aid: the dose at its limit, the first 1000 days, and which figures are compared."""

from datetime import date

import pytest

from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.quickwins.fostering import Figure, course_of, meant_until, too_little

RULES = load_quick_wins().genting


@pytest.mark.parametrize(
    ("package", "rupiah", "days", "little"),
    [
        pytest.param("nutrition", 15_000, 1, False, id="exactly the dose"),
        pytest.param("nutrition", 14_999, 1, True, id="a rupiah below"),
        pytest.param("nutrition", 449_999, 30, True, id="a rupiah below in a month"),
        pytest.param("latrine", 1, 30, False, id="other aid has no dose"),
        pytest.param("nutrition", 1, 0, False, id="no days yet"),
    ],
)
def test_food_is_worth_fifteen_thousand_a_day(package, rupiah, days, little):
    assert too_little(RULES, package, rupiah, days) is little


def test_food_is_meant_to_last_until_the_child_is_24_months_old():
    assert meant_until(RULES, date(2026, 1, 31), None) == date(2028, 1, 31)
    assert meant_until(RULES, None, date(2027, 3, 10)) == date(2029, 3, 10)
    assert meant_until(RULES, None, None) is None


SINCE, UNTIL = date(2026, 6, 15), date(2026, 9, 15)


def figure(day, weight=8_000, hfa=-210):
    return Figure(day, weight, hfa)


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        pytest.param([date(2026, 5, 1), date(2026, 9, 1)], date(2026, 5, 1), date(2026, 9, 1), id="45 days before"),
        pytest.param([date(2026, 4, 30), date(2026, 7, 1), date(2026, 9, 1)], date(2026, 7, 1), date(2026, 9, 1),
                     id="46 days before is too old"),
        pytest.param([date(2026, 6, 15), date(2026, 9, 16)], None, None, id="after the end does not count"),
        pytest.param([date(2026, 7, 1)], None, None, id="one figure is no course"),
    ],
)  # fmt: skip
def test_which_figures_are_compared(days, first, last):
    course = course_of(RULES, SINCE, UNTIL, [figure(day) for day in days])
    assert (course and course.first.day, course and course.last.day) == (first, last)


def test_a_change_is_known_where_both_figures_are():
    course = course_of(RULES, SINCE, UNTIL, [figure(SINCE, 8_000, -210), figure(UNTIL, 8_900, None)])
    assert course.gained_g == 900
    assert course.hfa_change is None


def test_every_programme_says_how_well_it_is_known():
    assert RULES.record_grade == "INFERRED"
    assert load_quick_wins().sidaya.grade == "PARTIAL"
