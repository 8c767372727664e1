"""A session of the life cycle on a phone: everybody in one page, one queue, what the page sends, and its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.growth.services import DayClosed, close_day, reopen_day
from guyub.apps.lifecycle.forms import FindForm
from guyub.apps.lifecycle.presentation.session import found_by_name, queue_now, session_of, steps_told
from guyub.apps.lifecycle.services import NotServedHere, take_in
from guyub.apps.people.access import village_trail
from guyub.apps.ui.outbox import SendingsMissing, read_sent
from guyub.apps.ui.templatetags.ui import page_language, short_day
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

LARGEST_SENDING = 1_000  # bytes; one tick has about 120
STATUS_OF: dict[type[DomainError], int] = {
    NotServedHere: 422,
    NotAllowed: 422,  # of this person: who may run the day has come so far
    SendingsMissing: 428,
    DayClosed: 409,
}


@login_required
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is expected, the queue, who was served, and who did not come."""
    held = _held(request, pk, Right.SEE_GROWTH)
    return render(request, "lifecycle/session.html", _context(request, held))


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One numbered tick from the page's script, and the queue then."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    held = get_object_or_404(PosyanduDay.objects.select_related("posyandu"), pk=pk)
    if not held.posyandu.touches(scope_of(request.user).codes(Right.EDIT_GROWTH)):
        raise Http404
    try:
        sent = read_sent(request, LARGEST_SENDING)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    try:
        take_in(request.user, held, sent.changes, sent.sequence, sent.device)
    except tuple(STATUS_OF) as error:
        told = {"code": error.code, "why": sentence(error, page_language())}
        return JsonResponse(told, status=STATUS_OF[type(error)])
    return JsonResponse({"saved": sent.sequence, "queue": queue_now(held, request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the post by their name, expected today or not; what was typed is sent, not put into an address."""
    held = _held(request, pk, Right.EDIT_GROWTH)
    form, found = FindForm(request.POST or None), None
    context = _context(request, held)
    if form.is_valid():
        found = found_by_name(context["session"], form.cleaned_data["name"])
    context |= {"form": form, "found": found}
    return render(request, "lifecycle/find.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the session, which is the day of the posyandu."""
    close_day(request.user, _held(request, pk, Right.EDIT_GROWTH))
    messages.success(request, _("Hari posyandu ditutup. Lihat siapa yang perlu dikunjungi di bawah."))
    return redirect("lifecycle:session", pk=pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the session again."""
    reopen_day(request.user, _held(request, pk, Right.EDIT_GROWTH))
    messages.success(request, _("Hari posyandu dibuka lagi."))
    return redirect("lifecycle:session", pk=pk)


def _context(request: HttpRequest, held: PosyanduDay) -> dict:
    village, rules = held.posyandu.village, load_lifecycle_rules()
    found, language = session_of(held, request.user), page_language()
    runs = held.posyandu.touches(scope_of(request.user).codes(Right.EDIT_GROWTH))
    trail = village_trail(
        village,
        (_("Posyandu ILP"), reverse("lifecycle:posts", args=[village.code])),
        (f"{held.posyandu.name}, {short_day(held.day)}", ""),
    )
    return {
        "held": held,
        "posyandu": held.posyandu,
        "village": village,
        "session": found,
        "rules": rules,
        "stages": [(stage.code, stage.name.in_language(language)) for stage in rules.stages],
        "answers": [(one.code, one.name.in_language(language)) for one in rules.tuberculosis.choices],
        "steps": steps_told(),
        "absent": found.absent(),
        "runs": runs,
        "may_tick": runs and held.closed_at is None,
        "synthetic": village.synthetic,
        "trail": trail,
    }


def _held(request: HttpRequest, pk: int, right: Right) -> PosyanduDay:
    reachable = PosyanduDay.objects.permitted(request.user, right).select_related("posyandu__village")
    return get_object_or_404(reachable, pk=pk)
