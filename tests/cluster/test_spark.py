"""Spark on a master and two workers gives the same rows as Polars, also when a worker dies on the way."""

import shutil
import threading
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks.villages import generate
from guyub.analytics.classify import with_notes
from guyub.analytics.engines import run_on
from guyub.data import load_fact_catalogue, load_instrument
from guyub.domain.instruments import assess_frame

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
def expected() -> pl.DataFrame:
    return run_on("polars", VILLAGES, job).sort("position")


def test_two_workers_give_the_same_rows(cluster: Cluster, expected: pl.DataFrame):
    result = run_on("spark", VILLAGES, job, spark_master=cluster.url)
    assert result.sort("position").equals(expected)


def test_a_worker_that_dies_on_the_way_changes_nothing(cluster: Cluster, expected: pl.DataFrame):
    # Last test of the file: one worker is gone afterwards.
    cluster.wait_for_workers(2)

    def with_a_death(frame: Any) -> Any:
        result = job(frame)
        threading.Timer(1.0, cluster.kill_a_worker).start()
        return result

    result = run_on("spark", VILLAGES, with_a_death, spark_master=cluster.url)
    assert result.sort("position").equals(expected)
    cluster.wait_for_workers(1)
