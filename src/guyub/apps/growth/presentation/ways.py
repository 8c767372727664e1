"""Ways to the posyandu: in the menu of a village's families, and in the main menu of who measures there."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import covers
from guyub.apps.people.presentation.menu import FamilyPage
from guyub.apps.ui.navigation import Reader, Way

VILLAGE_PAGE = FamilyPage(gettext_lazy("Posyandu"), "person-circle", "growth:posyandu", Right.SEE_GROWTH)


def posyandu_way(reader: Reader) -> Way | None:
    """The way to the posyandu in the main menu, for who measures in their own village or a part of it."""
    village = reader.village
    measures = village and any(covers([village], code) for code in reader.scope.codes(Right.EDIT_GROWTH))
    return Way(_("Posyandu"), "person-circle", "growth:posyandu", (village,)) if measures else None
