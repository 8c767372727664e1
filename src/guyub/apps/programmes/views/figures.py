"""Participation in the groups of a village, as the classification counts it and as people came."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.presentation.figures import figures_for
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Unit
from guyub.data.derived_files import load_derived_rules


@login_required
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Shares, their mean with its score, and who came."""
    village = village_or_404(request, code, Right.SEE_GROUPS)
    unit = Unit.objects.active().filter(region=village).first()
    here = (_("Kelompok"), reverse("programmes:groups", args=[village.code]))
    context = {
        "village": village,
        "found": figures_for(unit, timezone.localdate()) if unit else None,
        "sees_figures": scope_of(request.user).may_see(code),
        "window": load_derived_rules().window_months,
        "synthetic": village.synthetic,
        "trail": village_trail(village, here, (_("Partisipasi"), "")),
    }
    return render(request, "programmes/figures.html", context)
