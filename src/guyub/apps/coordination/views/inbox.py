"""The inbox of an office: what it is asked for and what it promised, by day, each answered with one click."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.coordination.models import OPEN_STATES, Commitment, CommitmentState
from guyub.apps.coordination.presentation import commitments as words
from guyub.apps.coordination.services import counts

PER_PAGE = 25


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Requests first, then what runs, the nearest day first. A fixed number of queries."""
    if not scope_of(request.user).has(Right.ANSWER):
        raise Http404
    today = timezone.localdate()
    mine = Commitment.objects.answerable_by(request.user)
    shown = mine.filter(state__in=(*OPEN_STATES, CommitmentState.DELIVERED))
    found = shown.select_related("office", "region").prefetch_related("villages").order_by("due", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = words.lines(page.object_list, today)
    context = {
        "asked": [line for line in lines if line.commitment.state == CommitmentState.PROPOSED],
        "running": [line for line in lines if line.commitment.state != CommitmentState.PROPOSED],
        "page": page,
        "standing": counts.standing(mine, today),
        "synthetic": any(line.commitment.region.synthetic for line in lines),
        "trail": [(_("Kotak OPD"), "")],
    }
    return render(request, "coordination/inbox.html", context)
