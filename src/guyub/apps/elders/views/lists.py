"""Which elders need what."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.documents.tables import table_answer
from guyub.apps.elders.presentation import lists
from guyub.apps.elders.standing import standings_of_village
from guyub.apps.growth.forms_eppgbm import PurposeForm
from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
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
        "may_export": holds_in(request.user, Right.EXPORT_PEOPLE, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Lansia"), "")),
    }
    return render(request, "elders/elders.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One list as a file, once a purpose is stated; the trail keeps who, why and how many."""
    village = village_or_404(request, code, Right.EXPORT_PEOPLE)
    if name not in lists.KINDS or not holds_in(request.user, Right.SEE_ELDERS, code):
        raise Http404
    kind, form = lists.KINDS[name], PurposeForm(request.POST or None)
    if form.is_valid():
        return _file(request, village, kind, form.cleaned_data["purpose"], form.cleaned_data["format"])
    above = (_("Lansia"), reverse("elders:elders_of", args=[code, name]))
    context = {
        "village": village,
        "kind": kind,
        "form": form,
        "synthetic": village.synthetic,
        "trail": village_trail(village, above, (_("Unduh daftar"), "")),
    }
    return render(request, "elders/export.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, village: Region, kind: lists.Kind, purpose: str, fmt: str) -> HttpResponse:
    today, code = timezone.localdate(), village.code
    handed_out = set(
        Person.objects.permitted(request.user, Right.EXPORT_PEOPLE).filter(village_id=code).values_list("pk", flat=True)
    )
    standings = [one for one in standings_of_village(request.user, code, today) if one.person.pk in handed_out]
    found = lists.lines(kind, standings, code, today)
    trail.note(request.user, "elders-exported", chain=code, purpose=purpose, elders=len(found), filter=kind.name)
    notes = [(_("Kelurahan"), village.name), (_("Per"), today.isoformat()), (_("Aturan"), str(kind.known.grade))]
    return table_answer(fmt, f"lansia-{kind.name}-{code}", str(kind.title), lists.file_rows(found, today), notes)
