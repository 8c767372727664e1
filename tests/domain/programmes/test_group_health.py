"""How a group is doing, on both sides of every limit."""

from datetime import date

import pytest

from guyub.data.group_files import load_group_health
from guyub.domain.programmes.health import Held, Sign, has_drifted, health_of

RULES = load_group_health()
ON = date(2026, 11, 27)


def monthly(*came, of=20, until=11):
    """A meeting a month up to a month of the year, the latest first."""
    return [Held(date(2026, until - number, 5), one, of) for number, one in enumerate(came)]


def signs(meetings, officers=0, trained=0):
    return health_of(RULES, meetings, officers, trained, ON).signs


@pytest.mark.parametrize(
    ("last", "active", "told"),
    [
        pytest.param(date(2026, 11, 1), True, (), id="this month"),
        pytest.param(date(2026, 10, 31), True, (), id="last month"),
        pytest.param(date(2026, 9, 30), False, (Sign.NOT_THIS_MONTH,), id="the month before that"),
        pytest.param(date(2026, 8, 1), False, (Sign.NOT_THIS_MONTH,), id="three calendar months ago"),
        pytest.param(date(2026, 7, 31), False, (Sign.STOPPED,), id="three whole months without one"),
    ],
)
def test_whether_a_group_meets(last, active, told):
    found = health_of(RULES, [Held(last, 5, 10)], 0, 0, ON)
    assert (found.active, found.signs) == (active, told)


def test_a_group_that_never_met():
    found = health_of(RULES, [], 0, 0, ON)
    assert (found.active, found.months_without, found.signs) == (None, None, (Sign.NEVER_MET,))


@pytest.mark.parametrize(
    ("came", "recent", "before", "falls"),
    [
        pytest.param((12, 12, 12, 15, 15, 15), 60, 75, True, id="fifteen points"),
        pytest.param((12, 12, 13, 15, 15, 15), 62, 75, False, id="thirteen points"),
        pytest.param((15, 15, 15, 12, 12, 12), 75, 60, False, id="more come"),
        pytest.param((2, 2, 2, 15, 15), 10, None, False, id="too few meetings before"),
    ],
)
def test_whether_fewer_come(came, recent, before, falls):
    found = health_of(RULES, monthly(*came), 0, 0, ON)
    assert (found.recent, found.before) == (recent, before)
    assert (Sign.FALLING in found.signs) is falls


def test_meetings_without_ticks_say_nothing_of_attendance():
    unknown = [Held(date(2026, 11, 20), 0, 0)]
    found = health_of(RULES, [*unknown, *monthly(12, 12, 12, 15, 15, 15)], 0, 0, ON)
    assert (found.recent, found.before) == (60, 75)


@pytest.mark.parametrize(("officers", "trained", "told"), [(0, 0, False), (2, 0, True), (2, 1, False)])
def test_somebody_who_runs_it_was_trained(officers, trained, told):
    assert (Sign.UNTRAINED in signs(monthly(5), officers, trained)) is told


@pytest.mark.parametrize(
    ("came", "drifted"),
    [
        ((False, False, False, True), True),
        ((False, None, False, True), True),
        ((False, False, True), False),
        ((False, False), False),
        ((), False),
    ],
)
def test_who_missed_three_in_a_row_drifts_away(came, drifted):
    assert has_drifted(RULES, came) is drifted


def test_no_class_of_groups_is_invented():
    assert RULES.classes == ()
