"""The way to the quick-win programmes, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Program nasional"), "signpost-split", "quickwins:fostering", Right.SEE_HEALTH)
