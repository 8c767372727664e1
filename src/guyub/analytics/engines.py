"""Run one definition on the engine of choice: Polars (default), DuckDB, or Spark.

The tables travel as Parquet files, because neither engine needs more than that to read and write them. With a Spark
cluster of several machines the temporary folder (`TMPDIR`) must be one that all of them see.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from guyub.errors import DomainError

ENGINES = ("polars", "duckdb", "spark")
LOCAL_SPARK = "local[2]"

# From a native frame of the engine to another one: what `assess_frame` and its like are.
Job = Callable[[Any], Any]


class EngineMissing(DomainError):
    """An engine that is not installed here."""

    code = "engine-missing"
    template = "The engine '{engine}' is not installed: {problem}. Install it with: pip install 'guyub[cluster]'"
    exit_code = 6


def run_on(engine: str, frame: pl.DataFrame, job: Job, *, spark_master: str = LOCAL_SPARK) -> pl.DataFrame:
    """The result of ``job`` on the engine, as a Polars frame; the order of rows is the engine's.

    Raises:
        EngineMissing: Spark is asked for and PySpark or Java is not there.
    """
    if engine == "polars":
        result: pl.DataFrame = job(frame.lazy()).collect()
        return result
    with tempfile.TemporaryDirectory(prefix="guyub-") as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        frame.write_parquet(source)
        if engine == "duckdb":
            _on_duckdb(source, target, job)
            return pl.read_parquet(target)
        _on_spark(source, target, job, spark_master)
        return pl.read_parquet(target / "*.parquet")


def run_on_parquet(engine: str, source: Path, job: Job, *, spark_master: str = LOCAL_SPARK) -> pl.DataFrame:
    """The result of ``job`` on Parquet files of any size, as a Polars frame: read in pieces, never whole.

    Args:
        engine: One of `ENGINES`.
        source: A Parquet file, or a folder of them.
        job: What to compute; its result must fit in memory.
        spark_master: Address of the Spark cluster.

    Raises:
        EngineMissing: Spark is asked for and PySpark or Java is not there.
    """
    files = source / "*.parquet" if source.is_dir() else source
    if engine == "polars":
        result: pl.DataFrame = job(pl.scan_parquet(files)).collect(engine="streaming")
        return result
    with tempfile.TemporaryDirectory(prefix="guyub-") as folder:
        target = Path(folder) / "out.parquet"
        if engine == "duckdb":
            _on_duckdb(files, target, job)
            return pl.read_parquet(target)
        _on_spark(source, target, job, spark_master, spread=False)
        return pl.read_parquet(target / "*.parquet")


def _on_duckdb(source: Path, target: Path, job: Job) -> None:
    import duckdb

    with duckdb.connect() as connection:
        job(connection.read_parquet(str(source))).write_parquet(str(target))


def _on_spark(source: Path, target: Path, job: Job, master: str, *, spread: bool = True) -> None:
    spark = spark_session(master)
    try:
        frame = spark.read.parquet(source.absolute().as_uri())
        if spread:
            # One small file would be one task on one core; the villages are spread over all of them.
            frame = frame.repartition(spark.sparkContext.defaultParallelism)
        job(frame).write.parquet(target.as_uri())
    finally:
        spark.stop()


def spark_session(master: str = LOCAL_SPARK) -> Any:
    """A Spark session whose driver answers on the loopback unless ``SPARK_LOCAL_IP`` says otherwise.

    Raises:
        EngineMissing: PySpark or Java is not installed.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineMissing(engine="spark", problem="PySpark") from error
    address = os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("guyub")
    settings = {
        "spark.driver.host": address,
        "spark.driver.bindAddress": address,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        # The rules build on one another in many steps. Spark would fold them into one expression, each step copied
        # into every later one, and compile the result: minutes instead of seconds.
        "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
        "spark.sql.codegen.wholeStage": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise EngineMissing(engine="spark", problem="Java") from error
