"""The sums of made-up families on a Spark cluster of two workers, and again while one of them is killed.

Spark is there for what one machine cannot hold, not for speed: what counts here is that the sums are equal. The
cluster's processes run on this machine (`tests/cluster/standalone.py`). GUYUB_BENCHMARK_SPARK sets the number of
families.
"""

import os
import shutil
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from benchmarks.families import PARTS, write_families
from benchmarks.measuring import Line
from guyub.analytics.engines import run_on_parquet
from guyub.analytics.families import sums_of_parquet
from guyub.data import load_family_rules
from guyub.domain.families.sums import sum_families

FAMILIES = int(os.environ.get("GUYUB_BENCHMARK_SPARK", "300000"))
KILLED_AFTER = 4.0  # seconds: the tasks are running then


def main() -> list[Line]:
    """Equal sums on one machine, on two workers, and on what is left of them."""
    if shutil.which("java") is None:
        print("no Java: left out", file=sys.stderr)
        return []
    from tests.cluster.standalone import running_cluster

    rules = load_family_rules()
    with TemporaryDirectory(prefix="guyub-spark-") as folder:
        source, place = Path(folder) / "families", Path(folder) / "cluster"
        write_families(source, FAMILIES)
        place.mkdir()
        start = time.perf_counter()
        expected = sums_of_parquet(rules, source, parts=PARTS)
        lines = [Line(f"{FAMILIES:,} families, Polars", time.perf_counter() - start)]
        with running_cluster(place) as cluster:
            os.environ |= {
                name: cluster.environment[name] for name in ("SPARK_CONF_DIR", "SPARK_LOCAL_IP", "PYSPARK_PYTHON")
            }
            for name, with_a_death in (("Spark, two workers", False), ("Spark, one of two workers killed", True)):
                start = time.perf_counter()
                found = _on_cluster(source, cluster, with_a_death)
                lines.append(Line(f"{FAMILIES:,} families, {name}", time.perf_counter() - start))
                if not found.equals(expected):
                    raise AssertionError(f"{name}: the sums differ from those on one machine")
            cluster.wait_for_workers(1)
        return lines


def _on_cluster(source: Path, cluster: Any, with_a_death: bool) -> pl.DataFrame:
    rules = load_family_rules()
    death = threading.Timer(KILLED_AFTER, cluster.kill_a_worker)

    def job(frame: Any) -> Any:
        if with_a_death:
            death.start()
        return sum_families(rules, frame, by=("village",), parts=PARTS)

    result = run_on_parquet("spark", source, job, spark_master=cluster.url).sort("village")
    if with_a_death and death.is_alive():
        raise AssertionError("the job was over before the worker died; ask for more families")
    return result
