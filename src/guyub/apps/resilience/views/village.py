"""What follows from the families of a village: the overview, one indicator in its RWs, the recap as a file."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.services import record_waiting
from guyub.apps.documents.tables import TABLES, table_answer
from guyub.apps.resilience.models import IndicatorPoint
from guyub.apps.resilience.presentation import overview, words
from guyub.apps.resilience.presentation.areas import areas_of, gate_of
from guyub.apps.resilience.presentation.indicator import indicator_view
from guyub.apps.resilience.presentation.recap import recap_notes, recap_table
from guyub.apps.resilience.presentation.registry import registry_view
from guyub.apps.resilience.presentation.trend import changes_of
from guyub.apps.resilience.services.points import shares
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.views.pages import village_with_figures
from guyub.apps.territory.access import holds_in
from guyub.apps.territory.models import Region, Unit
from guyub.apps.ui.templatetags.ui import page_language

COSTLY = 5  # variables shown before the rest is opened


@login_required
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """iBangga, what costs most points, stunting risk, family planning and indicators of a village."""
    region = village_with_figures(request, code)
    record_waiting(code)
    areas, language = areas_of(region), page_language()
    unit = Unit.objects.active().filter(region=region).first()
    today = timezone.localdate()
    context: dict[str, Any] = {"registry": registry_view(unit, today, language) if unit else None}
    if areas.whole:
        gate = gate_of(request.user, areas)
        now = {name: (of, per) for name, of, per in shares(areas.whole)}
        changes = changes_of(code, now, areas.as_of or today, gate.inside)
        variables = overview.variable_lines(areas, gate, language)
        ours, literal = overview.krs_rules(areas, gate)
        planning, web = overview.planning_lines(areas, gate, language, changes)
        context |= {
            "whole": overview.bar(gate, code, region.name, areas.whole, language),
            "bars": overview.bars_of(areas, gate, language),
            "dimensions": overview.dimension_lines(areas, gate, language),
            "categories": overview.category_names(language),
            "costly": variables[:COSTLY],
            "variables": variables[COSTLY:],
            "krs": ours,
            "krs_any": literal,
            "recap": recap_table(areas, gate, language),
            "planning": planning,
            "web_planning": web,
            "topics": overview.indicator_lines(areas, gate, language, changes),
            "inside": gate.inside,
            "withheld": gate.withheld,
            "rules": rules(),
            "as_of": areas.as_of,
        }
    may = {
        "may_see_health": holds_in(request.user, Right.SEE_HEALTH, code),
        "may_see_people": holds_in(request.user, Right.SEE_PEOPLE, code),
    }
    return _page(request, "resilience/village.html", region, {**context, **may})


@login_required
@require_safe
def indicator(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One indicator: its RWs, its trend, where it comes from and who can act."""
    region = village_with_figures(request, code)
    areas = areas_of(region)
    gate = gate_of(request.user, areas)
    points = list(IndicatorPoint.objects.filter(village=region, rw="", code=name).order_by("as_of"))
    view = indicator_view(areas, gate, name, points, page_language())
    if view is None:
        raise Http404
    context = {"indicator": view, "inside": gate.inside, "withheld": gate.withheld, "as_of": areas.as_of}
    return _page(request, "resilience/indicator.html", region, context, (view.name, ""))


@login_required
@require_safe
def recap_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The KRS recap per RW in the official column order."""
    region = village_with_figures(request, code)
    if fmt not in TABLES:
        raise Http404
    areas = areas_of(region)
    gate, language = gate_of(request.user, areas), page_language()
    table = recap_table(areas, gate, language)
    notes = recap_notes(areas, gate, language)
    return table_answer(fmt, f"rekap-krs-{code}", _("Rekap KRS"), table.rows_for_file(), notes)


def _page(
    request: HttpRequest, template: str, region: Region, context: dict[str, Any], *further: tuple[str, str]
) -> HttpResponse:
    own = reverse("resilience:village", args=[region.code]) if further else ""
    trail = [
        (region.name, reverse("assessment:village", args=[region.code])),
        (_("Ketahanan keluarga"), own),
        *further,
    ]
    context = {**context, "village": region, "synthetic": region.synthetic, "trail": trail, "words": words}
    return render(request, template, context)
