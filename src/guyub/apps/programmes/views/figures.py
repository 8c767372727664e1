"""Figures of the classification from the groups, with the evidence behind each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import village_trail
from guyub.apps.programmes.presentation.figures import figures_for
from guyub.apps.programmes.services.facts import record_figures
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region, Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """What the groups say beside what is in force."""
    village = village_or_404(request, code, Right.SEE_GROUPS)
    unit = Unit.objects.active().filter(region=village).first()
    context = {
        "village": village,
        "found": figures_for(unit) if unit else None,
        "kinds": load_group_rules().by_code,
        "may_record": scope_of(request.user).may(Right.EDIT_FIGURES, code),
        "synthetic": village.synthetic,
        "trail": _trail(village),
    }
    return render(request, "programmes/figures.html", context)


@login_required
@require_POST
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Put the groups' figures on record."""
    village = village_or_404(request, code, Right.EDIT_FIGURES)
    unit = Unit.objects.active().filter(region=village).select_related("region").first()
    if unit is None or not scope_of(request.user).may(Right.SEE_GROUPS, code):
        raise Http404
    try:
        record_figures(request.user, unit, timezone.localdate())
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, _("Angka dari kelompok dicatat dan berlaku untuk klasifikasi."))
    return redirect("programmes:figures", code=code)


def _trail(village: Region) -> list[tuple[str, str]]:
    here = (_("Kelompok"), reverse("programmes:groups", args=[village.code]))
    return village_trail(village, here, (_("Angka untuk klasifikasi"), ""))
