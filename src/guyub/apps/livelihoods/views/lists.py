"""Businesses of a village with totals per group; an owner found by name; the list as a file."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import file_answer
from guyub.apps.livelihoods.forms import FileForm, FindForm
from guyub.apps.livelihoods.presentation import lists
from guyub.apps.livelihoods.services import export_businesses, may_export
from guyub.apps.livelihoods.standing import standings_of_village
from guyub.apps.livelihoods.views.pages import businesses_trail
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import holds_in, village_or_404

PAGE_SIZE = 50


@login_required
@require_safe
def businesses(request: HttpRequest, code: str, name: str = "semua") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_BUSINESSES)
    if name not in lists.KINDS:
        raise Http404
    kind, standings = lists.KINDS[name], standings_of_village(request.user, code, timezone.localdate())
    page = Paginator([one for one in standings if kind.belongs(one)], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "village": village,
        "kind": kind,
        "counts": lists.counts(standings),
        "page": page,
        "lines": [lists.line_of(one) for one in page.object_list],
        "totals": lists.totals(standings),
        "may_edit": holds_in(request.user, Right.EDIT_BUSINESSES, code),
        "may_export": may_export(request.user, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Usaha keluarga"), "")),
    }
    return render(request, "livelihoods/businesses.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Find the owner of a new business; what was typed is sent, not put into an address."""
    village = village_or_404(request, code, Right.EDIT_BUSINESSES)
    form = FindForm(request.POST or None)
    found = lists.people_called(request.user, code, form.cleaned_data["name"]) if form.is_valid() else None
    context = {
        "village": village,
        "form": form,
        "found": found,
        "most": lists.MOST_FOUND,
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": businesses_trail(village, (_("Cari pemilik"), "")),
    }
    return render(request, "livelihoods/find.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The businesses with their owners as a workbook, for a stated purpose."""
    village = village_or_404(request, code, Right.SEE_BUSINESSES)
    if not may_export(request.user, code):
        raise Http404
    form = FileForm(request.POST or None)
    if form.is_valid():
        content = export_businesses(request.user, village, form.cleaned_data["purpose"])
        return file_answer(content, f"usaha-{code}-{timezone.localdate():%Y-%m-%d}.xlsx")
    context = {
        "village": village,
        "form": form,
        "synthetic": village.synthetic,
        "trail": businesses_trail(village, (_("Unduh"), "")),
    }
    return render(request, "livelihoods/file.html", context, status=422 if form.errors else 200)
