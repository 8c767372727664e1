"""The early warning of stunting: what moves it, and whether it comes true on made-up children."""

from datetime import date, timedelta

import pytest

from benchmarks import growth_forecast
from guyub.data.growth_files import load_growth_forecast
from guyub.domain.growth.forecast import Point, outlook
from guyub.domain.rulefiles import Grade

RULE = load_growth_forecast()
DAY = date(2025, 1, 10)


def points(*scores, months=12, apart=1):
    return [
        Point(DAY + timedelta(days=round(30.4375 * apart * place)), round(30.4375 * (months + apart * place)), score)
        for place, score in enumerate(scores)
    ]


def chance(*scores, **more):
    return outlook(RULE, points(*scores, **more)).per_cent


def test_one_measurement_says_too_little():
    assert outlook(RULE, points(-190)) is None
    assert outlook(RULE, points(-190, -190)) is not None


def test_who_is_low_and_falls_is_more_likely_than_who_is_low_alone():
    assert chance(-100, -130, -160, -185) < chance(-185, -185, -185, -185)
    assert chance(0, 0, 0) < 2
    assert chance(-195, -195, -195, -195) > 50


def test_one_slip_of_the_measurer_moves_it_less_than_a_row_of_low_values():
    assert chance(-100, -100, -100, -195) < chance(-100, -190, -190, -195)


def test_before_two_years_the_fall_of_the_age_counts():
    young, old = outlook(RULE, points(-180, -180, -180, months=8)), outlook(RULE, points(-180, -180, -180, months=30))
    assert young.per_cent > old.per_cent
    assert young.mean < old.mean


def test_an_old_measurement_makes_it_less_sure():
    near, far = outlook(RULE, points(-150, -150)), outlook(RULE, points(-150, -150, apart=6))
    assert far.sd > near.sd


def test_it_is_graded_as_what_it_is():
    assert RULE.grade is Grade.PROPOSED


@pytest.mark.parametrize("world", growth_forecast.WORLDS, ids=lambda world: world.name)
def test_it_comes_true_about_as_often_as_it_says(world):
    done = growth_forecast.trial(world)
    assert done.error < 0.04
    assert done.brier < 0.8 * done.plain


def test_the_picture_is_that_of_these_trials():
    from tools import forecast_plot

    name = "growth-forecast-calibration.svg"
    assert (forecast_plot.TARGET / name).read_text(encoding="utf-8") == forecast_plot.draw()[name]
