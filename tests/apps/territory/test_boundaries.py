"""Outlines from a file that somebody else made."""

import json
from pathlib import Path
from typing import Any

import pytest

from guyub.apps.territory.boundaries import load_boundaries
from guyub.apps.territory.models import Boundary, Region
from guyub.apps.territory.regions import load_regions
from guyub.errors import UnreadableFile
from tests.conftest import Cast
from tests.reference import REFERENCE

SQUARE = [[[106.0, -6.0], [106.1, -6.0], [106.1, -6.1], [106.0, -6.0]]]


def feature(code: object = "99.01.01.1001", kind: str = "Polygon", coordinates: Any = SQUARE) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def write(folder: Path, *features: Any) -> Path:
    file = folder / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


@pytest.mark.parametrize("code", ["99.01.01.1001", "9901011001"])
def test_an_outline_is_kept_with_its_box_and_source(cast: Cast, tmp_path: Path, code: str) -> None:
    report = load_boundaries(write(tmp_path, feature(code)), "Badan Contoh", "CC0")
    boundary = Boundary.objects.get(region_id="99.01.01.1001")
    assert (report.loaded, boundary.west, boundary.south, boundary.east, boundary.north) == (1, 106.0, -6.1, 106.1, -6)
    assert (boundary.source, boundary.licence) == ("Badan Contoh", "CC0")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        pytest.param(feature("99.09"), "unknown-code", id="code not in the list"),
        pytest.param({"type": "Feature"}, "unknown-code", id="no properties"),
        pytest.param("teks", "unknown-code", id="not a feature"),
        pytest.param(feature(kind="Point", coordinates=[106, -6]), "not-a-polygon", id="point"),
        pytest.param(feature(coordinates=[]), "broken-coordinates", id="no rings"),
        pytest.param(feature(coordinates=[[["a", "b"]]]), "broken-coordinates", id="text for numbers"),
        pytest.param(feature(coordinates=[[[106, -6], [107, -6], [106, -6]]]), "ring-not-closed", id="too few points"),
        pytest.param(
            feature(coordinates=[[[106, -6], [107, -6], [107, -7], [106, -7]]]), "ring-not-closed", id="open ring"
        ),
        pytest.param(feature(coordinates=[[[700, -6]] * 4]), "outside-the-earth", id="not degrees"),
        pytest.param(feature(coordinates=[[[float("nan"), -6]] * 4]), "outside-the-earth", id="not a number"),
        pytest.param(feature(coordinates=[[[10**400, -6]] * 4]), "outside-the-earth", id="huge number"),
    ],
)
def test_a_feature_that_cannot_be_used_is_named_and_the_others_load(
    cast: Cast, tmp_path: Path, broken: Any, reason: str
) -> None:
    report = load_boundaries(write(tmp_path, broken, feature("99.01.01.1002")))
    assert (report.loaded, [(found.feature, found.reason) for found in report.findings]) == (1, [(1, reason)])


def test_a_code_that_stands_twice_is_loaded_once(cast: Cast, tmp_path: Path) -> None:
    report = load_boundaries(write(tmp_path, feature(), feature()))
    assert (report.loaded, [found.reason for found in report.findings]) == (1, ["code-stands-twice"])


@pytest.mark.parametrize("content", ["bukan json", "[]", '{"type": "FeatureCollection"}', "[" * 100_000])
def test_what_is_not_a_feature_collection_is_refused(db: None, tmp_path: Path, content: str) -> None:
    file = tmp_path / "batas.geojson"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        load_boundaries(file)


def test_loading_again_replaces(cast: Cast, tmp_path: Path) -> None:
    load_boundaries(write(tmp_path, feature()), "lama")
    load_boundaries(write(tmp_path, feature()), "baru")
    assert list(Boundary.objects.values_list("source", flat=True)) == ["baru"]


def test_the_63_kelurahan_of_depok_load(db: None) -> None:
    file = REFERENCE / "geo" / "depok-kelurahan.geojson"
    if not file.exists():
        pytest.skip("reference files are not here")
    load_regions("32.76")
    assert load_boundaries(file).loaded == 63


def test_regions_come_with_parents_kinds_and_postal_codes(db: None) -> None:
    assert load_regions("32.76") == 1 + 1 + 11 + 63
    mampang = Region.objects.get(code="32.76.01.1009")
    assert (mampang.path, mampang.kind, mampang.postal_code) == (
        "Mampang, Pancoran Mas, Kota Depok, Jawa Barat",
        "kelurahan",
        "16433",
    )


def test_loading_regions_again_adds_nothing(db: None) -> None:
    load_regions("32.76")
    load_regions("3276")
    assert Region.objects.count() == 76
