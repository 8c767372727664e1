"""One stretch of time for everything that an answer needs."""

import time
from collections.abc import Callable


def countdown(seconds: float, clock: Callable[[], float] = time.monotonic) -> Callable[[], float]:
    """What tells the seconds that are left, counted from now; 0 or less once they are used up."""
    end = clock() + seconds
    return lambda: end - clock()
