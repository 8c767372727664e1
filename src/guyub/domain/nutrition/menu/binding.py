"""Which limits a week's cost hangs on, and what one more thousand rupiah would buy.

Dishes and days are held as they are and portions let go in fractions: then each limit has a price, what one unit more
of it costs. That is near the truth for small changes only, and is to be shown as such.
"""

from dataclasses import dataclass

from guyub.domain.nutrition.menu.days import Held, portions_of_days
from guyub.domain.nutrition.menu.kitchen import Kitchen, Week
from guyub.domain.planning.solver import prices_of_rows

THOUSAND_RUPIAH = 1_000_000  # in thousandths of a rupiah
_NOTHING = 1e-6  # a price below it is the solver's rounding


@dataclass(frozen=True)
class Price:
    """A limit that makes the week dearer.

    Attributes:
        held: Whose sum of what.
        low: Whether its least binds, not its most.
        unit_cost: Thousandths of a rupiah for the whole group, for one unit a person more where the least binds, for
            one unit less where the most does.
    """

    held: Held
    low: bool
    unit_cost: float

    @property
    def for_a_thousand(self) -> float:
        """Units a person that one more thousand rupiah buys."""
        return THOUSAND_RUPIAH / self.unit_cost

    @property
    def whole_cost(self) -> float:
        """What the limit costs if each of its units cost as much: by this, prices of different units are compared."""
        limit = self.held.limit
        return self.unit_cost * ((limit.low if self.low else limit.high) or 0)


def binding_limits(kitchen: Kitchen, week: Week) -> list[Price]:
    """Limits with a price, the dearest first."""
    found = portions_of_days(kitchen, week.days, kitchen.groups)
    prices = prices_of_rows(found.programme, found.objective) or []
    binding = [
        Price(found.held[place], price > 0, abs(price))
        for place, price in enumerate(prices)
        if place in found.held and abs(price) > _NOTHING
    ]
    return sorted(binding, key=lambda price: -price.whole_cost)
