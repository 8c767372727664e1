"""Ways between the pages about a village's families; each is shown to those who may go there."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.territory.access import holds_in

# Label, icon, name of the address (one argument: the village code), right. Apps above put theirs here by name.
ENTRIES: tuple[tuple[str | Promise, str, str, Right], ...] = (
    (gettext_lazy("Daftar keluarga"), "people", "people:families", Right.SEE_PEOPLE),
    (gettext_lazy("Pendataan"), "clipboard-data", "surveys:round", Right.SEE_PEOPLE),
    (gettext_lazy("Ketahanan"), "shield-check", "resilience:village", Right.SEE_FIGURES),
    (gettext_lazy("Catatan ganda"), "search", "people:duplicates", Right.DECIDE_DUPLICATES),
    (gettext_lazy("Impor"), "upload", "people_files:upload", Right.IMPORT_PEOPLE),
    (gettext_lazy("Ekspor"), "download", "people_files:export", Right.EXPORT_PEOPLE),
)


@dataclass(frozen=True)
class Entry:
    """One way, with its address."""

    label: str | Promise
    icon: str
    url: str
    current: bool


def village_menu(user: User | AnonymousUser, village: str, path: str = "") -> list[Entry]:
    """Pages about the families of a village that exist and that this person may open; `path`: where they are now."""
    found = []
    for label, icon, name, right in ENTRIES:
        if not holds_in(user, right, village):
            continue
        try:
            url = reverse(name, args=[village])
        except NoReverseMatch:
            continue
        found.append((label, icon, url))
    current = max((url for _label, _icon, url in found if path.startswith(url)), key=len, default="")
    return [Entry(label, icon, url, url == current) for label, icon, url in found]
