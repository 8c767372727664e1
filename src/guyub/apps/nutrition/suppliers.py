"""Who of a village sells what a kitchen buys. The kitchen knows no businesses: apps above say which there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guyub.apps.accounts.models import User
from guyub.apps.ordered import Ordered

SHORTEST = 4  # letters of a word that can tell a food from another


@dataclass(frozen=True)
class Supplier:
    """A business: what it sells in its own words, its page, and whether it supplies the kitchen already."""

    name: str
    product: str
    url: str
    supplies: bool

    def sells(self, food: str) -> bool:
        """Whether the first telling word of a food's name stands in what it sells: a hint, for people to ask after."""
        told = next((word for word in food.casefold().split() if len(word) >= SHORTEST), "")
        return bool(told) and told in self.product.casefold().replace(",", " ").split()


Source = Callable[[User, str], Sequence[Supplier]]
sources = Ordered[Source]()
"""Each is told the reader and the village, and answers with the businesses that this reader may see."""


def suppliers_of(user: User, village: str) -> list[Supplier]:
    """Businesses of a village, those that supply its kitchen first."""
    found = [one for source in sources for one in source(user, village)]
    return sorted(found, key=lambda one: (not one.supplies, one.name))
