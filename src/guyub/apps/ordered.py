"""Things that apps put in from their `AppConfig.ready`, in an order that each of them names.

A page knows a place for such things and no app above it; what stands there, the apps above say.
"""

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Ordered(Generic[Thing]):
    """Lower orders come first, equal ones in the order in which they were put in. Twice is harmless."""

    def __init__(self) -> None:
        self._orders: dict[Thing, int] = {}

    def add(self, thing: Thing, order: int = 100) -> None:
        """Put something in, or give it another order."""
        self._orders[thing] = order

    def remove(self, thing: Thing) -> None:
        """Take something out; what is not in is out already."""
        self._orders.pop(thing, None)

    def __iter__(self) -> Iterator[Thing]:
        return iter(sorted(self._orders, key=self._orders.__getitem__))
