"""Who may open a page about families. What someone may not see does not exist for them: 404, nothing is learnt."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.people.models import Family, Person
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region

SILENT = (Person.State.MERGED, Person.State.ERASED)
"""Entries that no list shows: absorbed by another, or erased on request."""


def holds_in(user: User | AnonymousUser, right: Right, village: str) -> bool:
    """Whether the person holds a right in a village, or in an RW or RT of it."""
    codes = scope_of(user).codes(right)
    return scope_of(user).may(right, village) or any(code.startswith(f"{village}.") for code in codes)


def village_or_404(request: HttpRequest, code: str, right: Right = Right.SEE_PEOPLE) -> Region:
    """The village, for someone who holds the right in it or in a part of it."""
    if not holds_in(request.user, right, code):
        raise Http404
    return get_object_or_404(Region, code=code, level=Level.VILLAGE)


def villages_with(user: User | AnonymousUser, right: Right) -> Q:
    """Filter on regions: villages in which, or in a part of which, the person holds a right."""
    return within({code[:VILLAGE_CODE_LENGTH] for code in scope_of(user).codes(right)}, "code")


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
