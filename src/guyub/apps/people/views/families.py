"""The families of a village: the list, the search, and the choice of a village."""

from collections import defaultdict
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.access import village_trail
from guyub.apps.people.presentation import search as searching
from guyub.apps.people.presentation.families import (
    UNKNOWN,
    Wanted,
    count_as_of,
    page_of,
    parts_of,
    search_by_name,
)
from guyub.apps.territory.access import holds_in, village_or_404, villages_with
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.domain.families.names import name_key

MOST_VILLAGES = 1000  # on the page that lets one choose
SEARCH = "people_search"  # in the session: what was typed stays out of addresses, and the way back still works
LONGEST = 80


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The villages whose families this person sees; who has one only is led there."""
    if not scope_of(request.user).has(Right.SEE_PEOPLE):
        raise Http404
    villages = Region.objects.filter(villages_with(request.user, Right.SEE_PEOPLE), level=Level.VILLAGE)
    found = list(villages.select_related("parent__parent").order_by("code")[: MOST_VILLAGES + 1])
    if len(found) == 1:
        return redirect("people:families", code=found[0].code)
    districts: dict[Region, list[Region]] = defaultdict(list)
    for village in found[:MOST_VILLAGES]:
        districts[village.parent].append(village)
    context = {"districts": dict(districts), "more": len(found) > MOST_VILLAGES}
    return render(request, "people/choose.html", {**context, "synthetic": any(village.synthetic for village in found)})


@login_required
@require_safe
def families(request: HttpRequest, code: str) -> HttpResponse:
    """Families by RW, RT and head; or what the last search found."""
    village = village_or_404(request, code, Right.SEE_PEOPLE)
    text = searching.recalled(request.session.get(SEARCH), code) if request.GET.get("cari") else ""
    if text:
        found = search_by_name(request.user, code, name_key(text) or text.lower())
        return _page(request, village, {"found": found, "lines": found.lines, "text": text})
    wanted = Wanted.read(request.GET)
    page = page_of(request.user, code, wanted)
    context: dict[str, Any] = {"wanted": wanted, "page": page, "lines": page.lines}
    if wanted.per is not None:
        return _page(request, village, {**context, "total": count_as_of(request.user, code, wanted.per)})
    parts = parts_of(request.user, code, wanted.ended)
    rts = parts.rts("" if wanted.rw == UNKNOWN else wanted.rw) if wanted.rw else []
    return _page(request, village, {**context, "parts": parts, "rts": rts, "total": parts.total(wanted)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, code: str) -> HttpResponse:
    """Look for a name, a code, or exactly one NIK or KK number; sent with POST, so that no address carries it."""
    village = village_or_404(request, code, Right.SEE_PEOPLE)
    text = request.POST.get("cari", "").strip()[:LONGEST]
    if not text:
        request.session.pop(SEARCH, None)
        return redirect("people:families", code=code)
    kind = searching.kind_of(text)
    if kind == searching.NAME:
        request.session[SEARCH] = searching.remembered(code, text)
        return redirect(reverse("people:families", args=[code]) + "?cari=ya")
    if kind == searching.BROKEN:
        messages.warning(request, _("NIK dan nomor KK terdiri dari 16 angka. Ketik seluruh angkanya, tanpa yang lain."))
        return redirect("people:families", code=code)
    if kind == searching.NUMBER:
        if not (holds_in(request.user, Right.EDIT_PEOPLE, code) or holds_in(request.user, Right.REVEAL_IDENTITY, code)):
            messages.warning(
                request, _("Akun Anda dapat mencari dengan nama atau kode, tidak dengan NIK atau nomor KK.")
            )
            return redirect("people:families", code=code)
        if not ratelimit.consume(request, action="find_number", user=request.user):
            messages.warning(request, _("Terlalu banyak pencarian nomor. Tunggu satu jam, atau cari dengan nama."))
            return redirect("people:families", code=code)
    address = searching.address_of(request.user, village, kind, text)
    if address:
        return redirect(address)
    messages.warning(request, _("Tidak ditemukan. Periksa lagi yang diketik, atau cari dengan nama."))
    return redirect("people:families", code=code)


def _page(request: HttpRequest, village: Region, context: dict[str, Any]) -> HttpResponse:
    more = {
        "village": village,
        "synthetic": village.synthetic,
        "today": timezone.localdate(),
        "may_edit": holds_in(request.user, Right.EDIT_PEOPLE, village.code),
        "trail": village_trail(village, (_("Keluarga"), "")),
    }
    return render(request, "people/families.html", {**context, **more})
