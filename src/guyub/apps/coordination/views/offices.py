"""Offices (OPD) of a city: the list, one office, and the accounts that answer for it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.coordination.meeting_access import coordinated_or_404, place_trail
from guyub.apps.coordination.meeting_forms import OfficeForm
from guyub.apps.coordination.models import Office, OfficeMember
from guyub.apps.coordination.services import offices as services
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.office_files import load_office_list
from guyub.errors import DomainError
from guyub.language import sentence

LIST = "depok"


@login_required
@require_safe
def office_list(request: HttpRequest, code: str) -> HttpResponse:
    """All offices of the city, those that are invited first."""
    city = coordinated_or_404(request, code, Level.REGENCY)
    members = Prefetch("members", OfficeMember.objects.select_related("user"))
    offices = Office.objects.filter(region=city).order_by("-active", "short").prefetch_related(members)
    return _page(request, "coordination/offices.html", city, {"offices": offices, "list": load_office_list(LIST)})


@login_required
@require_POST
def load(request: HttpRequest, code: str) -> HttpResponse:
    """Begin with the list that comes with Guyub."""
    city = coordinated_or_404(request, code, Level.REGENCY)
    count = services.load_offices(request.user, city, LIST)
    messages.success(request, _("{count} kantor ditambahkan.").format(count=count))
    return redirect("coordination:offices", code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, code: str, office_id: int | None = None) -> HttpResponse:
    """One office: names, address, whether it is invited, and its accounts."""
    city = coordinated_or_404(request, code, Level.REGENCY)
    known = get_object_or_404(Office, pk=office_id, region=city) if office_id else Office(region=city)
    form = OfficeForm(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_office(request.user, form.save(commit=False))
            messages.success(request, _("Kantor {short} disimpan.").format(short=saved.short))
            return redirect("coordination:offices", code=code)
        except DomainError as error:
            form.add_error("short", sentence(error, page_language()))
    members = known.members.select_related("user") if office_id else []
    return _page(request, "coordination/office.html", city, {"office": known, "form": form, "members": members})


@login_required
@require_POST
def member(request: HttpRequest, code: str, office_id: int) -> HttpResponse:
    """Add an account to an office, or take one off."""
    city = coordinated_or_404(request, code, Level.REGENCY)
    known = get_object_or_404(Office, pk=office_id, region=city)
    try:
        if request.POST.get("remove", "").isdecimal():
            held = get_object_or_404(OfficeMember, pk=int(request.POST["remove"]), office=known)
            services.remove_member(request.user, held)
        else:
            post = request.POST.get("post", "")
            services.add_member(request.user, known, request.POST.get("username", ""), post)
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("coordination:office", code=code, office_id=office_id)


def _page(request: HttpRequest, template: str, city: Region, context: dict[str, Any]) -> HttpResponse:
    here = (_("Kantor OPD"), reverse("coordination:offices", args=[city.code]))
    trail = place_trail(city, (_("Rakor"), reverse("coordination:meetings", args=[city.code])), here)
    return render(request, template, {**context, "place": city, "synthetic": city.synthetic, "trail": trail})
