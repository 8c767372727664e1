"""Ways to supplementary food and to the kitchen, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(
    gettext_lazy("Makanan tambahan (PMT)"), "clipboard-data", "nutrition:rounds", Right.SEE_GROWTH
)
KITCHEN_PAGE = FamilyPage(gettext_lazy("Dapur Dashat"), "clipboard-data", "nutrition:kitchen", Right.SEE_GROWTH)
