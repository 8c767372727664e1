"""A city's or province's families: its parts side by side. Everything passes disclosure control.

Within a city the counts of all its RWs are published together and read at village, kecamatan and city, so that its
pages cannot be subtracted from those of its villages. Above a city, whole cities are the smallest places.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.urls import reverse

from guyub.apps.accounts.scope import within
from guyub.apps.resilience.models import AreaSums
from guyub.apps.resilience.presentation.areas import sums_in, villages_under
from guyub.apps.resilience.presentation.overview import Bar, bar, verdict_share
from guyub.apps.resilience.presentation.words import Share
from guyub.apps.resilience.services.gate import VERDICTS, Gate
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import Sums, added, rws_under
from guyub.apps.territory.codes import CITY_LENGTH, Level
from guyub.apps.territory.models import Region


@dataclass(frozen=True)
class Part:
    """One region below, or the whole."""

    bar: Bar
    krs: Share
    villages: int


@dataclass(frozen=True)
class RegionView:
    """The page of a region; ``whole`` is None while no family is registered there.

    ``oldest``, ``newest``: the days on which the figures of its villages last changed.
    """

    whole: Part | None
    parts: tuple[Part, ...]
    withheld: bool
    oldest: date | None = None
    newest: date | None = None


def region_view(region: Region, language: str) -> RegionView:
    """The view of a region (four queries)."""
    places, gate = _places(region)
    if not places:
        return RegionView(None, (), False)
    children = list(region.children.order_by("code"))
    villages = {code.rpartition(".")[0] if len(code) > 13 else code for code in places}
    whole = _part(gate, region, places, villages, language)
    parts = [
        _part(gate, child, places, villages, language)
        for child in children
        if any(_is_in(own, child.code) for own in places)
    ]
    withheld = any(part.bar.segments is None or part.krs.withheld for part in parts)
    days = AreaSums.objects.filter(within([region.code], "village__code"), level=AreaSums.Level.VILLAGE)
    return RegionView(whole, tuple(parts), withheld, **days.aggregate(oldest=Min("as_of"), newest=Max("as_of")))


def _places(region: Region) -> tuple[dict[str, Sums], Gate]:
    """Sums of the smallest places of a region, and the gate over the city or province they belong to."""
    if region.level == Level.PROVINCE:
        cities: dict[str, list[Sums]] = {}
        for village, sums in villages_under(region.code).items():
            cities.setdefault(village[:CITY_LENGTH], []).append(sums)
        places = {city: added(rows) for city, rows in cities.items()}
        return places, Gate(places, region.code, False, rules().ibangga)
    city = region.code[:CITY_LENGTH]
    everywhere = rws_under(city)
    own = {place: sums for place, sums in everywhere.items() if _is_in(place, region.code)}
    return own, Gate(everywhere, city, False, rules().ibangga)


def _part(gate: Gate, region: Region, places: dict[str, Sums], villages: set[str], language: str) -> Part:
    sums = sums_in(places, region.code)
    share = verdict_share(gate.partition([*VERDICTS], region.code))
    name = "resilience:village" if region.level == Level.VILLAGE else "resilience:region"
    link = reverse(name, args=[region.code])
    return Part(bar(gate, region.code, region.name, sums, language, link), share, _count(villages, region.code))


def _count(villages: set[str], code: str) -> int:
    return sum(_is_in(village, code) for village in villages)


def _is_in(place: str, above: str) -> bool:
    return place == above or place.startswith(f"{above}.")
