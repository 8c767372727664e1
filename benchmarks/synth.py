"""A made-up population of Depok's size by the command, in a process of its own: time and peak memory."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Line

FAMILIES = 643_534  # family cards of Kota Depok, first half of 2025
MOST_SECONDS = 90.0
MOST_GIGABYTES = 4.0


def main() -> list[Line]:
    """Measure; more memory than allowed is an error whatever the time."""
    with TemporaryDirectory(prefix="guyub-synth-") as folder:
        target = str(Path(folder) / "out")
        command = ["synth", "--region", "32.76", "--families", str(FAMILIES), "--seed", "1", "--out", target]
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "guyub.cli", *command], check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
    # Of all children so far: run this benchmark alone for exact figures.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    gigabytes, busy = used.ru_maxrss / 1e6, used.ru_utime + used.ru_stime
    if gigabytes > MOST_GIGABYTES:
        raise AssertionError(f"{gigabytes:.1f} GB of memory are more than {MOST_GIGABYTES}")
    name = f"guyub synth, {FAMILIES:,} families, Parquet and CSV, {gigabytes:.1f} GB, {busy:.0f} s of processor"
    return [Line(name, seconds, MOST_SECONDS)]
