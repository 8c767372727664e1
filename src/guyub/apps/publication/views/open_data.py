"""Class and way of every village of a region as open data: a table, and what its columns mean."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from guyub.apps.assessment import services
from guyub.apps.documents.tables import table_answer
from guyub.apps.publication.presentation.open_data import COLUMNS, about, rows
from guyub.apps.publication.services.distances import distances
from guyub.apps.territory.models import Region
from guyub.apps.ui.public_cache import kept_by_browsers

ANYWHERE = "*"  # other sites' pages may read what is open


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The table as CSV; the names of its columns are the same in every language."""
    region = get_object_or_404(Region, code=code)
    found = distances(code)
    if not found:
        raise Http404
    response = table_answer("csv", f"guyub-kelas-{code}", region.name, [[c.name for c in COLUMNS], *rows(found)])
    return _open(request, response)


@require_safe
def metadata(request: HttpRequest, code: str) -> HttpResponse:
    """What the table holds, by column: meaning, unit, source, grade; licence and day."""
    region = get_object_or_404(Region.objects.select_related("parent__parent__parent"), code=code)
    found = distances(code)
    if not found:
        raise Http404
    address = request.build_absolute_uri(reverse("publication:open_data", args=[code]))
    content = about(region, found, services.default_instrument(), address)
    return _open(request, JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1}))


def _open(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = ANYWHERE
    return kept_by_browsers(request, response)
