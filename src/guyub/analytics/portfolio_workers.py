"""Find the plans of many villages in several processes: the portfolio's work spread over the machine."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType

from guyub.domain.planning.pricing import Care, Option, Prices, VillagePricer
from guyub.domain.planning.road import Task

# The pricer of a worker process: its share of the villages, with their compiled programmes.
_pricer: VillagePricer | None = None


class ProcessPricer:
    """Splits the villages among worker processes; each keeps the same villages, so it compiles them once.

    Use it as a context manager, or call `close`.
    """

    def __init__(self, tasks: Sequence[Task], workers: int) -> None:
        self.workers = workers
        context = multiprocessing.get_context("spawn")
        self._pools = [
            ProcessPoolExecutor(1, mp_context=context, initializer=_start, initargs=(tasks[worker::workers],))
            for worker in range(workers)
        ]

    def options(self, villages: Sequence[int], prices: Prices | None, care: Care) -> list[Option | None]:
        """See `guyub.domain.planning.pricing.Pricer`."""
        shares: list[list[int]] = [[] for _ in range(self.workers)]
        for village in villages:
            shares[village % self.workers].append(village // self.workers)
        futures = [pool.submit(_options, share, prices, care) for pool, share in zip(self._pools, shares, strict=True)]
        answers = [iter(future.result()) for future in futures]
        return [_renumbered(next(answers[village % self.workers]), village) for village in villages]

    def close(self) -> None:
        """End the worker processes."""
        for pool in self._pools:
            pool.shutdown()

    def __enter__(self) -> "ProcessPricer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start(tasks: Sequence[Task]) -> None:
    global _pricer
    _pricer = VillagePricer(tasks)


def _options(villages: Sequence[int], prices: Prices | None, care: Care) -> list[Option | None]:
    assert _pricer is not None
    return _pricer.options(villages, prices, care)


def _renumbered(option: Option | None, village: int) -> Option | None:
    return None if option is None else Option(village, option.units, option.bound)
