"""Sums of families from Parquet files: the same on every engine, from one file or many, and additive."""

import polars as pl
import pytest
from hypothesis import given, settings

from guyub.analytics.families import add_up, sums_of_parquet
from guyub.data import load_family_rules
from guyub.domain.families.record import CODES
from tests.family_records import families

RULES = load_family_rules()
SCHEMA = {"family": pl.String(), "village": pl.String(), **dict.fromkeys(CODES, pl.Int8())}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three files of families of two villages."""
    place = tmp_path_factory.mktemp("families")
    drawn = []

    @settings(max_examples=3, database=None, deadline=None)
    @given(families(most=80))
    def draw(rows):
        drawn.append(pl.DataFrame(rows, schema=SCHEMA))

    draw()
    for number, frame in enumerate(drawn[-3:]):
        frame.write_parquet(place / f"{number}.parquet")
    return place


def test_polars_and_duckdb_read_the_files_alike(folder):
    assert sums_of_parquet(RULES, folder, engine="duckdb").equals(sums_of_parquet(RULES, folder))


def test_files_add_up_to_their_folder(folder):
    whole = sums_of_parquet(RULES, folder)
    files = pl.concat([sums_of_parquet(RULES, file) for file in sorted(folder.iterdir())])
    assert add_up(files, by=("village",)).equals(whole)
    assert add_up(whole).equals(sums_of_parquet(RULES, folder, by=()))


def test_sums_are_64_bit_integers_whatever_the_record_is_kept_in(folder):
    whole = sums_of_parquet(RULES, folder)
    assert set(whole.drop("village").schema.values()) == {pl.Int64()}


def test_large_groups_do_not_overflow_the_small_integers_of_a_record(tmp_path):
    """300,000 equal families: sums are far beyond 8 and 16 bits, and each is 300,000 times that of one."""
    one = pl.DataFrame({"village": "A", "p04": 1, "insured": 3, "uninsured": 0, "p25": 120, "p26": 1}).cast(
        {"p04": pl.Int8, "insured": pl.Int8, "uninsured": pl.Int8, "p25": pl.Int8, "p26": pl.Int8}
    )
    one.write_parquet(tmp_path / "one.parquet")
    pl.concat([one] * 300_000).write_parquet(tmp_path / "many.parquet")
    for engine in ("polars", "duckdb"):
        few = sums_of_parquet(RULES, tmp_path / "one.parquet", engine=engine).drop("village").row(0, named=True)
        many = sums_of_parquet(RULES, tmp_path / "many.parquet", engine=engine).drop("village").row(0, named=True)
        assert many == {name: 300_000 * value for name, value in few.items()}
        assert many["insured_members_of"] == 900_000
