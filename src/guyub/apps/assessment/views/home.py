"""The first page: a person's own villages first, then the cities with their classes; visitors see the cities."""

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guyub.apps.accounts.scope import EVERYWHERE, Scope, scope_of, within
from guyub.apps.assessment import services
from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.presentation.region import class_counts, parts
from guyub.apps.territory.codes import LENGTHS, Level, is_village
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Five queries at most, however many villages there are."""
    scope = scope_of(request.user)
    language = page_language()
    instrument = services.default_instrument()
    by_city = _class_counts_by_city()
    cities = {city.code: city for city in Region.objects.filter(code__in=by_city).order_by("synthetic", "name")}
    ordered = sorted(cities.values(), key=lambda city: not _concerns(scope, city.code))
    context = {
        "villages": _own_villages(scope),
        "parts": parts(instrument, {city.code: city.name for city in ordered}, by_city, language),
        "counts": class_counts(instrument, {}, language),
        "made_up": [city.name for city in ordered if city.synthetic],
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


def _own_villages(scope: Scope) -> list[VillageState]:
    """Villages that the person holds a role in by name, not through a city."""
    codes = [code for code in scope.codes() if code != EVERYWHERE and is_village(code)]
    if not codes:
        return []
    return list(VillageState.objects.filter(within(codes, "unit__region__code"), unit__active=True).with_region())


def _concerns(scope: Scope, city: str) -> bool:
    """Whether the person has a role in the city, above it or below it."""
    return scope.may_see(city) or any(code.startswith(f"{city}.") for code in scope.codes())
