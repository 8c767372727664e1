"""Who may open a page about families. What someone may not see does not exist for them: 404, nothing is learnt."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Family, Person
from guyub.apps.territory.models import Region

SILENT = (Person.State.MERGED, Person.State.ERASED)
"""Entries that no list shows: absorbed by another, or erased on request."""


def family_or_404(
    request: HttpRequest,
    village: str,
    family_code: str,
    right: Right = Right.SEE_PEOPLE,
    along: tuple[str, ...] = ("village", "head", "dwelling", "key"),
) -> Family:
    """The family, for someone who holds the right where it lives; `along`: what is read with it."""
    families = Family.objects.permitted(request.user, right).select_related(*along)
    return get_object_or_404(families, village_id=village, code=family_code)


def person_or_404(request: HttpRequest, person_code: str, right: Right = Right.SEE_PEOPLE) -> Person:
    """The person, for someone who holds the right where they live."""
    return get_object_or_404(
        Person.objects.permitted(request.user, right).select_related("village", "mother", "key"), code=person_code
    )


def village_trail(region: Region, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb: the village, its families, and what stands below."""
    return [(region.name, reverse("assessment:village", args=[region.code])), *further]
