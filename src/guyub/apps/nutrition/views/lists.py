"""Who of a village is given supplementary food, who should be, and how rounds ended."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation import candidates as wanted
from guyub.apps.nutrition.presentation.outcomes import ended_by_category
from guyub.apps.nutrition.presentation.standing import standings_of
from guyub.apps.nutrition.presentation.words import category_name, days_told, line_of, outcome_name
from guyub.apps.nutrition.views.pages import pmt_trail
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
from guyub.data.nutrition_files import load_pmt_rules

PAGE_SIZE = 50


@login_required
@require_safe
def running(request: HttpRequest, code: str) -> HttpResponse:
    """Rounds that run, those to refer first, then those that are late or over."""
    village, today = village_or_404(request, code, Right.SEE_GROWTH), timezone.localdate()
    standings = standings_of(_rounds(request, code).filter(ended_on=None), today)
    standings.sort(key=lambda one: (not one.refer, not one.over, not one.weighing_late, one.end, one.round.pk))
    page = Paginator(standings, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line_of(one) for one in page.object_list],
        "to_refer": sum(bool(one.refer) for one in standings),
        "unserved": sum(not one.served_today for one in standings),
        "to_weigh": sum(one.weighing_late or one.weigh_on == today for one in standings),
    }
    return _answer(request, village, "nutrition/running.html", context)


@login_required
@require_safe
def candidates(request: HttpRequest, code: str) -> HttpResponse:
    """Whom it is for and who has none yet."""
    village, today = village_or_404(request, code, Right.SEE_GROWTH), timezone.localdate()
    page = Paginator(wanted.candidates(request.user, code, today), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(one, days_told(one.category)) for one in page.object_list]
    return _answer(request, village, "nutrition/candidates.html", {"page": page, "lines": lines})


@login_required
@require_safe
def ended(request: HttpRequest, code: str) -> HttpResponse:
    """Rounds that are over, and how many of them ended how."""
    village, today = village_or_404(request, code, Right.SEE_GROWTH), timezone.localdate()
    over = _rounds(request, code).exclude(ended_on=None).order_by("-ended_on", "-pk")
    page = Paginator(over, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [
        (one, category_name(one.round.category), outcome_name(one.round.outcome))
        for one in standings_of(page.object_list, today)
    ]
    context = {"page": page, "lines": lines, "outcomes": ended_by_category(over)}
    return _answer(request, village, "nutrition/ended.html", context)


def _rounds(request: HttpRequest, code: str) -> QuerySet[PmtRound]:
    """Rounds of people who live there now."""
    return (
        PmtRound.objects.permitted(request.user, Right.SEE_GROWTH).filter(person__village=code).select_related("person")
    )


def _answer(request: HttpRequest, village: Region, template: str, context: dict[str, Any]) -> HttpResponse:
    shared = {
        "village": village,
        "rules": load_pmt_rules(),
        "may_edit": holds_in(request.user, Right.EDIT_NUTRITION, village.code),
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": pmt_trail(village),
    }
    return render(request, template, shared | context)
