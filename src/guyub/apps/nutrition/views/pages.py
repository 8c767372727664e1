"""What the pages of supplementary food have in common."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.nutrition.models import PmtRound
from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded

Trail = list[tuple[str, str]]


def pmt_trail(village: Region, *further: tuple[str, str]) -> Trail:
    """Breadcrumb: village, its supplementary food, and what stands below."""
    own = reverse("nutrition:rounds", args=[village.code]) if further else ""
    return village_trail(village, (_("Makanan tambahan (PMT)"), own), *further)


def answered(
    request: HttpRequest, person: Person, form: forms.Form, record: Callable[[], PmtRound], back: str, **texts: Any
) -> HttpResponse:
    """The page of a form about somebody's supplementary food; recorded, it leads to the round.

    Args:
        record: Records what was typed, once it is valid, and answers the round.
        back: Address of the way back.
        texts: Title, lead and button of the page; what else it shows.
    """
    made: list[PmtRound] = []
    if recorded(form, lambda: made.append(record()), request):
        return redirect("nutrition:round", pk=made[0].pk)
    context = {
        **texts,
        "name": shown_name(person.name, person.code),
        "code": person.code,
        "form": form,
        "back": back,
        "synthetic": person.village.synthetic,
        "trail": pmt_trail(person.village, (str(texts["title"]), "")),
    }
    return render(request, "nutrition/form.html", context, status=422 if form.errors else 200)
