"""`guyub classify` on a CSV of all villages of Indonesia, from the start of the process to the finished file."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Line, median_seconds
from benchmarks.villages import INDONESIA, generate

MOST_SECONDS = 4.0


def main() -> list[Line]:
    """Measure the command on Polars and DuckDB, and a single village for the cost of starting."""
    with TemporaryDirectory() as folder:
        everyone, one, target = (Path(folder) / name for name in ("in.csv", "one.csv", "out.csv"))
        villages = generate(INDONESIA)
        villages.write_csv(everyone)
        villages.head(1).write_csv(one)
        start = median_seconds(lambda: _classify(one, target, "polars"), runs=3)
        polars = median_seconds(lambda: _classify(everyone, target, "polars"), runs=5)
        duckdb = median_seconds(lambda: _classify(everyone, target, "duckdb"), runs=3)
    name = f"guyub classify, {INDONESIA:,} rows of CSV"
    return [
        Line("guyub classify, 1 row of CSV", start),
        Line(f"{name}, Polars", polars, MOST_SECONDS, polars / start),
        Line(f"{name}, DuckDB", duckdb, ratio=duckdb / start),
    ]


def _classify(source: Path, target: Path, engine: str) -> None:
    command = [sys.executable, "-m", "guyub.cli", "classify", str(source), "--out", str(target), "--engine", engine]
    subprocess.run(command, check=True, capture_output=True)
