"""The way to the elders, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Lansia"), "people", "elders:elders", Right.SEE_ELDERS)
