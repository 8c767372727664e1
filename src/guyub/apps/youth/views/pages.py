"""What the pages of one young person have in common."""

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


def young_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its young people, this one by their code."""
    own = reverse("youth:person", args=[found.code]) if further else ""
    young = (_("Remaja"), reverse("youth:young", args=[found.village_id]))
    return village_trail(found.village, young, (_("Remaja {code}").format(code=found.code), own), *further)


def answered(
    request: HttpRequest, found: Person, form: forms.Form, record: Callable[[], object], **texts: Any
) -> HttpResponse:
    """The page of a form about a young person; recorded, it leads back to their page.

    Args:
        record: Records what was typed, once it is valid.
        texts: Title, lead and button of the page; what else it shows.
    """
    if recorded(form, record, request):
        return redirect("youth:person", person_code=found.code)
    context = {
        **texts,
        "young": found,
        "name": shown_name(found.name, found.code),
        "form": form,
        "synthetic": found.village.synthetic,
        "trail": young_trail(found, (str(texts["title"]), "")),
    }
    return render(request, "youth/form.html", context, status=422 if form.errors else 200)
