"""Which mothers need what; finding a woman whose pregnancy is to be noted."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.mothers.forms import FindForm
from guyub.apps.mothers.presentation import lists
from guyub.apps.mothers.presentation.panels import line_of
from guyub.apps.mothers.presentation.standing import standings_of_village
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import holds_in, village_or_404

PAGE_SIZE = 50


@login_required
@require_safe
def mothers(request: HttpRequest, code: str, name: str = "hamil") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
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
        "lines": [line_of(one) for one in page.object_list],
        "unnoted": lists.said_pregnant(request.user, code),
        "today": today,
        "may_edit": holds_in(request.user, Right.EDIT_MOTHERS, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Ibu hamil dan menyusui"), "")),
    }
    return render(request, "mothers/mothers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Find a woman by her name; what was typed is sent, not put into an address."""
    village = village_or_404(request, code, Right.EDIT_MOTHERS)
    form = FindForm(request.POST or None)
    found = lists.women_called(request.user, code, form.cleaned_data["name"]) if form.is_valid() else None
    context = {
        "village": village,
        "form": form,
        "found": found,
        "most": lists.MOST_FOUND,
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": village_trail(
            village,
            (_("Ibu hamil dan menyusui"), reverse("mothers:mothers", args=[code])),
            (_("Cari ibu"), ""),
        ),
    }
    return render(request, "mothers/find.html", context, status=422 if form.errors else 200)
