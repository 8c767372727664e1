"""Kilometres from a point to an outline."""

import pytest

from guyub.domain.evidence.places import KM_OF_A_DEGREE, km_outside

SQUARE = [[106.0, -6.1], [106.1, -6.1], [106.1, -6.0], [106.0, -6.0], [106.0, -6.1]]
HOLE = [[106.04, -6.06], [106.06, -6.06], [106.06, -6.04], [106.04, -6.04], [106.04, -6.06]]
ISLAND = [[107.0, -6.1], [107.1, -6.1], [107.1, -6.0], [107.0, -6.0], [107.0, -6.1]]


@pytest.mark.parametrize(
    ("place", "km"),
    [
        pytest.param((-6.01, 106.01), 0.0, id="inside"),
        pytest.param((-5.99, 106.05), 0.01 * KM_OF_A_DEGREE, id="north"),
        pytest.param((-6.05, 106.11), 0.01 * KM_OF_A_DEGREE * 0.99443, id="east, where degrees are narrower"),
        pytest.param((-6.05, 106.05), 0.01 * KM_OF_A_DEGREE * 0.99443, id="in the hole"),
        pytest.param((-6.05, 107.05), 0.0, id="on the second part"),
    ],
)
def test_km_outside_of_an_outline(place, km):
    outline = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]}
    assert km_outside(outline, *place) == pytest.approx(km, abs=0.001)


def test_a_single_polygon():
    assert km_outside({"type": "Polygon", "coordinates": [SQUARE]}, -6.2, 106.05) == pytest.approx(
        0.1 * KM_OF_A_DEGREE, abs=0.001
    )
