"""Times that mean something on a shared machine: medians, and ratios within one run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One row of the table: what, median seconds and their limit, a ratio to another row and its limit; CPU seconds."""

    name: str
    seconds: float
    most_seconds: float | None = None
    ratio: float | None = None
    most_ratio: float | None = None
    cpu_seconds: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the limits are kept."""
        in_time = self.most_seconds is None or self.seconds <= self.most_seconds
        return in_time and (self.ratio is None or self.most_ratio is None or self.ratio <= self.most_ratio)


def median_seconds(job: Callable[[], object], runs: int = 7) -> float:
    """Median wall time of a job, after one run to warm up."""
    job()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
