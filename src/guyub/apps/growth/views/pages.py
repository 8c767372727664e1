"""What the pages of one child have in common."""

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


def child_trail(found: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, this child by its code."""
    own = reverse("growth:child", args=[found.code]) if further else ""
    return village_trail(found.village, (_("Anak {code}").format(code=found.code), own), *further)


def answered(
    request: HttpRequest,
    found: Person,
    form: forms.Form,
    record: Callable[[], object],
    *,
    template: str = "growth/child_form.html",
    part: str = "",
    **texts: Any,
) -> HttpResponse:
    """The page of a form about a child; recorded, it leads back to the child's page.

    Args:
        record: Records what was typed, once it is valid.
        template: Of the page: `child_form.html`, or one that extends it.
        part: Of the child's page, to which it leads back.
        texts: Title and button of the page; what else it shows.
    """
    if recorded(form, record, request):
        way = reverse("growth:child", args=[found.code])
        return redirect(f"{way}#{part}" if part else way)
    context = {
        **texts,
        "child": found,
        "name": shown_name(found.name, found.code),
        "form": form,
        "synthetic": found.village.synthetic,
        "trail": child_trail(found, (str(texts["title"]), "")),
    }
    return render(request, template, context, status=422 if form.errors else 200)
