"""Spark on a master and two workers gives the same rows and sums as Polars, also when a worker dies on the way.

One file, because a cluster is three Java processes that take long to start: it is started once, for all of these.
"""

import shutil
import threading
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from benchmarks.villages import generate
from guyub.analytics.classify import with_notes
from guyub.analytics.engines import run_on, run_on_parquet
from guyub.analytics.families import sums_of_parquet
from guyub.data import load_fact_catalogue, load_family_rules, load_instrument
from guyub.domain.families.record import CODES
from guyub.domain.families.sums import sum_families
from guyub.domain.instruments import assess_frame
from tests.family_records import POSSIBLE

pytest.importorskip("pyspark", reason="PySpark is not installed (pip install 'guyub[cluster]')")

from tests.cluster.standalone import Cluster, running_cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.cluster,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
]

INSTRUMENT = load_instrument("kkb-klas-web-2021")
VILLAGES = generate(2_000).rename({"row": "position"})
FACTS = tuple(INSTRUMENT.facts_used)
RULES = load_family_rules()
FILES, FAMILIES = 4, 2_000


def job(frame: Any) -> Any:
    """What `classify` runs."""
    noted = with_notes(INSTRUMENT, frame, FACTS, INSTRUMENT.givable, load_fact_catalogue())
    keep = ("position", "given", "missing", "findings")
    return assess_frame(INSTRUMENT, noted, keep=keep, given=INSTRUMENT.givable)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("spark")
    with running_cluster(folder) as started, pytest.MonkeyPatch.context() as patch:
        for name in ("SPARK_CONF_DIR", "SPARK_LOCAL_IP", "PYSPARK_PYTHON"):
            patch.setenv(name, started.environment[name])
        yield started


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random families of 40 villages in four files, one cell in twenty unknown."""
    folder = tmp_path_factory.mktemp("families")
    random = Random(20251115)  # noqa: S311 - test data
    for number in range(FILES):
        columns: dict[str, list[int | None]] = {
            code: [None if random.random() < 0.05 else random.choice(POSSIBLE[code]) for _ in range(FAMILIES)]
            for code in CODES
        }
        villages = pl.Series("village", [f"99.{random.randrange(40):04}" for _ in range(FAMILIES)])
        pl.DataFrame(columns, schema=dict.fromkeys(CODES, pl.Int16())).with_columns(villages).write_parquet(
            folder / f"{number}.parquet"
        )
    return folder


@pytest.fixture(scope="module")
def expected() -> pl.DataFrame:
    return run_on("polars", VILLAGES, job).sort("position")


def test_two_workers_give_the_same_rows(cluster: Cluster, expected: pl.DataFrame):
    result = run_on("spark", VILLAGES, job, spark_master=cluster.url)
    assert result.sort("position").equals(expected)


def test_a_worker_that_dies_on_the_way_changes_nothing(cluster: Cluster, expected: pl.DataFrame):
    def with_a_death(frame: Any) -> Any:
        result = job(frame)
        threading.Timer(1.0, cluster.kill_a_worker).start()
        return result

    result = run_on("spark", VILLAGES, with_a_death, spark_master=cluster.url)
    assert result.sort("position").equals(expected)
    cluster.replace_the_worker()


def test_two_workers_give_the_same_sums(cluster: Cluster, families: Path):
    found = sums_of_parquet(RULES, families, engine="spark", spark_master=cluster.url)
    assert found.equals(sums_of_parquet(RULES, families))


def test_a_worker_that_dies_on_the_way_changes_no_sum(cluster: Cluster, families: Path):
    def with_a_death(frame):
        result = sum_families(RULES, frame, by=("village",), parts=("ibangga", "krs"))
        threading.Timer(1.0, cluster.kill_a_worker).start()
        return result

    found = run_on_parquet("spark", families, with_a_death, spark_master=cluster.url).sort("village")
    assert found.equals(sums_of_parquet(RULES, families, parts=("ibangga", "krs")))
    cluster.replace_the_worker()
