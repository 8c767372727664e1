"""Commands that fill the site's tables."""

import argparse
import datetime
import json
from pathlib import Path

import pytest

from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services.units import LevelKnown, LevelWithoutPart
from guyub.apps.territory.models import Boundary, Region, Unit
from guyub.cli import change_level, load_boundaries, load_regions, open_units
from guyub.errors import NotFound

SQUARE = [[[106.0, -6.0], [106.1, -6.0], [106.1, -6.1], [106.0, -6.0]]]


@pytest.fixture(autouse=True)
def tables_are_there(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test database is migrated already."""
    for command in (load_regions, load_boundaries, open_units, change_level):
        monkeypatch.setattr(command, "migrate", lambda: None)


def run(command, **arguments: object) -> int:
    return command.run(argparse.Namespace(lang="id", **arguments))


def test_regions_are_loaded_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(load_regions, codes=["3276"]) == 0
    assert "76 wilayah" in capsys.readouterr().out
    assert Region.objects.count() == 76


def test_a_region_that_does_not_exist_is_named() -> None:
    with pytest.raises(NotFound):
        run(load_regions, codes=["00"])


def test_every_kelurahan_gets_one_unit_without_data(capsys: pytest.CaptureFixture[str]) -> None:
    run(load_regions, codes=["32.76"])
    since = datetime.date(2023, 1, 1)
    run(open_units, codes=["32.76"], since=since)
    run(open_units, codes=["32.76"], since=since)
    assert VillageState.objects.filter(class_rank=None).count() == 63
    assert "63 Kampung KB dibuka" in capsys.readouterr().out


def test_units_need_their_region_first() -> None:
    with pytest.raises(NotFound):
        run(open_units, codes=["32.76"], since=datetime.date(2023, 1, 1))


FROM_MAY = {"code": "3276011009", "since": datetime.date(2022, 5, 24), "covers": "rw", "part": "02", "note": ""}


def test_a_unit_covers_one_rw_from_a_day_on(capsys: pytest.CaptureFixture[str]) -> None:
    run(load_regions, codes=["32.76"])
    run(open_units, codes=["32.76.01.1009"], since=datetime.date(2016, 1, 1))
    assert run(change_level, **FROM_MAY) == 0
    assert "RW 02" in capsys.readouterr().out
    unit = Unit.objects.get(region="32.76.01.1009")
    assert str(unit.level_on(datetime.date(2022, 5, 23))) == "Kelurahan/desa"
    assert str(unit.level_on(datetime.date(2022, 5, 24))) == "RW 02"


@pytest.mark.parametrize(("covers", "part"), [("rw", ""), ("dusun", ""), ("village", "02")])
def test_a_part_is_named_where_it_is_one(covers: str, part: str) -> None:
    run(load_regions, codes=["32.76"])
    run(open_units, codes=["32.76.01.1009"], since=datetime.date(2016, 1, 1))
    with pytest.raises(LevelWithoutPart):
        run(change_level, **{**FROM_MAY, "covers": covers, "part": part})


def test_what_a_unit_covers_changes_once_a_day() -> None:
    run(load_regions, codes=["32.76"])
    run(open_units, codes=["32.76.01.1009"], since=datetime.date(2022, 5, 24))
    with pytest.raises(LevelKnown):
        run(change_level, **FROM_MAY)


def test_a_level_needs_an_open_unit() -> None:
    with pytest.raises(NotFound, match="open-units"):
        run(change_level, **FROM_MAY)


def test_outlines_that_cannot_be_used_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(load_regions, codes=["32.76"])
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
        for code in ("32.76.01.1009", "00.00")
    ]
    file = tmp_path / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert run(load_boundaries, file=file, source="", licence="") == 0
    assert Boundary.objects.count() == 1
    assert "Fitur 2 (00.00)" in capsys.readouterr().out


def test_a_file_of_which_no_outline_can_be_used_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": []}), encoding="utf-8")
    assert run(load_boundaries, file=file, source="", licence="") == 4
