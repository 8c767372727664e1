"""A map as SVG: outlines in, whole-number paths out. No tile server, no script; every area is a link.

For drawing only: outlines are rounded to the grid of the picture.
"""

import itertools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guyub.apps.territory.models import Boundary

WIDTH = 1000
MARGIN = 8
HIGHEST = 1400

Point = tuple[int, int]


@dataclass(frozen=True)
class Area:
    """One region on the map. ``x`` and ``y``: where its mark stands."""

    code: str
    name: str
    class_name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class RegionMap:
    """The picture. ``without``: how many villages have no outline; ``sources``: who drew the outlines."""

    areas: tuple[Area, ...]
    width: int
    height: int
    without: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class _Projection:
    west: float
    north: float
    x_scale: float
    y_scale: float

    def point(self, longitude: float, latitude: float) -> Point:
        return (
            MARGIN + round((longitude - self.west) * self.x_scale),
            MARGIN + round((self.north - latitude) * self.y_scale),
        )


def draw(boundaries: Iterable[Boundary], villages: Mapping[str, tuple[str, str]]) -> RegionMap | None:
    """The map of these villages; None when none of them has an outline.

    Args:
        boundaries: Outlines, of these villages only.
        villages: Code → (name, class name or "").
    """
    found = [boundary for boundary in boundaries if boundary.region_id in villages]
    if not found:
        return None
    projection, height = _projection(found)
    areas = []
    for boundary in sorted(found, key=lambda boundary: boundary.region_id):
        rings = _rings(json.loads(boundary.geometry), projection)
        if rings:
            name, class_name = villages[boundary.region_id]
            x, y = _mark(max(rings, key=lambda ring: abs(_twice_area(ring))))
            areas.append(Area(boundary.region_id, name, class_name, _path(rings), x, y))
    sources = sorted({_credit(boundary) for boundary in found} - {""})
    return RegionMap(tuple(areas), WIDTH, height, len(villages) - len(areas), tuple(sources))


def _credit(boundary: Boundary) -> str:
    return ", ".join(part for part in (boundary.source, boundary.licence) if part)


def _projection(boundaries: list[Boundary]) -> tuple[_Projection, int]:
    west, east = min(b.west for b in boundaries), max(b.east for b in boundaries)
    south, north = min(b.south for b in boundaries), max(b.north for b in boundaries)
    narrowing = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / across, (HIGHEST - 2 * MARGIN) / down)
    left = west - ((WIDTH - 2 * MARGIN) / scale - across) / 2 / narrowing
    return _Projection(left, north, scale * narrowing, scale), round(down * scale) + 2 * MARGIN


def _rings(geometry: Mapping[str, Any], projection: _Projection) -> list[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = []
    for polygon in polygons:
        for outline in polygon:
            ring: list[Point] = []
            for longitude, latitude in outline:
                point = projection.point(longitude, latitude)
                if not ring or ring[-1] != point:
                    ring.append(point)
            if len(ring) >= 4:
                rings.append(ring)
    return rings


def _path(rings: list[list[Point]]) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in ring[:-1]) + "Z" for ring in rings)


def _twice_area(ring: list[Point]) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))


def _mark(ring: list[Point]) -> Point:
    """The centre of gravity of an outline."""
    area = _twice_area(ring)
    if area == 0:
        return ring[0]
    x = y = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return round(x / (3 * area)), round(y / (3 * area))
