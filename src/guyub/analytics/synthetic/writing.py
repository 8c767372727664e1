"""Make all blocks side by side and write the tables: one Parquet and one CSV file each."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import polars as pl

from guyub.analytics.synthetic.blocks import BLOCK, MOST_BLOCKS, Block, Plan, make_block
from guyub.errors import DomainError

TABLES = tuple(field.name for field in fields(Block))
ROW_GROUP = 100_000
AHEAD = 2  # blocks in the making for each worker


class TooManyFamilies(DomainError):
    """More families than can have numbers of their own."""

    code = "too-many-families"
    template = "{families} families are more than the {most} that can have made-up numbers of their own. Ask for fewer."
    exit_code = 4


class NoFamilies(DomainError):
    """A population of nobody."""

    code = "no-families"
    template = "A population has at least one family. Give a number above 0 with --families."
    exit_code = 4


class FolderNotEmpty(DomainError):
    """The folder already has files; nothing is overwritten."""

    code = "folder-not-empty"
    template = "The folder {folder} is not empty. Name a new one with --out, or empty it."
    exit_code = 4


def write_population(
    plan: Plan, folder: Path, *, workers: int, csv: bool = True, progress: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Write families, members, answers, children and elders to a folder; all or nothing.

    The files are the same to the byte whatever the number of workers. Memory is bounded by the blocks in the making.

    Args:
        plan: What to make.
        folder: An empty folder, or one that does not exist yet.
        workers: Blocks that are made at the same time.
        csv: Also write the tables as CSV.
        progress: Told after each block how many families of how many are made.

    Raises:
        FolderNotEmpty: Something is in the folder.
        NoFamilies: None are asked for.
        TooManyFamilies: There would be no numbers left for all of them.
    """
    if plan.families < 1:
        raise NoFamilies
    if plan.families > MOST_BLOCKS * BLOCK:
        raise TooManyFamilies(families=plan.families, most=MOST_BLOCKS * BLOCK)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        for number in _blocks(plan, made, workers):
            progress(min((number + 1) * BLOCK, plan.families), plan.families)
        for table in TABLES:
            _join(made, table, csv)
        for file in sorted(made.glob("*.*")):
            if file.stem in TABLES:
                file.rename(folder / file.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _blocks(plan: Plan, folder: Path, workers: int) -> Iterator[int]:
    """Numbers of the blocks, each written to a part file of every table, in order."""

    def write(number: int) -> int:
        block = make_block(plan, number)
        for table in TABLES:
            getattr(block, table).write_parquet(folder / f"{table}-{number:05d}.part", compression="lz4")
        return number

    with ThreadPoolExecutor(workers) as pool:
        waiting = []
        for number in plan.blocks:
            waiting.append(pool.submit(write, number))
            if len(waiting) >= workers * AHEAD:
                yield waiting.pop(0).result()
        for last in waiting:
            yield last.result()


def _join(folder: Path, table: str, csv: bool) -> None:
    parts = sorted(folder.glob(f"{table}-*.part"))
    rows = pl.scan_parquet(parts)
    rows.sink_parquet(folder / f"{table}.parquet", row_group_size=ROW_GROUP, maintain_order=True)
    if csv:
        rows.sink_csv(folder / f"{table}.csv", maintain_order=True)
    for part in parts:
        part.unlink()
