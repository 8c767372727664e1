"""Who recorded what, when, from which figure to which: one recording, all of them, or one figure over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.permissions import EDIT_FACTS
from guyub.apps.assessment import services
from guyub.apps.assessment.models import FactRecord, Recording, Source
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.views.access import for_signed_in
from guyub.apps.intake.models import ProfileDraft
from guyub.apps.intake.views.profile import ChangeLine, change_lines, saved_comparison
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue

PAGE_SIZE = 20


@dataclass(frozen=True)
class HistoryLine:
    """One record of a figure, with what was known before it."""

    record: FactRecord
    source: str
    by: str
    before: str
    after: str


@require_safe
@for_signed_in
def recordings(request: HttpRequest, code: str) -> HttpResponse:
    """Every recording of a village, newest first."""
    unit = _visible(request, code)
    found = Recording.objects.filter(unit=unit).select_related("recorded_by").annotate(figures=Count("facts"))
    page = Paginator(found.order_by("-recorded_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "recordings": [(recording, source_words(recording), _by(recording)) for recording in page.object_list],
        "may_edit": request.user.has_perm(EDIT_FACTS, unit),
    }
    return _page(request, "intake/recordings.html", unit, context, _("Semua catatan"))


@require_safe
@for_signed_in
def recording(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One recording: each figure from → to; after a saving also the scores and the class around it."""
    unit = _visible(request, code)
    found = get_object_or_404(Recording.objects.select_related("recorded_by"), unit=unit, pk=pk)
    language = page_language()
    draft = ProfileDraft.objects.filter(recording=found).select_related("unit").first()
    changes, scores = _changes(found, language)
    context = {
        "recording": found,
        "source": source_words(found),
        "by": _by(found),
        "changes": changes,
        "scores": scores,
        "comparison": saved_comparison(draft, language) if draft else None,
        "had_data": bool(draft and (draft.before["facts"] or draft.before["given"])),
        "own": draft is not None and draft.person_id == request.user.pk,
    }
    return _page(request, "intake/recording.html", unit, context, _("Catatan"))


@require_safe
@for_signed_in
def fact(request: HttpRequest, code: str, fact: str) -> HttpResponse:
    """One figure over time."""
    unit = _visible(request, code)
    definition = load_fact_catalogue().by_code.get(fact)
    instrument = services.default_instrument()
    if definition is None and fact not in instrument.by_code:
        raise Http404
    language = page_language()
    name = definition.name if definition else instrument.by_code[fact].name
    records = list(services.fact_history(unit, fact))
    befores = [*records[1:], None]
    lines = [
        HistoryLine(
            record,
            source_words(record.recording),
            _by(record.recording),
            _words(fact, before.value if before else None, language),
            _words(fact, record.value, language),
        )
        for record, before in zip(records, befores, strict=True)
    ]
    context = {"name": name.in_language(language), "lines": lines, "definition": definition}
    return _page(request, "intake/fact_history.html", unit, context, name.in_language(language))


def source_words(found: Recording) -> str:
    """Where the figures come from."""
    return str(wording.SOURCES[Source(found.source)])


def _by(found: Recording) -> str:
    return found.recorded_by.get_username() if found.recorded_by else _("sistem")


def _visible(request: HttpRequest, code: str) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user).with_region().active(), region_id=code)


def _words(code: str, value: int | None, language: str) -> str:
    if value is None:
        return _("belum diketahui")
    definition = load_fact_catalogue().by_code.get(code)
    return wording.fact_value(definition, value, language) if definition else str(value)


def _changes(found: Recording, language: str) -> tuple[list[ChangeLine], list[ChangeLine]]:
    """Facts and given scores of a recording, each with the value that held before it. Two queries."""
    records = list(found.facts.order_by("pk"))
    before = _values_before(found, {record.code for record in records})
    facts = {record.code: record.value for record in records if record.kind == FactRecord.Kind.FACT}
    items = {record.code: record.items for record in records if record.items}
    scores = [
        ChangeLine(
            record.code,
            services.default_instrument().by_code[record.code].name.in_language(language),
            _words(record.code, before.get(record.code), language),
            _words(record.code, record.value, language),
        )
        for record in records
        if record.kind == FactRecord.Kind.SCORE
    ]
    return change_lines(before, facts, language, items), scores


def _values_before(found: Recording, codes: Iterable[str]) -> Mapping[str, int | None]:
    own = (found.as_of, found.recorded_at, found.pk)
    earlier = FactRecord.objects.filter(unit=found.unit_id, code__in=list(codes)).exclude(recording=found)
    order = ("recording__as_of", "recording__recorded_at", "recording_id", "pk")
    return {
        record.code: record.value
        for record in earlier.select_related("recording").order_by(*order)
        if (record.recording.as_of, record.recording.recorded_at, record.recording_id) < own
    }


def _page(request: HttpRequest, template: str, unit: Unit, context: dict[str, object], title: str) -> HttpResponse:
    above = (
        []
        if template.endswith("recordings.html")
        else [(_("Semua catatan"), reverse("assessment:recordings", args=[unit.code]))]
    )
    trail = [(unit.name, reverse("assessment:village", args=[unit.code])), *above, (title, "")]
    return render(request, template, {**context, "unit": unit, "synthetic": unit.region.synthetic, "trail": trail})
