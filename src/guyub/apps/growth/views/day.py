"""A posyandu day on a phone: all its children in one page, what the page sends, and its end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.growth.presentation.day_page import day_came, day_lines, day_states, summary_of
from guyub.apps.growth.presentation.results import result_of
from guyub.apps.growth.services import (
    DayClosed,
    NotExpected,
    SendingsMissing,
    UnusableMeasurement,
    close_day,
    expected,
    reopen_day,
    take_in,
)
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import holds_in
from guyub.apps.ui.outbox import read_sent
from guyub.apps.ui.templatetags.ui import page_language, short_day
from guyub.data.growth_files import load_growth_advice, load_indonesian_growth, load_measuring_limits
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence
from guyub.language.words import catalogue

LARGEST_SENDING = 2_000  # bytes; one child has about 250
STATUS_OF: dict[type[DomainError], int] = {
    UnusableMeasurement: 422,
    NotExpected: 422,
    NotAllowed: 422,  # of this child: who may run the day has come so far
    SendingsMissing: 428,
    DayClosed: 409,
}


@login_required
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """The children of a day: who is expected, what is done, and what follows."""
    held = _held(request, pk, Right.SEE_GROWTH)
    lines = day_lines(held, request.user)
    runs = held.posyandu.touches(scope_of(request.user).codes(Right.EDIT_GROWTH))
    village = held.posyandu.village
    context = {
        "held": held,
        "posyandu": held.posyandu,
        "village": village,
        "synthetic": village.synthetic,
        "lines": lines,
        "done": sum(line.result is not None for line in lines),
        "summary": summary_of(day_came(held, request.user), len(lines)),
        "runs": runs,
        "may_enter_families": holds_in(request.user, Right.EDIT_PEOPLE, village.code),
        "may_measure": runs and held.closed_at is None,
        "rules": load_indonesian_growth(),
        "advice": load_growth_advice(),
        "limits": load_measuring_limits(),
        "trail": village_trail(
            village,
            ("Posyandu", reverse("growth:posyandu", args=[village.code])),
            (f"{held.posyandu.name}, {short_day(held.day)}", ""),
        ),
    }
    return render(request, "growth/day.html", context)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One numbered measurement from the page's script, and what follows from it."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    held = _held_to_measure(request, pk)
    try:
        sent = read_sent(request, LARGEST_SENDING)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    try:
        arrived = take_in(request.user, held, sent.changes, sent.sequence, sent.device)
    except tuple(STATUS_OF) as error:
        told = {"code": error.code, "child": _child_of(sent.changes), "why": _why(error)}
        return JsonResponse(told, status=STATUS_OF[type(error)])
    child = arrived.measurement.child.code if arrived.measurement else ""
    return JsonResponse({"saved": sent.sequence, "child": child, **_what_follows(request, held, child)})


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the day."""
    held = _held(request, pk, Right.EDIT_GROWTH)
    close_day(request.user, held)
    messages.success(request, _("Hari posyandu ditutup. Hasilnya tetap di sini."))
    return redirect("growth:day", pk=pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the day again."""
    held = _held(request, pk, Right.EDIT_GROWTH)
    reopen_day(request.user, held)
    messages.success(request, _("Hari posyandu dibuka lagi."))
    return redirect("growth:day", pk=pk)


def _held(request: HttpRequest, pk: int, right: Right) -> PosyanduDay:
    reachable = PosyanduDay.objects.permitted(request.user, right).select_related("posyandu__village")
    return get_object_or_404(reachable, pk=pk)


def _held_to_measure(request: HttpRequest, pk: int) -> PosyanduDay:
    """As `_held` with the right to measure, for a quarter of the time: each child's figures come by themselves."""
    held = get_object_or_404(PosyanduDay.objects.select_related("posyandu"), pk=pk)
    if not held.posyandu.touches(scope_of(request.user).codes(Right.EDIT_GROWTH)):
        raise Http404
    return held


def _what_follows(request: HttpRequest, held: PosyanduDay, child: str) -> dict[str, Any]:
    """The result of a child, and the summary of the day, as the page shows them; nothing for an empty sending."""
    state = day_states(held, request.user).filter(child__code=child).first() if child else None
    if state is None:
        return {}
    result, came = result_of(state), day_came(held, request.user)
    summary = summary_of(came, expected(held).permitted(request.user, Right.SEE_GROWTH).count())
    return {
        "result": {
            "gain": state.gain,
            "refer": state.refer,
            "mark": render_to_string("growth/_mark.html", {"result": result}),
            "told": render_to_string("growth/_result.html", {"result": result, "child": child}),
        },
        "measured": [one.code for one in came],
        "summary": render_to_string("growth/_summary.html", {"summary": summary}),
    }


def _child_of(changes: Any) -> str:
    return str(changes.get("child", ""))[:11] if isinstance(changes, dict) else ""


def _why(error: DomainError) -> str:
    """The reason alone: the page shows it beside the child."""
    language = page_language()
    reason = catalogue(language).get(f"reason.{error.data.get('reason')}")
    return reason[0].upper() + reason[1:] if reason else sentence(error, language)
