"""What the pages of one business have in common."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.livelihoods.models import Business
from guyub.apps.people.access import village_trail
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded


def business_or_404(request: HttpRequest, pk: int, right: Right = Right.SEE_BUSINESSES) -> Business:
    """The business, for someone who holds the right where it is."""
    found = Business.objects.permitted(request.user, right).select_related("village", "group", "family")
    return get_object_or_404(found, pk=pk)


def running_or_404(request: HttpRequest, pk: int) -> Business:
    """The business, for someone who may keep records of it; closed ones take none."""
    business = business_or_404(request, pk, Right.EDIT_BUSINESSES)
    return get_object_or_404(Business.objects.select_related("village", "group"), pk=business.pk, closed_on=None)


def businesses_trail(village: Region, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: village, its businesses, and what stands below."""
    return village_trail(
        village, (_("Usaha keluarga"), reverse("livelihoods:businesses", args=[village.code])), *further
    )


def answered(
    request: HttpRequest, business: Business, form: forms.Form, record: Callable[[], object], **texts: Any
) -> HttpResponse:
    """The page of a form about a business; recorded, it leads back to its page.

    Args:
        record: Records what was typed, once it is valid.
        texts: Title, lead and button of the page; what else it shows.
    """
    own = reverse("livelihoods:business", args=[business.pk])
    if recorded(form, record, request):
        return redirect(own)
    trail = businesses_trail(business.village, (business.name, own), (str(texts["title"]), ""))
    return form_page(request, business.village, form, own, trail, **texts)


def form_page(
    request: HttpRequest, village: Region, form: forms.Form, back: str, trail: list[tuple[str, str]], **texts: Any
) -> HttpResponse:
    """A form with its way back."""
    context = {**texts, "form": form, "back": back, "synthetic": village.synthetic, "trail": trail}
    return render(request, "livelihoods/form.html", context, status=422 if form.errors else 200)
