"""The juror's pages: the desk, an entry's file with the scores, the interview's questions, the field checklist."""

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.appraisal.forms.seats import TEAMS
from guyub.apps.appraisal.models import Cycle, Entry, FieldPhoto, Seat, VisitPlan
from guyub.apps.appraisal.presentation import panel as presentation
from guyub.apps.appraisal.presentation.field_photos import photos_by_item
from guyub.apps.appraisal.services import judging
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.scores import scored_by_jurors
from guyub.apps.assessment.models import VillageState
from guyub.apps.evidence.models import Evidence
from guyub.apps.ui.outbox import read_sent
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.panel_files import load_panel_rules, load_question_bank
from guyub.domain.cycles import SCORED, Stage, StageKind
from guyub.domain.cycles.scoring import MATCH_SHARE
from guyub.errors import DomainError
from guyub.language import sentence

LARGEST_CHECK = 16_000  # bytes; one item with its note
PHONE = UUID("6f1f6f0e-4e7e-5a0c-9d5e-3a2b7c1d9e10")  # names what phones send; any fixed one will do


class ScoreForm(forms.Form):
    """One score and one note a criterion."""

    def __init__(self, *args: Any, stage: Stage, given: dict[str, Any], language: str) -> None:
        super().__init__(*args)
        for criterion in scored_by_jurors(stage):
            known = given.get(criterion.code, {})
            name = criterion.name.in_language(language)
            score = str(known.get("score", ""))
            self.fields[criterion.code] = forms.CharField(
                label=_("{name}: nilai 0–100 (bobot {weight} %)").format(name=name, weight=criterion.weight),
                initial=presentation.decimal_text(score),
                required=False,
                max_length=6,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"{criterion.code}-note"] = forms.CharField(
                label=_("Catatan untuk {name}").format(name=name),
                initial=known.get("note", ""),
                required=False,
                max_length=judging.LONGEST_NOTE,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


@login_required
@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """Cycles in which the person has a seat, or which they run."""
    context = {"cycles": presentation.cycles_of(request.user), "trail": [(_("Meja juri"), "")]}
    return render(request, "appraisal/panel_cycles.html", context)


@login_required
@require_safe
def desk(request: HttpRequest, cycle: str) -> HttpResponse:
    """What waits for this juror."""
    found = panel_cycle(request, cycle)
    definition, language = definition_of(found), page_language()
    lines, page = presentation.desk_page(request.user, found, definition, language, request.GET.get("page"))
    context = {
        "lines": lines,
        "page": page,
        "seat": Seat.objects.filter(cycle=found, user=request.user, active=True).first(),
        "planned": VisitPlan.objects.visible_to(request.user).filter(cycle=found).exists(),
    }
    return panel_page(request, "appraisal/panel_desk.html", found, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """The file of an entry and, in a scored stage, the juror's own scores."""
    found = judged_entry(request, cycle, code)
    definition, language = definition_of(found.cycle), page_language()
    stage = definition.stage(found.stage)
    given = presentation.own_scores(request.user, found, stage.code)
    data = [request.POST] if request.method == "POST" else []
    scored = stage.kind in SCORED and bool(scored_by_jurors(stage)) and found.cycle.state == Cycle.State.OPEN
    form = ScoreForm(*data, stage=stage, given=given, language=language) if scored else None
    if form is not None and data and form.is_valid():
        saved = _scored(request, found, stage, form, given)
        if form.is_valid():
            said = _("Nilai tersimpan. Juri lain belum melihatnya.") if saved else _("Tidak ada nilai yang berubah.")
            messages.success(request, said)
            return redirect("panel:desk", cycle=cycle)
    proofs = Evidence.objects.visible_to(request.user).filter(unit=found.unit).exclude(state="rejected")
    context = {
        "entry": found,
        "stage": stage,
        "stage_name": stage.name.in_language(language),
        "form": form,
        "items": presentation.standings(found, definition, language),
        "proofs": proofs.order_by("kind", "-pk"),
        "class_name": VillageState.objects.filter(unit=found.unit).values_list("class_name", flat=True).first(),
        "questions": presentation.drawn_questions(request.user, found, language),
        "interview": stage.kind is StageKind.INTERVIEW,
        "field": stage.kind is StageKind.FIELD,
        "bank": load_question_bank(),
        "photographed": FieldPhoto.objects.visible_to(request.user).filter(entry=found).exists(),
    }
    return panel_page(request, "appraisal/panel_entry.html", found.cycle, context, (found.unit.name, ""))


@login_required
@require_POST
def draw(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """Draw the interview's questions."""
    found = judged_entry(request, cycle, code)
    try:
        judging.draw_questions(request.user, found)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect(f"{reverse('panel:entry', args=[cycle, code])}#wawancara")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """The checklist on the spot: a script sends each item as it is filled in; where there is none, a form sends all."""
    found = judged_entry(request, cycle, code)
    definition, language = definition_of(found.cycle), page_language()
    stage = definition.stage(found.stage)
    if stage.kind is not StageKind.FIELD:
        return redirect("panel:entry", cycle=cycle, code=code)
    if request.method == "POST":
        return _checked(request, found)
    seat = Seat.objects.get(cycle=found.cycle, user=request.user)
    results = {"match": _("Cocok"), "partly": _("Sebagian"), "absent": _("Tidak ada")}
    checklist = presentation.field_list(found, definition, stage, seat.team, language)
    photos = photos_by_item(request.user, found)
    context = {
        "entry": found,
        "list": checklist,
        "own": [(item, name, photos.get(item.item, [])) for item, name in checklist.own],
        "photographed": bool(photos),
        "team": dict(TEAMS)[seat.team] if seat.team else "",
        "split": stage.teams,
        "split_source": stage.teams.source.in_language(language) if stage.teams else "",
        "results": results.items(),
    }
    above = (found.unit.name, reverse("panel:entry", args=[cycle, code]))
    return panel_page(
        request, "appraisal/panel_field.html", found.cycle, context, above, (_("Verifikasi lapangan"), "")
    )


@require_POST
def save_check(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """One check from the page's script. Sent twice, it is recorded once."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    found = judged_entry(request, cycle, code)
    try:
        sent = read_sent(request, LARGEST_CHECK)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    changes = sent.changes if isinstance(sent.changes, dict) else {}
    item, result, note = (str(changes.get(name) or "") for name in ("item", "result", "note"))
    key = uuid5(PHONE, f"{found.pk}:{request.user.pk}:{sent.device}:{sent.sequence}")
    try:
        if changes:  # a number whose content was refused before is empty, and only counted
            judging.check_item(request.user, found, item, result, note, key=key)
    except DomainError as error:
        over = found.cycle.state != Cycle.State.OPEN or found.state != Entry.State.ACTIVE
        return JsonResponse({"code": error.code}, status=409 if over else 422)
    return JsonResponse({"saved": sent.sequence})


def panel_cycle(request: HttpRequest, code: str) -> Cycle:
    """The cycle, for members of its panel and those who run it; it does not exist for others."""
    found = get_object_or_404(Cycle.objects.select_related("region").exclude(state=Cycle.State.DRAFT), code=code)
    seated = Seat.objects.filter(cycle=found, user=request.user, active=True).exists()
    if not seated and not judging.chairs(request.user, found):
        raise Http404
    return found


def panel_page(
    request: HttpRequest, template: str, cycle: Cycle, context: dict[str, Any], *further: tuple[str, str]
) -> HttpResponse:
    """A page of a cycle's panel."""
    language, definition = page_language(), definition_of(cycle)
    shared = {
        "cycle": cycle,
        "synthetic": cycle.region.synthetic,
        "source": definition.source.in_language(language),
        "grade": definition.grade,
        "panel_rules": load_panel_rules(),
        "chairs": judging.chairs(request.user, cycle),
        "trail": [
            (_("Meja juri"), reverse("panel:cycles")),
            (cycle.title, reverse("panel:desk", args=[cycle.code]) if further else ""),
            *further,
        ],
    }
    return render(request, template, {**shared, **context})


def judged_entry(request: HttpRequest, cycle: str, code: str) -> Entry:
    """An entry that the person may judge; others do not exist."""
    entries = Entry.objects.judged_by(request.user).select_related("cycle__region", "unit__region")
    return get_object_or_404(entries, cycle__code=cycle, unit__region_id=code)


def _scored(request: HttpRequest, found: Entry, stage: Stage, form: ScoreForm, given: dict[str, Any]) -> int:
    """Record what was typed and has changed, and count it; faults stand beside their field."""
    saved = 0
    for criterion in scored_by_jurors(stage):
        typed, note = form.cleaned_data[criterion.code].strip(), form.cleaned_data[f"{criterion.code}-note"].strip()
        if not typed:
            if note:
                form.add_error(criterion.code, _("Catatan tersimpan bersama nilai: isi nilainya juga."))
            continue
        try:
            before = given.get(criterion.code, {})
            if (judging.read_score(typed), note) != (before.get("score"), before.get("note", "")):
                judging.give_score(request.user, found, stage.code, criterion.code, typed, note)
                saved += 1
        except DomainError as error:
            form.add_error(criterion.code, sentence(error, page_language()))
    return saved


def _checked(request: HttpRequest, found: Entry) -> HttpResponse:
    """All items of the checklist sent as a form."""
    try:
        for item in found.items.all():
            result = request.POST.get(f"result-{item.item}", "")
            if result in MATCH_SHARE and result != item.field_result:
                judging.check_item(request.user, found, item.item, result, request.POST.get(f"note-{item.item}", ""))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("panel:field", cycle=found.cycle.code, code=found.unit.region_id)
