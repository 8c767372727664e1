"""Weight faltering: WHO's published increments, the 5th percentile from both sides, which weighings are compared."""

from datetime import date, timedelta

import pytest

from guyub.data.growth_files import load_weight_increments
from guyub.domain.growth.increments import gained
from guyub.domain.growth.kms import Weighing

TABLES = load_weight_increments()
MONTHLY, TWO_MONTHS = TABLES.rules.intervals
BORN = date(2025, 1, 10)


def weighing(days, grams):
    return Weighing(BORN + timedelta(days=days), grams / 1000, None)


def median(interval, boy, month):
    return round(TABLES.fitted[interval.months, boy, month][1]) - interval.delta


@pytest.mark.parametrize(
    ("boy", "medians"),
    [
        (True, [1023, 1196, 815, 617, 522, 422, 357, 316, 285, 259, 243, 239]),
        (False, [879, 1011, 718, 585, 489, 401, 344, 311, 273, 245, 233, 232]),
    ],
)
def test_the_medians_are_those_that_who_publishes(boy, medians):
    assert [median(MONTHLY, boy, month) for month in range(12)] == medians


def test_every_month_up_to_two_years_has_its_row():
    for boy in (True, False):
        assert [TABLES.least(MONTHLY, boy, month) is not None for month in range(13)] == [True] * 12 + [False]
        assert [TABLES.least(TWO_MONTHS, boy, month) is not None for month in range(24)] == [True] * 23 + [False]


@pytest.mark.parametrize(("boy", "least"), [(True, 285), (False, 259)])
@pytest.mark.parametrize("short", [0, 1])
def test_the_fifth_percentile_itself_is_no_faltering_and_a_gram_less_is(boy, least, short):
    """Weighed at three completed months and again 30.4375 days later, as near as days allow."""
    found = gained(TABLES, boy, BORN, [weighing(95, 6000), weighing(125, 6000 + least - short)])
    assert found.least == least
    scaled = round((least - short) * 30.4375 / 30)
    assert (found.per_interval, found.falters) == (scaled, scaled < least)


def test_a_gain_is_brought_to_the_length_of_the_table():
    found = gained(TABLES, True, BORN, [weighing(95, 6000), weighing(95 + 36, 6300)])
    assert (found.grams, found.per_interval, found.falters) == (300, 254, True)


@pytest.mark.parametrize(
    ("days", "months"), [(23, None), (24, 1), (38, 1), (39, None), (51, None), (52, 2), (70, 2), (71, None)]
)
def test_which_time_between_two_weighings_is_compared(days, months):
    found = gained(TABLES, True, BORN, [weighing(95, 6000), weighing(95 + days, 7000)])
    assert (found.months if found else None) == months


def test_the_weighing_nearest_to_a_month_ago_counts_and_a_month_before_two():
    found = gained(
        TABLES, True, BORN, [weighing(64, 5000), weighing(95, 6000), weighing(100, 6100), weighing(125, 6200)]
    )
    assert (found.since, found.grams) == (BORN + timedelta(days=95), 200)


def test_in_the_second_year_two_months_are_compared():
    found = gained(TABLES, False, BORN, [weighing(480, 9000), weighing(510, 9300), weighing(541, 8900)])
    assert (found.months, found.grams, found.falters) == (2, -100, True)


def test_nothing_is_said_of_older_children_and_of_a_first_weighing():
    assert gained(TABLES, True, BORN, [weighing(95, 6000)]) is None
    assert gained(TABLES, True, BORN, [weighing(740, 11000), weighing(800, 10000)]) is None
