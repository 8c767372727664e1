"""The way to the children who are not in school, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Anak tidak bersekolah"), "people", "schooling:children", Right.SEE_SCHOOLING)
