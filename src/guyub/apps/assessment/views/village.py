"""The page of one village: its class, the reasons, what to do next; and taking a snapshot."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.permissions import EDIT_FACTS, TAKE_SNAPSHOT, VIEW_UNIT
from guyub.apps.assessment import services
from guyub.apps.assessment.beside import Beside, beside
from guyub.apps.assessment.models import Snapshot, VillageState
from guyub.apps.assessment.panels import public_blocks, village_lines, village_ways
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.assessment.presentation.village import VillageView, gauges, region_path, village_view
from guyub.apps.assessment.services import Known
from guyub.apps.assessment.views.access import for_signed_in
from guyub.apps.assessment.views.village_plan import quick_plan
from guyub.apps.territory.models import Unit
from guyub.apps.ui.public_cache import kept_by_browsers
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_instrument
from guyub.domain.instruments import Assessment
from guyub.language import format_date

SNAPSHOTS_SHOWN = 24


@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Details for those whose territory covers the village; the public page for everybody else (or with ?umum)."""
    unit = get_object_or_404(Unit.objects.with_region().active(), region_id=code)
    if "umum" in request.GET or not request.user.has_perm(VIEW_UNIT, unit):
        return _public(request, unit)
    services.record_waiting(code)
    known, before = load_known(unit)
    may = {
        "may_edit": request.user.has_perm(EDIT_FACTS, unit),
        "may_snapshot": request.user.has_perm(TAKE_SNAPSHOT, unit),
    }
    around = {
        "trail": village_trail(unit.region),
        "lines": village_lines(request.user, unit),
        "ways": village_ways(request.user, code),
    }
    if before is None:
        context = {
            "unit": unit,
            "path": region_path(unit.region),
            "instrument_name": services.default_instrument().name.in_language(page_language()),
            "synthetic": unit.region.synthetic,
        }
        return render(request, "assessment/village_empty.html", {**context, **may, **around})
    view = view_of(known, before, beside(request.user, unit, known))
    context = {
        "village": view,
        "road": quick_plan(known, services.default_instrument(), before),
        "instrument_notes": [note.in_language(page_language()) for note in view.instrument.notes],
        "synthetic": view.synthetic,
    }
    return render(request, "assessment/village.html", {**context, **may, **around})


@require_POST
@for_signed_in
def snapshot(request: HttpRequest, code: str) -> HttpResponse:
    """Fix the classification as it is now."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).active(), region_id=code)
    if request.user.has_perm(TAKE_SNAPSHOT, unit):
        services.record_waiting(code, at_once=True)
    last = Snapshot.objects.filter(unit=unit).order_by("-sequence").first()
    if last and "lagi" not in request.POST and services.is_repeated(last, load_known(unit)[0]):
        messages.warning(request, _("Angka sama dengan potret terakhir, jadi tidak diambil lagi."))
        return redirect(reverse("assessment:village", args=[code]) + "#riwayat")
    taken = services.take_snapshot(request.user, unit, note=request.POST.get("note", "").strip()[:300])
    text = _("Potret tersimpan: {name} per {day}. Kode: {hash}.").format(
        name=taken.class_name, day=format_date(taken.as_of, page_language()), hash=taken.hash[:12]
    )
    messages.success(request, text)
    return redirect(reverse("assessment:village", args=[code]) + "#riwayat")


def load_known(unit: Unit) -> tuple[Known, Assessment | None]:
    """What is known about a unit and what follows from it; no assessment while nothing is known. Two queries."""
    instrument = services.default_instrument()
    known = services.known_about(unit, instrument)
    return known, services.assess_known(known, instrument) if known.anything else None


def view_of(known: Known, assessment: Assessment, found: Beside | None = None) -> VillageView:
    """The view of a village, with its newest snapshots. One query."""
    taken = Snapshot.objects.filter(unit=known.unit).select_related("taken_by").order_by("-sequence")[:SNAPSHOTS_SHOWN]
    return village_view(known, assessment, services.default_instrument(), list(taken), page_language(), found)


def _public(request: HttpRequest, unit: Unit) -> HttpResponse:
    state = VillageState.objects.public().get(unit=unit)
    context = {
        "name": unit.name,
        "path": region_path(unit.region),
        "synthetic": unit.region.synthetic,
        "state": state,
        "trail": village_trail(unit.region),
        "blocks": public_blocks(unit, page_language()),
        "in_territory": request.user.has_perm(VIEW_UNIT, unit),
    }
    if state.has_data:
        language = page_language()
        instrument = load_instrument(state.instrument_id)
        context |= {
            "instrument": instrument,
            "instrument_name": instrument.name.in_language(language),
            "meaning": instrument.class_by_name[state.class_name].meaning.in_language(language),
            "gauges": gauges(instrument, state.indices, language),
        }
    return kept_by_browsers(request, render(request, "assessment/village_public.html", context))
