"""Entries that may be one human being: a person decides, and can take the decision back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people import services
from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Duplicate
from guyub.apps.people.presentation import duplicates as showing
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

RIGHT = Right.DECIDE_DUPLICATES


@login_required
@require_safe
def duplicates(request: HttpRequest, code: str) -> HttpResponse:
    """Pairs that wait for a decision, side by side, and what was merged lately."""
    village = village_or_404(request, code, RIGHT)
    pairs, more = showing.open_pairs(request.user, code)
    title = _("Catatan ganda")
    context = {
        "village": village,
        "synthetic": village.synthetic,
        "pairs": pairs,
        "more": more,
        "merges": showing.merges(request.user, code),
        "trail": village_trail(village, (_("Keluarga"), reverse("people:families", args=[code])), (title, "")),
    }
    return render(request, "people/duplicates.html", context)


@login_required
@require_POST
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Look for pairs anew."""
    village_or_404(request, code, RIGHT)
    if not scope_of(request.user).may(RIGHT, code):
        raise Http404
    count = services.find_duplicates(request.user, code)
    found = ngettext("{n} pasang catatan baru ditemukan.", "{n} pasang catatan baru ditemukan.", count)
    messages.info(request, found.format(n=count) if count else _("Tidak ada pasangan catatan baru."))
    return redirect("people:duplicates", code=code)


@login_required
@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One human being, or two."""
    village_or_404(request, code, RIGHT)
    pair = _pair_or_404(request, pk)
    choice = request.POST.get("choice", "")
    keep = next((one for one in (pair.first, pair.second) if choice == f"keep-{one.code}"), None)
    if pair.state != Duplicate.State.OPEN:
        messages.info(request, _("Pasangan ini sudah diputuskan."))
    elif keep is not None:
        _try(request, lambda: services.merge_people(request.user, pair, keep), _("Dua catatan digabung."))
    elif choice == "distinct":
        _try(request, lambda: services.decide_distinct(request.user, pair), _("Dicatat sebagai dua orang berbeda."))
    else:
        messages.warning(request, _("Pilih dulu: orang yang sama, atau dua orang berbeda."))
    return redirect("people:duplicates", code=code)


@login_required
@require_POST
def undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a merge back: both entries are as they were."""
    village_or_404(request, code, RIGHT)
    merge = get_object_or_404(services.merges_for(request.user), pk=pk)
    _try(request, lambda: services.undo_merge(request.user, merge), _("Penggabungan dibatalkan."))
    return redirect("people:duplicates", code=code)


def _pair_or_404(request: HttpRequest, pk: int) -> Duplicate:
    """A pair that the person may decide, or that was decided already."""
    for state in Duplicate.State:
        found = services.questions_for(request.user, state=state).filter(pk=pk).first()
        if found is not None:
            return found
    raise Http404


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, done)
