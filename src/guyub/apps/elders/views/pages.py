"""What the pages of one elder have in common."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.forms import recorded


def elder_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its elders, this elder by their code."""
    own = reverse("elders:elder", args=[found.code]) if further else ""
    elders = (_("Lansia"), reverse("elders:elders", args=[found.village_id]))
    return village_trail(found.village, elders, (_("Lansia {code}").format(code=found.code), own), *further)


def answered(
    request: HttpRequest, found: Person, form: forms.Form, record: Callable[[], object], **texts: Any
) -> HttpResponse:
    """The page of a form about an elder; recorded, it leads back to their page.

    Args:
        record: Records what was typed, once it is valid.
        texts: Title, lead and button of the page; what else it shows.
    """
    if recorded(form, record, request):
        return redirect("elders:elder", person_code=found.code)
    context = {
        **texts,
        "elder": found,
        "name": shown_name(found.name, found.code),
        "form": form,
        "synthetic": found.village.synthetic,
        "trail": elder_trail(found, (str(texts["title"]), "")),
    }
    return render(request, "elders/form.html", context, status=422 if form.errors else 200)
