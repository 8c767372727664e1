"""Load outlines from a GeoJSON file. The file is somebody else's: every part of it is checked before it is kept."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from guyub.apps.territory.codes import dotted
from guyub.apps.territory.models import Boundary, Region
from guyub.errors import UnreadableFile, unopened

LARGEST_FILE = 200 * 1024 * 1024
MOST_POINTS = 200_000  # of one outline
DEPTH = {"Polygon": 3, "MultiPolygon": 4}  # levels of lists down to a number
CODE_NAMES = ("code", "kode", "kode_wilayah", "kd_wilayah")


class BoundariesTooLarge(UnreadableFile):
    """More than the outlines of a country need; refused before it is read."""

    code = "boundaries-too-large"
    template = "{file} has {size} MB; at most {largest} MB are read. Simplify the outlines, or split the file."


class NotGeoJson(UnreadableFile):
    """Not a text that holds a GeoJSON FeatureCollection."""

    code = "not-geojson"
    template = "{file} is not a GeoJSON FeatureCollection (JSON text in UTF-8 with a list of features)."


@dataclass(frozen=True)
class BoundaryFinding:
    """A feature that was left out: its place in the file (from 1), the code it names, and why."""

    feature: int
    code: str
    reason: str


@dataclass(frozen=True)
class BoundaryReport:
    """What became of the features of a file."""

    loaded: int
    findings: tuple[BoundaryFinding, ...]


@dataclass
class _Box:
    west: float = math.inf
    south: float = math.inf
    east: float = -math.inf
    north: float = -math.inf
    points: int = 0

    def add(self, longitude: float, latitude: float) -> None:
        self.west, self.east = min(self.west, longitude), max(self.east, longitude)
        self.south, self.north = min(self.south, latitude), max(self.north, latitude)
        self.points += 1


class _Refused(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class _Reader:
    known: frozenset[str]
    source: str
    licence: str
    boundaries: dict[str, Boundary] = field(default_factory=dict)
    findings: list[BoundaryFinding] = field(default_factory=list)

    def read(self, number: int, feature: Any) -> None:
        code = _code_of(feature)
        try:
            if code not in self.known:
                raise _Refused("unknown-code")
            if code in self.boundaries:
                raise _Refused("code-stands-twice")
            self.boundaries[code] = self._boundary(code, feature["geometry"])
        except _Refused as refused:
            self.findings.append(BoundaryFinding(number, code, refused.reason))

    def _boundary(self, code: str, geometry: Any) -> Boundary:
        if not isinstance(geometry, dict) or geometry.get("type") not in DEPTH:
            raise _Refused("not-a-polygon")
        kind = geometry["type"]
        box = _Box()
        coordinates = _checked(geometry.get("coordinates"), DEPTH[kind], box)
        text = json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))
        return Boundary(
            region_id=code,
            geometry=text,
            west=box.west,
            south=box.south,
            east=box.east,
            north=box.north,
            source=self.source,
            licence=self.licence,
        )


@transaction.atomic
def load_boundaries(file: Path, source: str = "", licence: str = "") -> BoundaryReport:
    """Load the outlines of a GeoJSON FeatureCollection (WGS84), all in one transaction.

    A feature names its region in the property `code` (or `kode`), with or without dots. Features that cannot be
    used are left out, each with a finding. Outlines already loaded for the same regions are replaced.

    Raises:
        UnreadableFile: Missing, too large, not JSON, or not a FeatureCollection.
    """
    features = _features(file)
    codes = {_code_of(feature) for feature in features} - {""}
    known = frozenset(Region.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else frozenset()
    reader = _Reader(known, source, licence)
    for number, feature in enumerate(features, start=1):
        reader.read(number, feature)
    names = [field.name for field in Boundary._meta.concrete_fields if not field.primary_key]
    Boundary.objects.bulk_create(
        reader.boundaries.values(), batch_size=200, update_conflicts=True, unique_fields=["region"], update_fields=names
    )
    return BoundaryReport(len(reader.boundaries), tuple(reader.findings))


def _features(file: Path) -> list[Any]:
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise BoundariesTooLarge(file=file.name, size=size // 1024**2, largest=LARGEST_FILE // 1024**2)
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unopened(file.name, error) from error
    except (ValueError, RecursionError) as error:
        raise NotGeoJson(file=file.name) from error
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise NotGeoJson(file=file.name)
    features = content.get("features")
    if not isinstance(features, list):
        raise NotGeoJson(file=file.name)
    return features


def _code_of(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return ""
    value = next((properties[name] for name in CODE_NAMES if name in properties), "")
    return dotted(str(value)) if isinstance(value, str | int) and len(str(value)) <= 13 else ""


def _checked(part: Any, depth: int, box: _Box) -> Any:
    """The coordinates with two numbers a point, within the bounds of the earth; anything else is refused."""
    if depth == 1:
        return _point(part, box)
    if not isinstance(part, list) or not part:
        raise _Refused("broken-coordinates")
    checked = [_checked(inner, depth - 1, box) for inner in part]
    if depth == 2 and (len(checked) < 4 or checked[0] != checked[-1]):
        raise _Refused("ring-not-closed")
    return checked


def _point(part: Any, box: _Box) -> tuple[float, float]:
    if not isinstance(part, list) or len(part) < 2 or not all(_is_number(number) for number in part[:2]):
        raise _Refused("broken-coordinates")
    longitude, latitude = part[0], part[1]
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _Refused("outside-the-earth")
    box.add(longitude, latitude)
    if box.points > MOST_POINTS:
        raise _Refused("too-many-points")
    return longitude, latitude


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
