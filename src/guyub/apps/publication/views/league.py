"""How far the villages of a region have come, for everybody."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.assessment import services
from guyub.apps.assessment.views.region import region_trail
from guyub.apps.publication.services.distances import distances_of, table
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.apps.ui.public_cache import kept_by_browsers
from guyub.apps.ui.templatetags.ui import page_language

PAGE_SIZE = 25


@require_safe
def league(request: HttpRequest, code: str) -> HttpResponse:
    """The table: the longest way first, beside what was reached."""
    region = get_object_or_404(Region.objects.select_related("parent__parent__parent"), code=code)
    if region.level == Level.VILLAGE:
        return redirect("assessment:village", code=code)
    found = table(code)
    if not found.units:
        raise Http404
    instrument = services.default_instrument()
    page = Paginator(found.units, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "region": region,
        "page": page,
        "lines": distances_of(page.object_list),
        "measured": found.measured,
        "risen": found.risen,
        "fallen": found.fallen,
        "total": len(found.units),
        "instrument": instrument,
        "instrument_name": instrument.name.in_language(page_language()),
        "index_names": [index.name.in_language(page_language()) for index in instrument.indices],
        "synthetic": region.synthetic,
        "trail": region_trail(region, _("Jarak tempuh")),
    }
    return kept_by_browsers(request, render(request, "publication/league.html", context))
