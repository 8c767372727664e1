"""Which elders need what."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.elders.presentation import lists
from guyub.apps.elders.standing import standings_of_village
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import village_or_404
from guyub.data.elder_files import load_elder_follow_ups

PAGE_SIZE = 50


@login_required
@require_safe
def elders(request: HttpRequest, code: str, name: str = "") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_ELDERS)
    if name and name not in lists.KINDS:
        raise Http404
    today = timezone.localdate()
    kind = lists.KINDS[name] if name else next(iter(lists.KINDS.values()))
    standings = standings_of_village(request.user, code, today)
    page = Paginator(lists.lines(kind, standings, code, today), PAGE_SIZE).get_page(request.GET.get("page"))
    rule = load_elder_follow_ups()
    context = {
        "village": village,
        "kind": kind,
        "counts": lists.counts(standings),
        "page": page,
        "follow_ups": rule if kind.name in rule.days else None,
        "today": today,
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Lansia"), "")),
    }
    return render(request, "elders/elders.html", context)
