"""What the pages of this app share: who may open them, the way back, and files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region


def village_with_figures(request: HttpRequest, code: str) -> Region:
    """The village, for someone who may see its figures; it does not exist for others."""
    if not scope_of(request.user).may(Right.SEE_FIGURES, code):
        raise Http404
    villages = Region.objects.select_related("parent__parent__parent")
    return get_object_or_404(villages, code=code, level=Level.VILLAGE)


def health_page(
    request: HttpRequest, template: str, village: Region, context: dict[str, Any], *further: tuple[str, str]
) -> HttpResponse:
    """A page below the overview of a village."""
    ways = [
        (village.name, reverse("assessment:village", args=[village.code])),
        (_("Ketahanan keluarga"), reverse("resilience:village", args=[village.code])),
        *further,
    ]
    return render(request, template, {**context, "village": village, "synthetic": village.synthetic, "trail": ways})
