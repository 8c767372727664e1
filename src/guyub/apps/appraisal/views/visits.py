"""Visit plans: for who runs the cycle to make, choose, plan anew and publish; for a village its own visit only."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.appraisal.documents.visit_calendar import team_calendar, village_calendar
from guyub.apps.appraisal.documents.visit_letter import visit_letter
from guyub.apps.appraisal.forms.visits import VisitPlanForm
from guyub.apps.appraisal.models import Cycle, Entry, VisitPlan
from guyub.apps.appraisal.presentation.visits import clock, plan_view
from guyub.apps.appraisal.services import visits
from guyub.apps.appraisal.views.access import cycle_trail, run_cycle
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.documents.tables import file_answer
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.calendar_files import calendar_note
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The latest plan for who runs the cycle; for the panel the latest published one."""
    runs = Cycle.objects.run_by(request.user).filter(code=code).exists()
    known = VisitPlan.objects.visible_to(request.user).filter(cycle__code=code)
    latest = known.select_related("cycle__region").order_by("sequence").last()
    if latest is None and not runs:
        raise Http404
    cycle = latest.cycle if latest else Cycle.objects.select_related("region").get(code=code)
    context = {
        "cycle": cycle,
        "plan": latest,
        "view": plan_view(latest) if latest else None,
        "runs": runs,
        "note": calendar_note(),
        "synthetic": cycle.region.synthetic,
        "trail": _trail(cycle),
    }
    return render(request, "appraisal/visits.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, code: str) -> HttpResponse:
    """The form; sent, it makes a new version."""
    cycle = run_cycle(request, code)
    latest = visits.latest_plan(cycle)
    entries = visits.entries_to_visit(cycle)
    known = latest.inputs if latest else None
    met = visits.met_before(request.user, (entry.unit.region_id for entry in entries))
    form = VisitPlanForm(request.POST or None, entries=entries, known=known, met=met)
    if request.method == "POST" and form.is_valid():
        try:
            visits.make_visit_plan(request.user, cycle, form.wish())
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            messages.success(request, _("Rencana tersusun. Periksa, lalu terbitkan."))
            return redirect("visits:plan", cycle.code)
    context = {
        "cycle": cycle,
        "form": form,
        "entries": entries,
        "note": calendar_note(),
        "synthetic": cycle.region.synthetic,
        "trail": _trail(cycle, _("Susun")),
    }
    return render(request, "appraisal/visits_make.html", context)


@login_required
@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Use another plan."""
    cycle = run_cycle(request, code)
    number = _whole(request, "pilihan")
    return _done(
        request,
        cycle,
        lambda: visits.choose_alternative(request.user, cycle, _whole(request, "versi"), number),
        _("Pilihan itu sekarang menjadi rencana. Terbitkan bila sudah cocok."),
    )


@login_required
@require_POST
def fall_out(request: HttpRequest, code: str) -> HttpResponse:
    """A day fell out: plan anew with the fewest moves."""
    cycle = run_cycle(request, code)
    try:
        day = date.fromisoformat(request.POST.get("hari", ""))
    except ValueError:
        raise Http404 from None
    team, note = request.POST.get("tim", ""), request.POST.get("alasan", "").strip()[:200]
    return _done(
        request,
        cycle,
        lambda: visits.replan_visits(request.user, cycle, _whole(request, "versi"), day, team, note),
        _("Rencana disusun ulang. Yang berpindah ditandai; terbitkan agar desa mengetahuinya."),
    )


@login_required
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Let the panel and the villages know."""
    cycle = run_cycle(request, code)
    return _done(
        request,
        cycle,
        lambda: visits.publish_visit_plan(request.user, cycle, _whole(request, "versi")),
        _("Rencana terbit. Tiap desa melihat kunjungannya sendiri."),
    )


@login_required
@require_safe
def team_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The calendar file of a team."""
    known = VisitPlan.objects.visible_to(request.user).filter(cycle__code=code).order_by("sequence").last()
    team = f"Tim {number}"
    if known is None or team not in [one["id"] for one in known.inputs["teams"]]:
        raise Http404
    return file_answer(team_calendar(known, team), f"guyub-kunjungan-{code}-tim-{number}.ics")


@login_required
@require_safe
def own(request: HttpRequest, code: str, village: str) -> HttpResponse:
    """A village's own visit."""
    entry, visit = _own(request, code, village)
    context = {
        "entry": entry,
        "visit": visit,
        "time": f"{clock(visit.start)}–{clock(visit.end)}",
        "synthetic": entry.unit.region.synthetic,
        "trail": village_trail(entry.unit.region, _("Kunjungan tim penilai")),
    }
    return render(request, "appraisal/visit_own.html", context)


@login_required
@require_safe
def own_file(request: HttpRequest, code: str, village: str, fmt: str) -> HttpResponse:
    """The village's calendar file, or its letter."""
    entry, visit = _own(request, code, village)
    if visit.day is None or fmt not in ("ics", "pdf"):
        raise Http404
    name = f"guyub-kunjungan-{entry.unit.region_id}.{fmt}"
    content = village_calendar(visit) if fmt == "ics" else visit_letter(visit, page_language())
    return file_answer(content, name)


def _run(request: HttpRequest, code: str) -> Cycle:
    return get_object_or_404(Cycle.objects.run_by(request.user).select_related("region"), code=code)


def _own(request: HttpRequest, code: str, village: str) -> tuple[Entry, visits.OwnVisit]:
    entries = Entry.objects.visible_to(request.user).select_related("cycle", "unit__region__parent__parent__parent")
    entry = get_object_or_404(entries, cycle__code=code, unit__region=village)
    visit = visits.own_visit(request.user, entry)
    if visit is None:
        raise Http404
    return entry, visit


def _whole(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Http404
    return int(text)


def _done(request: HttpRequest, cycle: Cycle, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, said)
    return redirect("visits:plan", cycle.code)


def _trail(cycle: Cycle, *further: str) -> list[tuple[str, str]]:
    own_page = reverse("visits:plan", args=[cycle.code]) if further else ""
    return cycle_trail(cycle, (_("Rencana kunjungan"), own_page), *further)
