"""Ways to the posts of the life cycle and to the adults, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Posyandu ILP"), "people", "lifecycle:posts", Right.SEE_GROWTH)
ADULTS_PAGE = FamilyPage(gettext_lazy("Dewasa"), "people", "lifecycle:adults", Right.SEE_ADULTS)
