"""Kilometres between places, and from a place to an outline."""

import math

import pytest

from guyub.domain.places import Point, km_outside, straight_km

DEGREE = 6371 * math.pi / 180  # km of a degree along a meridian
SQUARE = [[106.0, -6.1], [106.1, -6.1], [106.1, -6.0], [106.0, -6.0], [106.0, -6.1]]
HOLE = [[106.04, -6.06], [106.06, -6.06], [106.06, -6.04], [106.04, -6.04], [106.04, -6.06]]
ISLAND = [[107.0, -6.1], [107.1, -6.1], [107.1, -6.0], [107.0, -6.0], [107.0, -6.1]]


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        pytest.param(Point(0, 107), Point(1, 107), DEGREE, id="along a meridian"),
        pytest.param(Point(0, 107), Point(0, 108), DEGREE, id="along the equator"),
        pytest.param(Point(-6, 107), Point(-6, 107), 0.0, id="nowhere"),
        pytest.param(Point(0, 0), Point(0, 180), 180 * DEGREE, id="to the other side of the earth"),
        pytest.param(Point(-6.2088, 106.8456), Point(-6.9175, 107.6191), 116.2, id="Jakarta to Bandung"),
    ],
)
def test_km_of_the_straight_line(here: Point, there: Point, km: float) -> None:
    assert straight_km(here, there) == pytest.approx(km, abs=0.5)
    assert straight_km(there, here) == straight_km(here, there)


@pytest.mark.parametrize(
    ("place", "km"),
    [
        pytest.param((-6.01, 106.01), 0.0, id="inside"),
        pytest.param((-5.99, 106.05), 0.01 * DEGREE, id="north"),
        pytest.param((-6.05, 106.11), 0.01 * DEGREE * 0.99443, id="east, where degrees are narrower"),
        pytest.param((-6.05, 106.05), 0.01 * DEGREE * 0.99443, id="in the hole"),
        pytest.param((-6.05, 107.05), 0.0, id="on the second part"),
    ],
)
def test_km_outside_of_an_outline(place: tuple[float, float], km: float) -> None:
    outline = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]}
    assert km_outside(outline, Point(*place)) == pytest.approx(km, abs=0.001)


def test_the_nearest_place_of_an_outline_is_as_far_as_the_straight_line_to_it() -> None:
    outline = {"type": "Polygon", "coordinates": [SQUARE]}
    corner, away = Point(-6.1, 106.0), Point(-6.13, 105.96)
    assert km_outside(outline, away) == pytest.approx(straight_km(away, corner), abs=1e-6)


def test_a_single_polygon() -> None:
    outline = {"type": "Polygon", "coordinates": [SQUARE]}
    assert km_outside(outline, Point(-6.2, 106.05)) == pytest.approx(0.1 * DEGREE, abs=0.001)
