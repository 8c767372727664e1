"""The way to family resilience, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Ketahanan"), "shield-check", "resilience:village", Right.SEE_FIGURES)
