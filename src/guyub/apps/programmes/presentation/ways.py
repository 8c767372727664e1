"""The ways to the groups and the activities, in the menu of a village's families."""

from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage

VILLAGE_PAGE = FamilyPage(gettext_lazy("Kelompok"), "grid", "programmes:groups", Right.SEE_GROUPS)
ACTIVITIES_PAGE = FamilyPage(gettext_lazy("Kegiatan"), "camera", "programmes:activities", Right.SEE_GROUPS)
