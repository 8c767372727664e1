"""Ways to the young people: in the menu of a village's families, and from a group that is a youth post to its page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.presentation.menu import FamilyPage
from guyub.apps.programmes.models import Group
from guyub.apps.youth.services import POSMAJA

VILLAGE_PAGE = FamilyPage(gettext_lazy("Remaja (Posmaja)"), "people", "youth:young", Right.SEE_YOUTH)


def post_link(user: User, group: Group) -> tuple[str, str] | None:
    """The page of a youth post, for who may see young people in a place that it serves."""
    if group.kind != POSMAJA or not group.touches(scope_of(user).codes(Right.SEE_YOUTH)):
        return None
    return _("Pemeriksaan dan keberlanjutan pos"), reverse("youth:post", args=[group.pk])
