"""Sums of families by village from Parquet, on Polars and DuckDB, against SQL written by hand in the same run.

Ten million made-up families (GUYUB_BENCHMARK_FAMILIES); the same files again under other village codes make a nation of
72.5 million. GUYUB_BENCHMARK_NATION=0 leaves the nation out. Peak memory is that of a process of its own.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from benchmarks.families_by_hand import sql
from benchmarks.measuring import Line, median_seconds
from guyub.analytics.families import sums_of_parquet
from guyub.analytics.synthetic import Plan, load_figures, load_words, villages_of
from guyub.analytics.synthetic.blocks import make_families
from guyub.data import load_family_rules

FAMILIES = int(os.environ.get("GUYUB_BENCHMARK_FAMILIES", "10000000"))
NATION = 72_500_000
REGION = "32"  # 5,957 villages
BLOCKS_A_FILE = 50
PARTS = ("ibangga", "krs", "family_planning")
MOST_RATIO = 2.0
RUNS = 3


def main() -> list[Line]:
    """Measure, and check that all give the same sums."""
    with TemporaryDirectory(prefix="guyub-families-") as folder:
        source = Path(folder) / "province"
        write_families(source, FAMILIES)
        lines = province(source)
        if os.environ.get("GUYUB_BENCHMARK_NATION") != "0":
            lines += nation(source, Path(folder) / "nation")
        return lines


def province(source: Path) -> list[Line]:
    """Polars and DuckDB against the hand-written query, equal and timed."""
    rules = load_family_rules()
    expected = by_hand(source)
    for engine in ("polars", "duckdb"):
        found = sums_of_parquet(rules, source, parts=PARTS, engine=engine)
        if not found.select(sorted(found.columns)).equals(expected.select(sorted(expected.columns))):
            raise AssertionError(f"the hand-written query and the rules on {engine} disagree")
    hand = median_seconds(lambda: by_hand(source), RUNS)
    lines = [Line(f"{FAMILIES:,} families by hand in DuckDB SQL", hand)]
    for engine in ("polars", "duckdb"):
        seconds = median_seconds(lambda engine=engine: sums_of_parquet(rules, source, parts=PARTS, engine=engine), RUNS)
        lines.append(Line(f"the same by the rules, {engine}", seconds, ratio=seconds / hand, most_ratio=MOST_RATIO))
    return lines


def nation(source: Path, target: Path) -> list[Line]:
    """The nation on both engines; the ratio is time a family against the province's: 1 is linear."""
    families = replicate(source, target, NATION)
    lines = []
    for engine in ("polars", "duckdb"):
        small, _ = in_own_process(source, engine)
        seconds, memory = in_own_process(target, engine)
        slower = (seconds / families) / (small / FAMILIES)
        name = f"{families:,} families, {engine}, peak memory {memory / 1e9:.1f} GB; ratio: time a family"
        lines.append(Line(name, seconds, ratio=slower, most_ratio=1.5))
    return lines


def write_families(folder: Path, families: int) -> None:
    """Family records of a made-up province in Parquet files of half a million."""
    folder.mkdir()
    figures = load_figures()
    plan = Plan(figures, load_words(), villages_of(REGION, families, figures, 1), 1)

    def write(first: int) -> None:
        numbers = range(first, min(first + BLOCKS_A_FILE, len(plan.blocks)))
        rows = pl.concat([make_families(plan, number) for number in numbers])
        rows.write_parquet(folder / f"{first:05d}.parquet", row_group_size=100_000)

    start = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write, range(0, len(plan.blocks), BLOCKS_A_FILE)))
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"{families:,} families in {time.perf_counter() - start:.0f} s, {size:.0f} MB", file=sys.stderr)


def replicate(source: Path, target: Path, families: int) -> int:
    """The same families under other village codes until there are so many; returns how many."""
    target.mkdir()
    made, copy = 0, 0
    while made < families:
        for file in sorted(source.iterdir()):
            rows = pl.scan_parquet(file).with_columns(village=pl.format("{}.{}", pl.lit(f"{copy:02d}"), "village"))
            rows.head(families - made).sink_parquet(target / f"{copy:02d}-{file.name}", row_group_size=100_000)
            made += pl.scan_parquet(target / f"{copy:02d}-{file.name}").select(pl.len()).collect().item()
            if made >= families:
                break
        copy += 1
    return made


def by_hand(source: Path) -> pl.DataFrame:
    """The hand-written query's sums."""
    with duckdb.connect() as connection:
        answer = connection.execute(sql(f"{source}/*.parquet"))
        names = [column[0] for column in answer.description]
        rows = answer.fetchall()
    frame = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    return frame.with_columns(pl.exclude("village").fill_null(0).cast(pl.Int64))


def in_own_process(source: Path, engine: str) -> tuple[float, int]:
    """Seconds and peak memory in bytes of one run in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.families", str(source), engine],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) * 1024


def _one_run(source: str, engine: str) -> None:
    import resource

    rules = load_family_rules()
    sums_of_parquet(rules, next(Path(source).iterdir()), parts=PARTS, engine=engine)  # imports and first use
    start = time.perf_counter()
    sums_of_parquet(rules, Path(source), parts=PARTS, engine=engine)
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    _one_run(*sys.argv[1:])
