"""Things that apps put in from their `AppConfig.ready`, in an order that each of them names.

A page knows a place for such things and no app above it; what stands there, the apps above say.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Ordered(Generic[Thing]):
    """Lower orders come first, equal ones in the order in which they were put in. Twice is harmless.

    Things are compared, never hashed: the hash of words that are translated late is another in each language.
    """

    def __init__(self) -> None:
        self._things: list[tuple[Thing, int]] = []

    def add(self, thing: Thing, order: int = 100) -> None:
        """Put something in, or give it another order."""
        for place, (known, _order) in enumerate(self._things):
            if known == thing:
                self._things[place] = (thing, order)
                return
        self._things.append((thing, order))

    def remove(self, thing: Thing) -> None:
        """Take something out; what is not in is out already."""
        self._things = [(known, order) for known, order in self._things if known != thing]

    def __iter__(self) -> Iterator[Thing]:
        return iter([thing for thing, _order in sorted(self._things, key=lambda one: one[1])])
