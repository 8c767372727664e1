"""The chair's pages and the verdict: spreads, agreement, the outcome, minutes, feedback, appeals."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.documents.verdict import feedback_pdf, minutes_pdf
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, FieldPhoto, Verdict
from guyub.apps.appraisal.presentation import panel as presentation
from guyub.apps.appraisal.services import judging, lots, verdicts
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.views.panel import panel_cycle, panel_page
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.documents.tables import file_answer
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.cycles import RecordKind
from guyub.errors import DomainError
from guyub.language import sentence


class VerdictForm(forms.Form):
    """What the minutes need besides the scores."""

    number = forms.CharField(label=gettext_lazy("Nomor berita acara"), max_length=80)
    place = forms.CharField(label=gettext_lazy("Tempat rapat"), max_length=120)


@login_required
@require_safe
def deliberation(request: HttpRequest, cycle: str) -> HttpResponse:
    """Who has scored; after the opening the spread of scores, agreement, and what is to be talked over."""
    found = _chaired(request, cycle)
    rows, agreement = presentation.chair_view(found, definition_of(found), page_language())
    photos = FieldPhoto.objects.visible_to(request.user).filter(entry__cycle=found)
    photographed = set(photos.values_list("entry_id", flat=True))
    context = {"rows": rows, "agreement": agreement, "photographed": photographed}
    return panel_page(request, "appraisal/panel_deliberation.html", found, context, (_("Rapat pleno"), ""))


@login_required
@require_POST
def reveal(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """Open the scores of a stage of an entry to the panel."""
    found = _chaired(request, cycle)
    entry = get_object_or_404(Entry.objects.select_related("cycle", "unit"), cycle=found, unit__region_id=code)
    _said(request, lambda: judging.reveal(request.user, entry, request.POST.get("stage", "")))
    return redirect(f"{reverse('panel:deliberation', args=[cycle])}#e-{entry.pk}")


@login_required
@require_POST
def discuss(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """Record that a score apart from the others was talked over."""
    found = _chaired(request, cycle)
    entry = get_object_or_404(Entry.objects.select_related("cycle", "unit"), cycle=found, unit__region_id=code)
    stage, criterion, summary = (request.POST.get(name, "") for name in ("stage", "criterion", "summary"))
    _said(request, lambda: judging.note_discussed(request.user, entry, stage, criterion, summary))
    return redirect(f"{reverse('panel:deliberation', args=[cycle])}#e-{entry.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, cycle: str) -> HttpResponse:
    """What is still missing, the form that decides, and afterwards the outcome."""
    found = panel_cycle(request, cycle)
    runs = scope_of(request.user).may(Right.RUN_CYCLES, found.region_id)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not runs:
            raise Http404
        if form.is_valid() and _said(request, lambda: verdicts.decide(request.user, found, **form.cleaned_data)):
            return redirect("panel:verdict", cycle=cycle)
    decided = Verdict.objects.filter(cycle=found).first()  # maybe only now, by somebody else
    language, definition = page_language(), definition_of(found)
    context: dict[str, Any] = {"form": form, "runs": runs, "verdict": decided}
    if decided:
        context["results"] = presentation.result_rows(found, definition, language)
        context["drawn"] = presentation.lot_lines(found)
        context["appeals_until"] = verdicts.appeals_until(found)
    else:
        now = verdicts.readiness(found)
        context |= {"now": now, "even": presentation.even_groups(found, now.even)}
        context["drawn"] = presentation.drawn_lines(found, now.drawn)
    return panel_page(request, "appraisal/panel_verdict.html", found, context, (_("Keputusan"), ""))


@login_required
@require_POST
def draw_lots(request: HttpRequest, cycle: str) -> HttpResponse:
    """Draw lots between entries that nothing else parts."""
    found = panel_cycle(request, cycle)
    if not scope_of(request.user).may(Right.RUN_CYCLES, found.region_id):
        raise Http404
    _said(request, lambda: lots.draw_lots(request.user, found, request.POST.get("angka", "")))
    return redirect("panel:verdict", cycle=cycle)


@login_required
@require_safe
def minutes(request: HttpRequest, cycle: str) -> HttpResponse:
    """The minutes as a PDF, once the cycle is decided."""
    found = panel_cycle(request, cycle)
    if not Verdict.objects.filter(cycle=found).exists():
        raise Http404
    return file_answer(minutes_pdf(found, page_language()), f"berita-acara-{found.code}.pdf")


@login_required
@require_safe
def feedback(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """What would have raised the village's score most; the village's appeal and its answer."""
    entry = _decided(request, cycle, code)
    language, definition = page_language(), definition_of(entry.cycle)
    scope = scope_of(request.user)
    said = EntryRecord.objects.filter(entry=entry, kind__in=(RecordKind.APPEAL, RecordKind.APPEAL_ANSWER))
    by_kind = {row.kind: row for row in said}
    context = {
        "entry": entry,
        "cycle": entry.cycle,
        "feedback": presentation.feedback(entry, definition, language),
        "grade": definition.grade,
        "source": definition.source.in_language(language),
        "appeal": by_kind.get(RecordKind.APPEAL),
        "answer": by_kind.get(RecordKind.APPEAL_ANSWER),
        "until": verdicts.appeals_until(entry.cycle),
        "may_appeal": scope.may(Right.CLAIM, entry.unit.region_id),
        "may_answer": scope.may(Right.RUN_CYCLES, entry.cycle.region_id),
        "synthetic": entry.unit.region.synthetic,
        "trail": village_trail(entry.unit.region, _("Umpan balik penilaian")),
    }
    return render(request, "appraisal/panel_feedback.html", context)


@login_required
@require_safe
def feedback_file(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """The feedback as a PDF."""
    entry = _decided(request, cycle, code)
    return file_answer(feedback_pdf(entry, page_language()), f"umpan-balik-{code}-{entry.cycle.code}.pdf")


@login_required
@require_POST
def appeal(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """The village's appeal, or the answer of those who run the cycle."""
    entry = _decided(request, cycle, code)
    text, scope = request.POST.get("text", ""), scope_of(request.user)
    if request.POST.get("answer") and scope.may(Right.RUN_CYCLES, entry.cycle.region_id):
        upheld = request.POST.get("upheld") == "1"
        _said(request, lambda: verdicts.answer_appeal(request.user, entry, text, upheld=upheld))
    elif scope.may(Right.CLAIM, entry.unit.region_id):
        _said(request, lambda: verdicts.appeal(request.user, entry, text))
    else:
        raise Http404
    return redirect("panel:feedback", cycle=cycle, code=code)


def _chaired(request: HttpRequest, code: str) -> Cycle:
    found = panel_cycle(request, code)
    if not judging.chairs(request.user, found):
        raise Http404
    return found


def _decided(request: HttpRequest, cycle: str, code: str) -> Entry:
    """An entry of a decided cycle, for its village, its city, the panel, and who runs the cycle."""
    entries = Entry.objects.visible_to(request.user).filter(cycle__verdict__isnull=False, state=Entry.State.DECIDED)
    entries = entries.select_related("cycle__verdict", "cycle__region", "unit__region__parent__parent__parent")
    return get_object_or_404(entries, cycle__code=cycle, unit__region_id=code)


def _said(request: HttpRequest, act: Any) -> bool:
    """Do it; say in a sentence why not."""
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return False
    return True
