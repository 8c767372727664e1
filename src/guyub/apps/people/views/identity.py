"""Show one number of identity in full: for those with the right, with a reason, on record, once."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.people import services
from guyub.apps.people.access import family_or_404, person_or_404
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.models import Family, Person
from guyub.apps.people.views.family import family_trail
from guyub.apps.people.views.person import person_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

MOST_LOOKS = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_nik(request: HttpRequest, person_code: str) -> HttpResponse:
    """The NIK of one person."""
    found = person_or_404(request, person_code, Right.REVEAL_IDENTITY)
    return _reveal(
        request,
        _("Tampilkan NIK"),
        person_trail(found, (_("Tampilkan NIK"), "")),
        reverse("people:person", args=[found.code]),
        found,
        lambda reason: services.reveal_nik(request.user, found, reason),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_kk(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """The number of one family card."""
    found = family_or_404(request, code, family_code, Right.REVEAL_IDENTITY)
    return _reveal(
        request,
        _("Tampilkan nomor KK"),
        family_trail(found, (_("Tampilkan nomor KK"), "")),
        reverse("people:family", args=[code, family_code]),
        found,
        lambda reason: services.reveal_kk(request.user, found, reason),
    )


def _reveal(
    request: HttpRequest,
    title: str,
    trail: list[tuple[str, str]],
    back: str,
    owner: Person | Family,
    read: Callable[[str], str],
) -> HttpResponse:
    form, number = ReasonForm(request.POST or None), ""
    if form.is_valid():
        try:
            number = read(form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
    context = {
        "form": form,
        "heading": title,
        "trail": trail,
        "back": back,
        "number": number,
        "looks": services.looks_at(owner, MOST_LOOKS),
        "synthetic": owner.village.synthetic,
    }
    response = render(request, "people/reveal.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response
