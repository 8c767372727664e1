"""Our posyandu rate beside those that e-PPGBM and surveys publish: side by side, never one figure of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from guyub.apps.territory.codes import LENGTHS, Level
from guyub.data.growth_files import load_published_rates
from guyub.domain.growth.published import Method, PublishedRate

AREAS = (Level.DISTRICT, Level.REGENCY, Level.PROVINCE)
NATION = ""


@dataclass(frozen=True)
class Published:
    """What one method says of the nearest area it speaks of: the latest figure, and those before."""

    latest: PublishedRate
    earlier: Sequence[PublishedRate]
    own: bool


def nearest(region: str, method: Method) -> Published | None:
    """Of the region itself, or of the smallest area around it that has a figure; None where none has."""
    rates = load_published_rates()
    areas = dict.fromkeys([region, *(region[: LENGTHS[level]] for level in AREAS), NATION])
    for area in areas:
        if found := rates.of_area(area, method):
            return Published(found[0], found[1:], area == region)
    return None


def nation(method: Method) -> Published | None:
    """The same of Indonesia."""
    return nearest(NATION, method)
