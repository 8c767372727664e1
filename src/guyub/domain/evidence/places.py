"""How far a point lies outside an outline. Good to a few metres at the size of a village; no map library needed."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

KM_OF_A_DEGREE = 111.195
Point = tuple[float, float]


def km_outside(geometry: dict[str, Any], latitude: float, longitude: float) -> float:
    """Kilometres from a point to the nearest edge of an outline; 0 for a point inside or on the edge.

    Args:
        geometry: GeoJSON Polygon or MultiPolygon in degrees (WGS84). A point in a hole lies outside.
        latitude: Of the point, degrees.
        longitude: Of the point, degrees.
    """
    shrink = math.cos(math.radians(latitude))
    polygons = [[list(_plane(ring, latitude, longitude, shrink)) for ring in rings] for rings in _polygons(geometry)]
    if any(sum(_covers(ring) for ring in rings) % 2 for rings in polygons):
        return 0.0
    return min(_to_edge(a, b) for rings in polygons for ring in rings for a, b in pairwise(ring))


def _polygons(geometry: dict[str, Any]) -> Sequence[Any]:
    coordinates: Sequence[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _plane(ring: Iterable[Sequence[float]], latitude: float, longitude: float, shrink: float) -> Iterator[Point]:
    """The ring in km with the point as origin."""
    for east, north in ((point[0], point[1]) for point in ring):
        yield (east - longitude) * shrink * KM_OF_A_DEGREE, (north - latitude) * KM_OF_A_DEGREE


def _covers(ring: Sequence[Point]) -> bool:
    """Whether the origin lies within a ring: a ray to the east meets its edges an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
            crossings += 1
    return crossings % 2 == 1


def _to_edge(start: Point, end: Point) -> float:
    """From the origin to the nearest point of an edge."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return math.hypot(x1 + along * dx, y1 + along * dy)
