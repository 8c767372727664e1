"""Which children are to be brought back to school; finding one; the list as a file."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import file_answer
from guyub.apps.people.access import village_trail
from guyub.apps.schooling.forms import FileForm, FindForm
from guyub.apps.schooling.presentation import lists
from guyub.apps.schooling.services import export_children, may_export
from guyub.apps.schooling.standing import retained, standings_of_village
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.domain.schooling.cases import Situation

PAGE_SIZE = 50


@login_required
@require_safe
def children(request: HttpRequest, code: str, name: str = "belum-ditangani") -> HttpResponse:
    """The lists of a village with their counts, and one of them."""
    village = village_or_404(request, code, Right.SEE_SCHOOLING)
    if name not in lists.KINDS:
        raise Http404
    kind, today = lists.KINDS[name], timezone.localdate()
    standings = standings_of_village(request.user, code, today)
    page = Paginator(lists.listed(kind, standings), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "village": village,
        "kind": kind,
        "counts": lists.counts(standings),
        "late": sum(one.situation is Situation.LATE for one in standings),
        "page": page,
        "lines": [lists.line_of(one) for one in page.object_list],
        "retained": retained(request.user, code),
        "today": today,
        "may_edit": holds_in(request.user, Right.EDIT_SCHOOLING, code),
        "may_export": may_export(request.user, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Anak tidak bersekolah"), "")),
    }
    return render(request, "schooling/children.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Find a child by their name; what was typed is sent, not put into an address."""
    village = village_or_404(request, code, Right.EDIT_SCHOOLING)
    form = FindForm(request.POST or None)
    found = lists.children_called(request.user, code, form.cleaned_data["name"]) if form.is_valid() else None
    back = (_("Anak tidak bersekolah"), reverse("schooling:children", args=[code]))
    context = {
        "village": village,
        "form": form,
        "found": found,
        "most": lists.MOST_FOUND,
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": village_trail(village, back, (_("Cari anak"), "")),
    }
    return render(request, "schooling/find.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The children with names as a workbook, for a stated purpose."""
    village = village_or_404(request, code, Right.SEE_SCHOOLING)
    if not may_export(request.user, code):
        raise Http404
    form = FileForm(request.POST or None)
    if form.is_valid():
        content = export_children(request.user, village, form.cleaned_data["purpose"])
        return file_answer(content, f"anak-tidak-sekolah-{code}-{timezone.localdate():%Y-%m-%d}.xlsx")
    back = (_("Anak tidak bersekolah"), reverse("schooling:children", args=[code]))
    context = {
        "village": village,
        "form": form,
        "synthetic": village.synthetic,
        "trail": village_trail(village, back, (_("Unduh"), "")),
    }
    return render(request, "schooling/file.html", context, status=422 if form.errors else 200)
