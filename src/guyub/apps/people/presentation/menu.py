"""Ways between the pages about a village's families; each is shown to those who may go there.

Apps above put theirs here, from their `AppConfig.ready`.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.ordered import Ordered
from guyub.apps.territory.access import holds_in
from guyub.apps.ui.navigation import Entry, Reader, Way, entries


@dataclass(frozen=True)
class FamilyPage:
    """A page about a village's families: words, picture, name of the address (one argument: its code), right."""

    label: str | Promise
    icon: str
    name: str
    right: Right


pages = Ordered[FamilyPage]()
FAMILIES = FamilyPage(gettext_lazy("Daftar keluarga"), "people", "people:families", Right.SEE_PEOPLE)
DUPLICATES = FamilyPage(gettext_lazy("Catatan ganda"), "search", "people:duplicates", Right.DECIDE_DUPLICATES)


def village_menu(user: User | AnonymousUser, village: str, path: str = "") -> list[Entry]:
    """Pages about the families of a village that this person may open; `path`: where they are now."""
    open_ones = [page for page in pages if holds_in(user, page.right, village)]
    return entries((Way(page.label, page.icon, page.name, (village,)) for page in open_ones), path)


def families_way(reader: Reader) -> Way | None:
    """The way to the families in the main menu, for who sees people somewhere."""
    return Way(_("Keluarga"), "people", "people:choose") if reader.scope.has(Right.SEE_PEOPLE) else None
