"""The way to the businesses, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Usaha keluarga"), "cash-coin", "livelihoods:businesses", Right.SEE_BUSINESSES)
