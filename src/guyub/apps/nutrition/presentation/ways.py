"""Ways to supplementary food and to the kitchen: in the menu of a village's families, and in the main menu."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import covers
from guyub.apps.people.presentation.menu import FamilyPage
from guyub.apps.ui.navigation import Reader, Way

VILLAGE_PAGE = FamilyPage(
    gettext_lazy("Makanan tambahan (PMT)"), "clipboard-data", "nutrition:rounds", Right.SEE_GROWTH
)
KITCHEN_PAGE = FamilyPage(gettext_lazy("Dapur Dashat"), "clipboard-data", "nutrition:kitchen", Right.SEE_GROWTH)


def kitchen_way(reader: Reader) -> Way | None:
    """The way to the kitchen in the main menu, for who runs one in their own village or a part of it."""
    village = reader.village
    runs = village and any(covers([village], code) for code in reader.scope.codes(Right.EDIT_NUTRITION))
    return Way(_("Dapur"), "clipboard-data", "nutrition:kitchen", (village,)) if runs else None
