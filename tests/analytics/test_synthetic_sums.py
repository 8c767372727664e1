"""The sums of made-up families by the rule files, against the same rules written by hand in SQL for the benchmark."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks.families import PARTS, by_hand
from guyub.analytics.families import sums_of_parquet
from guyub.analytics.synthetic import Plan, load_figures, load_words, villages_of
from guyub.analytics.synthetic.blocks import make_families
from guyub.data import load_family_rules
from guyub.domain.families.record import CODES

FAMILIES = 20_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files: families as they are made, and the same with every tenth cell of another column unknown."""
    folder = tmp_path_factory.mktemp("families")
    figures = load_figures()
    plan = Plan(figures, load_words(), villages_of("99.01", FAMILIES, figures, 4), 4)
    first, second = (make_families(plan, number) for number in plan.blocks)
    first.write_parquet(folder / "0.parquet")
    place = pl.int_range(pl.len())
    holes = [
        pl.when((place + number) % 10 != 0).then(pl.col(code)).alias(code)
        for number, code in enumerate(CODES)
        if code not in ("members", "pus")  # known of every family
    ]
    second.with_columns(holes).write_parquet(folder / "1.parquet")
    return folder


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_rules_and_the_hand_written_query_agree(folder: Path, engine: str):
    expected = by_hand(folder)
    found = sums_of_parquet(load_family_rules(), folder, parts=PARTS, engine=engine)
    assert set(found.columns) == set(expected.columns)
    differing = [name for name in expected.columns if not found[name].equals(expected[name])]
    assert differing == []
    assert int(found["krs_unknown"].sum()) > 0  # the holes are felt
    assert int(found["total_families"].sum()) < FAMILIES
