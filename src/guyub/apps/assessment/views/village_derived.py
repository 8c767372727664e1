"""Figures from what happened, with the evidence behind each; and putting them on record in place of reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment import services
from guyub.apps.assessment.presentation.derived import lines_for
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.assessment.views.access import for_signed_in
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.derived_files import load_derived_rules
from guyub.errors import DomainError
from guyub.language import sentence


@require_safe
@for_signed_in
def derived(request: HttpRequest, code: str) -> HttpResponse:
    """What the records tell of a village, beside what is in force."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).active().with_region(), region_id=code)
    services.record_waiting(code)
    known = services.known_about(unit, services.default_instrument())
    lines = lines_for(request.user, unit, known, timezone.localdate())
    context = {
        "unit": unit,
        "lines": lines,
        "rules": load_derived_rules(),
        "new": any(line.differs or line.state not in ("derived", "none") for line in lines),
        "may_record": scope_of(request.user).may(Right.EDIT_FIGURES, code),
        "waits_until": services.waits_until(services.HAPPENED, code),
        "synthetic": unit.region.synthetic,
        "trail": village_trail(unit.region, _("Dari yang terjadi")),
    }
    return render(request, "assessment/derived.html", context)


@require_POST
@for_signed_in
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Put all of it on record."""
    unit = get_object_or_404(Unit.objects.editable_by(request.user).active().with_region(), region_id=code)
    try:
        services.record_derived(request.user, unit, timezone.localdate())
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, _("Angka dari yang tercatat kini berlaku untuk klasifikasi."))
    return redirect("assessment:derived", code=code)
