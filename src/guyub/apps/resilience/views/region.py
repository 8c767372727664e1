"""What follows from the families of a city or province: its parts side by side, through disclosure control."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.resilience.presentation.region import region_view
from guyub.apps.resilience.services.states import rules
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language


@login_required
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Index, distribution, stunting risk and family planning of the regions below."""
    if not scope_of(request.user).may(Right.SEE_FIGURES, code):
        raise Http404
    found = get_object_or_404(Region.objects.exclude(level=Level.VILLAGE).select_related("parent__parent"), code=code)
    view = region_view(found, page_language())
    above = [(one.name, reverse("resilience:region", args=[one.code])) for one in reversed(found.ancestors)]
    visible = [way for way, one in zip(above, reversed(found.ancestors), strict=True) if _may(request, one.code)]
    context = {
        "region": found,
        "view": view,
        "rules": rules(),
        "synthetic": found.synthetic,
        "trail": [*visible, (found.name, reverse("assessment:region", args=[code])), (_("Ketahanan keluarga"), "")],
    }
    return render(request, "resilience/region.html", context)


def _may(request: HttpRequest, code: str) -> bool:
    return scope_of(request.user).may(Right.SEE_FIGURES, code)
