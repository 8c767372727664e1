"""Geometry of gauges and trends."""

import datetime
import itertools

import pytest

from guyub.apps.ui.pictures import (
    GAUGE_MARGIN,
    GAUGE_WIDTH,
    LABEL_GAP,
    TREND_HEIGHT,
    Gauge,
    trend,
)

JANUARY = datetime.date(2023, 1, 31)
MAY = datetime.date(2023, 5, 31)
NAMES = {"input": "Masukan", "process": "Proses", "output": "Hasil"}


@pytest.mark.parametrize(
    ("value", "state"),
    [
        pytest.param(299, "below", id="just below the limit"),
        pytest.param(300, "edge", id="exactly on the limit"),
        pytest.param(301, "above", id="just above the limit"),
    ],
)
def test_gauge_says_where_it_stands_to_its_limit(value, state):
    assert Gauge("output", "Hasil", value, 300).state == state


@pytest.mark.parametrize(("value", "width"), [(100, 0), (400, GAUGE_WIDTH - 2 * GAUGE_MARGIN)])
def test_gauge_is_empty_at_1_and_full_at_4(value, width):
    assert Gauge("input", "Masukan", value, 300).fill_width == width


def test_a_value_on_the_limit_ends_at_the_limit_line():
    gauge = Gauge("output", "Hasil", 300, 300)
    assert GAUGE_MARGIN + gauge.fill_width == gauge.limit_x


def test_gap_is_never_negative():
    assert Gauge("output", "Hasil", 250, 300).gap == 50


def test_a_higher_index_stands_higher_in_the_trend():
    picture = trend([JANUARY, MAY], {"output": [325, 300]}, NAMES, limit=300)
    first, last = picture.series[0].dots
    assert first.y < last.y
    assert last.y == picture.limit_y


def test_dates_run_from_left_to_right_in_proportion():
    middle = JANUARY + (MAY - JANUARY) / 2
    picture = trend([JANUARY, middle, MAY], {"input": [360, 360, 360]}, NAMES, limit=300)
    left, centre, right = (dot.x for dot in picture.series[0].dots)
    assert abs((left + right) / 2 - centre) <= 1


def test_one_snapshot_alone_stands_in_the_middle():
    picture = trend([MAY], {"input": [360]}, NAMES, limit=300)
    assert picture.left < picture.series[0].last.x < picture.right
    assert len(picture.date_ticks) == 1


def test_two_snapshots_on_one_day_do_not_break_the_picture():
    assert trend([MAY, MAY], {"input": [360, 340]}, NAMES, limit=300).series[0].lines


def test_names_of_equal_series_do_not_cover_each_other():
    picture = trend([MAY], {"input": [400], "process": [400], "output": [400]}, NAMES, limit=300)
    heights = sorted(series.label_y for series in picture.series)
    assert all(b - a >= LABEL_GAP for a, b in itertools.pairwise(heights))


def test_names_at_the_bottom_stay_inside_the_picture():
    picture = trend([MAY], {"input": [100], "process": [100], "output": [100]}, NAMES, limit=300)
    assert max(series.label_y for series in picture.series) < TREND_HEIGHT


def test_points_of_the_same_people_are_joined():
    picture = trend([JANUARY, MAY], {"output": [325, 300]}, NAMES, limit=300, covers=["RW 02", "RW 02"])
    assert len(picture.series[0].lines) == 1
    assert picture.covers == ()


def test_the_line_breaks_where_the_unit_covers_other_people():
    picture = trend([JANUARY, MAY], {"output": [325, 300]}, NAMES, limit=300, covers=["RW 02", "seluruh kelurahan"])
    assert picture.series[0].lines == ()
    assert len(picture.series[0].dots) == 2
    assert picture.covers == ("RW 02", "seluruh kelurahan")


def test_without_a_common_limit_no_line_is_drawn():
    assert trend([MAY], {"output": [325]}, NAMES, limit=None).limit_y is None
