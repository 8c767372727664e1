"""`guyub synth`: a made-up population on disk, and how it compares with its figures."""

import csv
from pathlib import Path

import polars as pl
import pytest

from guyub.analytics.families import sums_of_parquet
from guyub.cli import main
from guyub.data import load_family_rules


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synth") / "out"
    assert main(["synth", "--region", "99.01", "--families", "60000", "--seed", "3", "--out", str(folder)]) == 0
    return folder


def test_the_population_keeps_every_figure_it_is_held_to(folder: Path):
    with (folder / "quality.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 60
    assert [(row["figure"], row["part"], row["measured"]) for row in rows if row["ok"] != "yes"] == []
    assert {row["status"] for row in rows} == {"CONFIRMED", "PARTIAL", "INFERRED"}
    assert all(row["source"] and row["year"] for row in rows)


def test_csv_and_parquet_hold_the_same(folder: Path):
    parquet = pl.read_parquet(folder / "families.parquet")
    text = pl.read_csv(folder / "families.csv", schema=parquet.schema)
    assert text.equals(parquet)


def test_the_rules_read_the_families_as_they_are(folder: Path):
    sums = sums_of_parquet(load_family_rules(), folder / "families.parquet", by=("village",))
    assert int(sums["families"].sum()) == 60_000
    known = int(sums["total_families"].sum())
    assert 0.9 * 60_000 < known < 60_000  # a few answers are missing, as in a real survey
    assert int(sums["krs"].sum()) > 0


def test_the_command_says_that_all_is_made_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["synth", "--region", "99.01.01.1001", "--families", "40", "--out", str(tmp_path / "out"), "--no-csv"]
    assert main([*arguments, "--lang", "id"]) == 0
    printed = capsys.readouterr()
    assert "Semua rekaan" in printed.out
    assert "40 dari 40" in printed.err
    assert sorted(file.suffix for file in (tmp_path / "out").iterdir()) == [".csv", *[".parquet"] * 5]


@pytest.mark.parametrize(
    ("region", "families", "code", "words"),
    [("32.99", "10", 6, "32.99"), ("99.01", "0", 4, "sedikitnya satu"), ("99.01", "98010001", 4, "terlalu banyak")],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], region: str, families: str, code: int, words: str
):
    target = tmp_path / "out"
    arguments = ["synth", "--region", region, "--families", families, "--out", str(target), "--lang", "id"]
    assert main(arguments) == code
    assert words in capsys.readouterr().err
    assert not target.exists()
