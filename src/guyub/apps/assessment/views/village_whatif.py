"""What if: change facts, see scores and class at once. Nothing is saved; the address carries the changes."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guyub.apps.assessment import services
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.presentation.comparison import Comparison, compare
from guyub.apps.assessment.presentation.figures import Unreadable, read_count
from guyub.apps.assessment.presentation.trail import village_trail
from guyub.apps.assessment.services import Known, findings_of, given_after
from guyub.apps.assessment.views.access import for_signed_in
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue
from guyub.domain.facts import FactDefinition, FactKind
from guyub.domain.instruments import Instrument
from guyub.domain.instruments.margins import find_margins

# The groups that move the output come first, where people look for a way up; any other group of the catalogue follows.
GROUPS = {
    "family-planning": gettext_lazy("Keluarga berencana"),
    "poktan": gettext_lazy("Anggota kelompok kegiatan"),
    "population": gettext_lazy("Penduduk dan sasaran"),
    "pokja": gettext_lazy("Pokja dan regulasi"),
    "resources": gettext_lazy("Dana, sarana, data, mekanisme"),
}
OTHERS = gettext_lazy("Lainnya")


@dataclass(frozen=True)
class Figure:
    """One figure that can be changed on trial."""

    code: str
    name: str
    unit: str
    flag: bool
    now: int | None
    tried: int | None
    text: str
    error: str

    @property
    def changed(self) -> bool:
        """Whether another value is tried."""
        return not self.error and self.tried != self.now


@dataclass(frozen=True)
class Group:
    """Figures that belong together."""

    id: str
    name: str
    figures: tuple[Figure, ...]

    @property
    def open(self) -> bool:
        """Whether the group shows its figures at once."""
        return self.id == "family-planning" or any(figure.changed or figure.error for figure in self.figures)


@require_safe
@for_signed_in
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """The trial page; with htmx only its result."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).with_region().active(), region_id=code)
    instrument = services.default_instrument()
    known = services.known_about(unit, instrument)
    groups = _groups(instrument, known, request.GET)
    figures = [figure for group in groups for figure in group.figures]
    context = {
        "unit": unit,
        "figures": figures,
        "comparison": _compared(instrument, known, figures),
        "errors": [figure for figure in figures if figure.error],
        "changed": [figure for figure in figures if figure.changed],
        "known": known,
    }
    if request.headers.get("HX-Request"):
        return render(request, "assessment/_what_if_result.html", context)
    context |= {
        "groups": groups,
        "given": [instrument.by_code[given].name.in_language(page_language()) for given in known.given],
        "synthetic": unit.region.synthetic,
        "trail": village_trail(unit.region, _("Andai angka berubah")),
    }
    return render(request, "assessment/what_if.html", context)


def _groups(instrument: Instrument, known: Known, typed: QueryDict) -> list[Group]:
    rules = instrument.in_mode()
    used = set(rules.facts_used)
    catalogue = load_fact_catalogue()
    names = {**dict.fromkeys(GROUPS), **dict.fromkeys(fact.group for fact in catalogue.facts if fact.code in used)}
    return [
        Group(
            group,
            str(GROUPS.get(group, OTHERS)),
            tuple(_figure(fact, known, typed) for fact in catalogue.in_group(group) if fact.code in used),
        )
        for group in names
    ]


def _figure(fact: FactDefinition, known: Known, typed: QueryDict) -> Figure:
    language = page_language()
    now = known.facts.get(fact.code)
    text = typed.get(fact.code)
    tried, error = (now, "") if text is None else _read(fact, text)
    shown = ("" if now is None else str(now)) if text is None else text.strip()[:20]
    return Figure(
        code=fact.code,
        name=fact.name.in_language(language),
        unit=wording.unit(fact.unit, language),
        flag=fact.kind is FactKind.FLAG,
        now=now,
        tried=tried,
        text=shown,
        error=error,
    )


def _read(fact: FactDefinition, text: str) -> tuple[int | None, str]:
    """The figure that was typed, or why it cannot be one. Blank: not known."""
    if not text.strip():
        return None, ""
    try:
        return read_count(text.strip(), fact), ""
    except Unreadable as unreadable:
        return None, unreadable.sentence


def _compared(instrument: Instrument, known: Known, figures: list[Figure]) -> Comparison | None:
    if not known.anything:
        return None
    changes = {figure.code: figure.tried for figure in figures if figure.changed}
    known_then = {**known.facts, **changes}
    given_then = given_after([code for code, value in changes.items() if value is not None], known.given, instrument)
    before = find_margins(instrument, known.facts, given=known.given)
    after = find_margins(instrument, known_then, given=given_then)
    return compare(instrument, before, after, findings_of(known_then), page_language())
