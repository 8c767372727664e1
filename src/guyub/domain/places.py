"""Places on the map: how far they are apart in a straight line, and how far one lies outside an outline.

The earth is a sphere here: right to half a percent, and no map library is needed.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Point:
    """A place on the map, in degrees (WGS84)."""

    latitude: float
    longitude: float


def straight_km(here: Point, there: Point) -> float:
    """Length of the straight line over the ground, in kilometres."""
    north, south = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    share = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, share)))


def km_outside(geometry: dict[str, Any], point: Point) -> float:
    """Kilometres from a point to the nearest edge of an outline; 0 for a point inside or on the edge.

    Args:
        geometry: GeoJSON Polygon or MultiPolygon in degrees (WGS84), of the size of a village or city: the nearest
            place of an edge is looked for on a plane around the point. A point in a hole lies outside.
        point: Where it is.
    """
    plane = _Plane(point)
    polygons = [[list(plane.ring(ring)) for ring in rings] for rings in _polygons(geometry)]
    if any(sum(_covers(ring) for ring in rings) % 2 for rings in polygons):
        return 0.0
    edges = (edge for rings in polygons for ring in rings for edge in pairwise(ring))
    nearest = min((_nearest(start, end) for start, end in edges), key=lambda place: math.hypot(*place))
    return straight_km(point, plane.point(nearest))


Flat = tuple[float, float]
"""Degrees to the east, narrowed to the length of those to the north; degrees to the north."""


class _Plane:
    """The map around a point, which is the origin."""

    def __init__(self, origin: Point) -> None:
        self._origin, self._narrow = origin, math.cos(math.radians(origin.latitude))

    def ring(self, ring: Sequence[Sequence[float]]) -> Iterator[Flat]:
        for place in ring:
            yield (place[0] - self._origin.longitude) * self._narrow, place[1] - self._origin.latitude

    def point(self, place: Flat) -> Point:
        return Point(self._origin.latitude + place[1], self._origin.longitude + place[0] / self._narrow)


def _polygons(geometry: dict[str, Any]) -> Sequence[Any]:
    coordinates: Sequence[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _covers(ring: Sequence[Flat]) -> bool:
    """Whether the origin lies within a ring: a ray to the east meets its edges an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
            crossings += 1
    return crossings % 2 == 1


def _nearest(start: Flat, end: Flat) -> Flat:
    """The point of an edge that is nearest to the origin."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return x1 + along * dx, y1 + along * dy
