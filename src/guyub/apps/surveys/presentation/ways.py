"""The way to the survey round, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

ROUND = FamilyPage(gettext_lazy("Pendataan"), "clipboard-data", "surveys:round", Right.SEE_PEOPLE)
