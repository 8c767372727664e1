"""Sales and costs of twelve months as bars, in whole-number coordinates; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from guyub.domain.livelihoods.cash import Month

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 170, 48, 352, 12, 140
LEAST_MONTHS = 2
THOUSAND, MILLION = 1_000, 1_000_000


@dataclass(frozen=True)
class Bar:
    """Two bars of a month: the left one for sales, the right one for costs. A month without entries has none."""

    month: Month
    x: int
    sales_y: int
    sales_height: int
    costs_y: int
    costs_height: int


@dataclass(frozen=True)
class Picture:
    """Bars and lines of levels, with the amount of each in short."""

    bars: Sequence[Bar]
    levels: Sequence[tuple[int, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bar: int = 10


def picture_of(months: Sequence[Month]) -> Picture | None:
    """The picture; None where fewer than two months have entries, or none of them an amount."""
    most = max((max(one.sales, one.costs) for one in months), default=0)
    if sum(one.known for one in months) < LEAST_MONTHS or most == 0:
        return None
    room, step = BOTTOM - TOP, (RIGHT - LEFT) // len(months)
    bars = []
    for number, one in enumerate(months):
        sales, costs = (room * part // most for part in (one.sales, one.costs))
        bars.append(Bar(one, LEFT + step * number, BOTTOM - sales, sales, BOTTOM - costs, costs))
    levels = [(BOTTOM, "0"), (BOTTOM - room // 2, _short(most // 2)), (TOP, _short(most))]
    return Picture(bars, levels)


def _short(rupiah: int) -> str:
    if rupiah >= MILLION:
        return f"{rupiah / MILLION:.1f}".replace(".", ",").removesuffix(",0") + " jt"
    return f"{rupiah // THOUSAND} rb" if rupiah >= THOUSAND else str(rupiah)
