"""The posyandu of a village: when each was held, opening its day, registering one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.forms_posyandu import PosyanduForm
from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.presentation.posyandu_list import posyandu_lines
from guyub.apps.growth.services import open_day, open_posyandu
from guyub.apps.growth.services.eppgbm import may_export
from guyub.apps.people.access import village_trail
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@login_required
@require_safe
def posyandu(request: HttpRequest, code: str) -> HttpResponse:
    """The posyandu of a village that the reader sees."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    today = timezone.localdate()
    context = {
        "lines": posyandu_lines(village, request.user, today),
        "today": today,
        "may_export": may_export(request.user, code),
        "may_register": holds_in(request.user, Right.EDIT_GROWTH, code),
    }
    return _page(request, "growth/posyandu.html", village, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Register a posyandu."""
    village = village_or_404(request, code, Right.EDIT_GROWTH)
    form = PosyanduForm(request.POST or None, initial={"serves": ", ".join(_own_rw(request, code))})
    if recorded(
        form,
        lambda: open_posyandu(request.user, village, form.cleaned_data["name"], form.cleaned_data["serves"]),
    ):
        told = _("Posyandu {name} terdaftar. Buka harinya di sini.").format(name=form.cleaned_data["name"].strip())
        messages.success(request, told)
        return redirect("growth:posyandu", code=code)
    return _page(request, "growth/posyandu_form.html", village, {"form": form}, _("Daftarkan posyandu"))


@login_required
@require_POST
def begin(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Open a day of a posyandu, or go on with it."""
    reachable = Posyandu.objects.permitted(request.user, Right.EDIT_GROWTH).select_related("village")
    found = get_object_or_404(reachable, pk=pk, village=code)
    day = _typed_day(request)
    if day is None:
        messages.error(request, _("Pilih harinya dari kalender."))
        return redirect("growth:posyandu", code=code)
    try:
        held = open_day(request.user, found, day)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("growth:posyandu", code=code)
    return redirect("growth:day", pk=held.pk)


def _typed_day(request: HttpRequest) -> date | None:
    """The day that was chosen, today where none was."""
    typed = request.POST.get("day", "").strip()
    try:
        return parse_date(typed) if typed else timezone.localdate()
    except ValueError:
        return None


def _own_rw(request: HttpRequest, village: str) -> list[str]:
    """RW to which the person is bound in the village; none where they may register for all of it."""
    codes = scope_of(request.user).codes(Right.EDIT_GROWTH)
    return sorted({code[len(village) + 1 :][:3] for code in codes if code.startswith(f"{village}.")})


def _page(
    request: HttpRequest, template: str, village: Region, context: dict[str, Any], title: str = ""
) -> HttpResponse:
    here = [("Posyandu", reverse("growth:posyandu", args=[village.code]) if title else "")]
    trail = village_trail(village, *here, *([(title, "")] if title else []))
    return render(request, template, {**context, "village": village, "synthetic": village.synthetic, "trail": trail})
