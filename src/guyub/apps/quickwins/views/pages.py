"""What the pages of the ministry's programmes have in common."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.people.access import village_trail
from guyub.apps.territory.models import Region


def programme_trail(village: Region, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, the programmes, and what stands below."""
    own = (_("Program nasional"), reverse("quickwins:fostering", args=[village.code]))
    return village_trail(village, own, *further)


def form_page(
    request: HttpRequest, village: Region, form: forms.Form, back: str, title: str, **texts: Any
) -> HttpResponse:
    """A form with its way back; 422 where something is wrong or asked once more."""
    context = {
        "button": _("Simpan"),
        **texts,
        "title": title,
        "village": village,
        "form": form,
        "back": back,
        "synthetic": village.synthetic,
        "trail": programme_trail(village, (title, "")),
    }
    return render(request, "quickwins/form.html", context, status=422 if form.errors else 200)
