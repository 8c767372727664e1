"""How many group activities elders joined: counted by the apps above that keep attendance.

They register here, from their `AppConfig.ready`, a function that counts. Elders know nothing of groups.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from guyub.apps.ordered import Ordered

Counter = Callable[[Collection[int], date, date], Mapping[int, int]]
"""People (row numbers), first and last day → how many activities each joined; without those of whom it is not known."""

_counters = Ordered[Counter]()


def register(counter: Counter, order: int = 100) -> None:
    """Let elders' pages ask this function. Registering twice is harmless."""
    _counters.add(counter, order)


def unregister(counter: Counter) -> None:
    """Elders' pages ask this function no more."""
    _counters.remove(counter)


def joined(people: Collection[int], first: date, last: date) -> dict[int, int]:
    """Activities each joined in a time, of all who count them; without those of whom nobody knows."""
    found: dict[int, int] = {}
    for counter in _counters:
        for one, count in counter(people, first, last).items():
            found[one] = found.get(one, 0) + count
    return found
