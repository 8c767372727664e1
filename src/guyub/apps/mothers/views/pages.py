"""What the pages of one mother have in common."""

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


def mother_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its mothers, this mother by her code."""
    own = reverse("mothers:mother", args=[found.code]) if further else ""
    mothers = (_("Ibu hamil dan menyusui"), reverse("mothers:mothers", args=[found.village_id]))
    return village_trail(found.village, mothers, (_("Ibu {code}").format(code=found.code), own), *further)


def answered(
    request: HttpRequest, found: Person, form: forms.Form, record: Callable[[], object], **texts: Any
) -> HttpResponse:
    """The page of a form about a mother; recorded, it leads back to her page.

    Args:
        record: Records what was typed, once it is valid.
        texts: Title, lead and button of the page; what else it shows.
    """
    if recorded(form, record, request):
        return redirect("mothers:mother", person_code=found.code)
    context = {
        **texts,
        "mother": found,
        "name": shown_name(found.name, found.code),
        "form": form,
        "synthetic": found.village.synthetic,
        "trail": mother_trail(found, (str(texts["title"]), "")),
    }
    return render(request, "mothers/form.html", context, status=422 if form.errors else 200)
