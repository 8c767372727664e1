"""Which young people need what; finding one who is to be checked."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.youth.forms import FindForm
from guyub.apps.youth.presentation import lists
from guyub.apps.youth.standing import standings_of_village

PAGE_SIZE = 50


@login_required
@require_safe
def young(request: HttpRequest, code: str, name: str = "dirujuk") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_YOUTH)
    if name not in lists.KINDS:
        raise Http404
    kind, today = lists.KINDS[name], timezone.localdate()
    standings = standings_of_village(request.user, code, today)
    page = Paginator(lists.listed(kind, standings), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "village": village,
        "kind": kind,
        "counts": lists.counts(standings),
        "page": page,
        "lines": [lists.line_of(one) for one in page.object_list],
        "today": today,
        "may_counsel": holds_in(request.user, Right.COUNSEL_YOUTH, code),
        "may_edit": holds_in(request.user, Right.EDIT_YOUTH, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Remaja"), "")),
    }
    return render(request, "youth/young.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Find a young person by their name; what was typed is sent, not put into an address."""
    village = village_or_404(request, code, Right.EDIT_YOUTH)
    form = FindForm(request.POST or None)
    found = lists.young_called(request.user, code, form.cleaned_data["name"]) if form.is_valid() else None
    context = {
        "village": village,
        "form": form,
        "found": found,
        "most": lists.MOST_FOUND,
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Remaja"), reverse("youth:young", args=[code])), (_("Cari remaja"), "")),
    }
    return render(request, "youth/find.html", context, status=422 if form.errors else 200)
