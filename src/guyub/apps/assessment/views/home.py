"""The first page: whom to look at today, then the cities with their classes; visitors see the cities."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Value, When
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import EVERYWHERE, Scope, scope_of, within
from guyub.apps.assessment import services
from guyub.apps.assessment.models import VillageState, VillageStateQuerySet
from guyub.apps.assessment.panels import home_lines, village_ways
from guyub.apps.assessment.presentation.home import Card, card
from guyub.apps.assessment.presentation.region import Lines, class_counts, parts
from guyub.apps.assessment.views.region import SIGN_WORDS
from guyub.apps.assessment.views.region_list import DEFERRED, SIGN_FILTERS, SIGNS
from guyub.apps.territory.codes import LENGTHS, Level, is_village
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language

VILLAGES_SHOWN = 12  # a person with more villages of their own finds them in the list of the region
URGENT_SHOWN = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries, however many villages there are."""
    scope = scope_of(request.user)
    language = page_language()
    instrument = services.default_instrument()
    by_city = _class_counts_by_city()
    own = _own_regions(scope, by_city)
    mine = {*own, *_village_codes(scope)}
    named = {region.code: region for region in Region.objects.filter(code__in={*by_city, *mine})}
    cities = sorted(
        (named[code] for code in by_city if code in named),
        key=lambda city: (not _concerns(scope, city.code), city.synthetic, city.name),
    )
    lines = Lines(instrument, language, details=True)
    context = {
        "lines": home_lines(request.user),
        "villages": _own_villages(request.user, lines),
        "regions": _signs(own, named),
        "urgent": _urgent(scope, own, lines),
        "parts": parts(instrument, {city.code: city.name for city in cities}, by_city, language),
        "counts": class_counts(instrument, {}, language),
        "synthetic": any(named[code].synthetic for code in mine if code in named),
        "made_up": [city.name for city in cities if city.synthetic],
    }
    return render(request, "assessment/home.html", context)


def _class_counts_by_city() -> dict[str, dict[str, int]]:
    """City code → class → villages. Classes are public, so everyone gets all cities."""
    states = VillageState.objects.filter(unit__active=True).annotate(
        city=Substr("unit__region_id", 1, LENGTHS[Level.REGENCY])
    )
    found: dict[str, dict[str, int]] = {}
    for city, name, count in states.order_by().values_list("city", "class_name").annotate(count=Count("pk")):
        found.setdefault(city, {})[name] = count
    return found


def _own_regions(scope: Scope, cities: Iterable[str]) -> list[str]:
    """Regions that the person holds a role in; whoever may see everything has every province."""
    if EVERYWHERE in scope.codes():
        return sorted({city[: LENGTHS[Level.PROVINCE]] for city in cities})
    return sorted(code for code in scope.codes() if not is_village(code))


def _states(codes: Iterable[str]) -> VillageStateQuerySet:
    found = VillageState.objects.filter(within(codes, "unit__region__code"), unit__active=True)
    return found.defer(*DEFERRED).with_region()


def _own_villages(user: User | AnonymousUser, lines: Lines) -> list[Card]:
    """Villages that the person holds a role in by name, not through a city."""
    scope = scope_of(user)
    codes = _village_codes(scope)
    if not codes:
        return []
    states = _states(codes).order_by("unit__region_id")[:VILLAGES_SHOWN]
    return [card(state, lines, scope, village_ways(user, state.unit.region_id)) for state in states]


def _village_codes(scope: Scope) -> list[str]:
    return sorted(code for code in scope.codes() if code != EVERYWHERE and is_village(code))


def _signs(own: list[str], named: Mapping[str, Region]) -> list[tuple[Region, list[tuple[object, int, str]]]]:
    """For each own region the signs with their counts, and the list that shows these villages. One query."""
    if not own:
        return []
    whose = Case(*(When(within([code], "unit__region__code"), then=Value(code)) for code in own))
    states = VillageState.objects.filter(within(own, "unit__region__code"), unit__active=True).order_by()
    counted = states.annotate(own=whose).values("own")
    rows = {
        row["own"]: row for row in counted.annotate(**{sign: Count("pk", filter=SIGN_FILTERS[sign]) for sign in SIGNS})
    }
    return [
        (named[code], [(SIGN_WORDS[sign], rows[code][sign], f"?tanda={sign}#daftar") for sign in SIGNS])
        for code in own
        if code in rows and code in named
    ]


def _urgent(scope: Scope, own: list[str], lines: Lines) -> list[Card]:
    """Villages of these regions that the next lost point moves down, the highest classes first. One query."""
    if not own:
        return []
    falling = _states(own).filter(SIGN_FILTERS["turun"])
    found = falling.order_by("-class_rank", "unit__region_id")[:URGENT_SHOWN]
    return [card(state, lines, scope) for state in found]


def _concerns(scope: Scope, city: str) -> bool:
    """Whether the person has a role in the city, above it or below it."""
    return scope.may_see(city) or any(code.startswith(f"{city}.") for code in scope.codes())
