"""The page of a province, city or kecamatan: class counts, map, and the list of villages that needs a look."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.assessment import services
from guyub.apps.assessment.models import VillageState, VillageStateQuerySet
from guyub.apps.assessment.presentation.region import Lines, Part, class_counts, list_rows, parts, tile_groups
from guyub.apps.assessment.presentation.region_map import draw
from guyub.apps.assessment.views.region_list import DEFERRED, DETAIL_ORDERS, NO_DATA, ORDERS, Wanted, sign_counts
from guyub.apps.documents.tables import TABLES, table_answer
from guyub.apps.territory.codes import Level, level_below, parent
from guyub.apps.territory.models import Boundary, Region
from guyub.apps.ui.paging import KeysFirst
from guyub.apps.ui.public_cache import kept_by_browsers
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.instruments import Instrument

PAGE_SIZE = 25
MOST_NAMED = 500  # villages without data named on one page; more are named on the pages of the regions below
MOST_ON_MAP = 500  # more villages than this are shown by the regions below instead

SIGN_WORDS: dict[str, Promise] = {
    "naik": gettext_lazy("Satu poin lagi naik kelas"),
    "turun": gettext_lazy("Satu poin lagi turun kelas"),
    "kosong": gettext_lazy("Belum ada data"),
    "fakta": gettext_lazy("Ada fakta kosong"),
    "temuan": gettext_lazy("Ada angka bertentangan"),
}
PART_WORDS: dict[Level, Promise] = {
    Level.REGENCY: gettext_lazy("Kabupaten/kota"),
    Level.DISTRICT: gettext_lazy("Kecamatan"),
}


@dataclass(frozen=True)
class Place:
    """A region as one person may see it. ``details``: the person's territory covers all of it."""

    region: Region
    details: bool
    states: VillageStateQuerySet
    instrument: Instrument
    parts: dict[str, str]

    @property
    def whole_list(self) -> VillageStateQuerySet:
        """States with only the columns that may be shown."""
        return self.states.defer(*DEFERRED).with_region() if self.details else self.states.public()


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The page; with htmx only its list. Details only where the person's territory covers the whole region."""
    place = load_place(request, code)
    if place is None:
        return redirect("assessment:village", code=code)
    wanted = Wanted.read(request.GET, place.instrument, set(place.parts), place.details)
    context = _list_context(request, place, wanted)
    only_list = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    if not only_list:
        context |= _overview(place) | {
            "trail": region_trail(place.region),
            "synthetic": place.region.synthetic,
            "may_plan": place.details,
        }
    response = render(request, "assessment/_region_list.html" if only_list else "assessment/region.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return kept_by_browsers(request, response)


@require_safe
def download(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The filtered list as a file, with the columns that the person may see."""
    place = load_place(request, code)
    if place is None or fmt not in TABLES:
        raise Http404
    wanted = Wanted.read(request.GET, place.instrument, set(place.parts), place.details)
    language = page_language()
    lines = Lines(place.instrument, language, place.details)
    found = [lines.line(state) for state in wanted.of(place.whole_list, place.instrument)]
    names = [index.name.in_language(language) for index in place.instrument.indices]
    return table_answer(fmt, f"guyub-{code}", place.region.name, list_rows(found, names, place.details))


def load_place(request: HttpRequest, code: str) -> Place | None:
    """The region with what this person may see of it; None for a kelurahan or desa, which has its own page."""
    found = get_object_or_404(Region.objects.select_related("parent__parent__parent"), code=code)
    if found.level == Level.VILLAGE:
        return None
    names = {} if found.level == Level.DISTRICT else dict(found.children.values_list("code", "name"))
    return Place(
        region=found,
        details=scope_of(request.user).may_see(code),
        states=VillageState.objects.under(code).filter(unit__active=True),
        instrument=services.default_instrument(),
        parts=names,
    )


def region_trail(found: Region, *further: str) -> list[tuple[str, str]]:
    """Breadcrumb from the province down to the region, and what stands below it."""
    trail = [(above.name, reverse("assessment:region", args=[above.code])) for above in reversed(found.ancestors)]
    own = reverse("assessment:region", args=[found.code]) if further else ""
    return [*trail, (found.name, own), *((label, "") for label in further)]


def _list_context(request: HttpRequest, place: Place, wanted: Wanted) -> dict[str, object]:
    language = page_language()
    found = wanted.of(place.whole_list, place.instrument)
    page = KeysFirst(found.exclude(class_rank=None), PAGE_SIZE).get_page(request.GET.get("page"))
    without, without_count = _without_data(found)
    lines = Lines(place.instrument, language, place.details)
    counts = sign_counts(place.states, place.details)
    return {
        "region": place.region,
        "details": place.details,
        "wanted": wanted,
        "page": page,
        "lines": [lines.line(state) for state in page.object_list],
        "some_provisional": any(state.missing_count for state in page.object_list),
        "without": without,
        "without_count": without_count,
        "count": page.paginator.count + without_count,
        "signs": [
            (SIGN_WORDS[sign], count, wanted.address(tanda="" if wanted.sign == sign else sign), wanted.sign == sign)
            for sign, count in counts.items()
        ],
        "classes": [*((c.name.lower(), c.name) for c in place.instrument.classes), (NO_DATA, SIGN_WORDS["kosong"])],
        "parts_named": sorted(place.parts.items(), key=lambda part: part[1]),
        "part_level": _level_below(place.region),
        "show_district": place.region.level != Level.DISTRICT,
        "orders": [(o, label) for o, (label, _c, _f) in ORDERS.items() if place.details or o not in DETAIL_ORDERS],
        "heads": _heads(place, wanted, language),
        "empty_address": Wanted(order=wanted.order, reverse=wanted.reverse).address(),
        "download_query": wanted.address(),
    }


def _without_data(found: VillageStateQuerySet) -> tuple[dict[str, list[tuple[str, str]]], int]:
    """Kecamatan → (code, name) of its villages without data, and how many there are. Two queries at most."""
    columns = ("unit__region_id", "unit__region__name", "unit__region__parent__name")
    rows = found.filter(class_rank=None).order_by("unit__region_id")
    named = list(rows.values_list(*columns)[: MOST_NAMED + 1])
    if len(named) > MOST_NAMED:
        return {}, rows.count()
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name, district in named:
        groups.setdefault(district, []).append((code, name))
    return groups, len(named)


def _heads(place: Place, wanted: Wanted, language: str) -> list[dict[str, object]]:
    names = {index.id: index.name.in_language(language) for index in place.instrument.indices}
    labels = {
        "nama": gettext_lazy("Kelurahan/desa"),
        "kelas": gettext_lazy("Kelas"),
        **names,
        "naik": gettext_lazy("Untuk naik"),
        "turun": gettext_lazy("Sebelum turun"),
        **({"fakta": gettext_lazy("Kosong"), "temuan": gettext_lazy("Temuan")} if place.details else {}),
        "tanggal": gettext_lazy("Per tanggal"),
    }
    numeric = {*names, "fakta", "temuan"}
    return [
        {
            "label": label,
            "number": order in numeric,
            "address": wanted.address(order=order, reverse=wanted.order == order and not wanted.reverse),
            "sorted": _sorted(order, wanted),
        }
        for order, label in labels.items()
    ]


def _sorted(order: str, wanted: Wanted) -> str:
    if wanted.order != order:
        return ""
    return "descending" if ORDERS[order][2] != wanted.reverse else "ascending"


def _level_below(found: Region) -> str:
    return str(PART_WORDS.get(level_below(found.code), ""))


def _overview(place: Place) -> dict[str, object]:
    language = page_language()
    by_part, totals = _counts(place)
    counts = class_counts(place.instrument, totals, language)
    total = sum(totals.values())
    found = parts(place.instrument, place.parts, by_part, language)
    overview: dict[str, object] = {
        "total": total,
        "counts": counts,
        "parts": found,
        "instrument_name": place.instrument.name.in_language(language),
        "instrument": place.instrument,
    }
    if 0 < total <= MOST_ON_MAP:
        overview |= _picture(place)
    elif place.parts:
        overview |= _picture_of_parts(place, found)
    return overview


def _counts(place: Place) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Villages by class: for every region below, and in all. One query."""
    length = len(next(iter(place.parts), place.region.code))
    rows = place.states.annotate(part=Substr("unit__region_id", 1, length)).order_by()
    by_part: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    for part, name, count in rows.values_list("part", "class_name").annotate(count=Count("pk")):
        by_part.setdefault(part, {})[name] = count
        totals[name] = totals.get(name, 0) + count
    return by_part, totals


def _picture_of_parts(place: Place, found: tuple[Part, ...]) -> dict[str, object]:
    """Many villages: the regions below, by the share of their villages in the two highest classes."""
    outlines = Boundary.objects.filter(region__in=[part.code for part in found])
    drawn = draw(outlines, {part.code: (part.name, part.tint) for part in found})
    if drawn is None:
        return {}
    by_code = {part.code: part for part in found}
    return {"part_map": drawn, "part_areas": [(area, by_code[area.code]) for area in drawn.areas]}


def _picture(place: Place) -> dict[str, object]:
    columns = ("unit__region_id", "unit__region__name", "class_name", "unit__region__parent__name")
    found = list(place.states.order_by("unit__region_id").values_list(*columns))
    outlines = Boundary.objects.filter(within([place.region.code], "region__code"), region__level=Level.VILLAGE)
    villages = {code: (name, class_name) for code, name, class_name, _district in found}
    drawn = draw(outlines, villages)
    if drawn is not None:
        return {"map": drawn}
    districts = {parent(code): district for code, _name, _class, district in found}
    return {"tiles": tile_groups(districts, [(code, name, class_name) for code, name, class_name, _ in found])}
