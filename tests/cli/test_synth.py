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


def test_a_region_that_is_not_there_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "out"
    assert main(["synth", "--region", "32.99", "--families", "10", "--out", str(target), "--lang", "id"]) == 6
    assert "32.99" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("given", ["--families=0", "--families=-5", "--families=98010001", "--families=²", "--seed=-1"])
@pytest.mark.parametrize(
    ("language", "words"), [("id", "Tulis bilangan bulat dari"), ("en", "Write a whole number from")]
)
def test_a_number_that_cannot_be_used_is_refused_with_why_and_what_to_write(
    tmp_path: Path, capsys, given, language, words
):
    target = tmp_path / "out"
    arguments = ["synth", "--region", "99.01", "--families", "10", given, "--out", str(target), "--lang", language]
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    option, _, value = given.partition("=")
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert f"{option}: '{value}'" in said
    assert words in said
    assert not target.exists()
