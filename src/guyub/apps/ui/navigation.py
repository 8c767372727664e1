"""Ways between pages: the main menu, which apps fill from their `AppConfig.ready`, and how the present page is marked.

A maker is told for whom the menu is and answers with a way to one of its app's pages, or None for nobody to go there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import EVERYWHERE, Scope, scope_of
from guyub.apps.ordered import Ordered
from guyub.apps.territory.codes import is_village


@dataclass(frozen=True)
class Way:
    """One way: its words, its picture, and the address by name."""

    label: str | Promise
    icon: str
    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry of a menu."""

    label: str | Promise
    icon: str
    url: str
    current: bool


@dataclass(frozen=True)
class Reader:
    """For whom the main menu is: what they may do, and the codes of villages and larger regions that they work in."""

    scope: Scope
    villages: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def runs_everything(self) -> bool:
        """Whether they record figures everywhere."""
        return EVERYWHERE in self.scope.codes(Right.EDIT_FIGURES)

    @property
    def region(self) -> str:
        """Their first region above villages; "" for none, and for those who run everything."""
        return "" if self.runs_everything or not self.regions else self.regions[0]

    @property
    def village(self) -> str:
        """Their first village; "" for none."""
        return self.villages[0] if self.villages else ""


Maker = Callable[[Reader], Way | None]
main = Ordered[Maker]()
"""Makers of the main menu."""


def main_menu(user: User | AnonymousUser | None, path: str) -> list[Entry]:
    """Entries of the main menu for a person; `path`: where they are now."""
    scope = scope_of(user)
    codes = sorted(code for code in scope.codes() if code != EVERYWHERE)
    villages = tuple(code for code in codes if is_village(code))
    reader = Reader(scope, villages, tuple(code for code in codes if not is_village(code)))
    return entries((way for maker in main if (way := maker(reader)) is not None), path)


def entries(ways: Iterable[Way], path: str) -> list[Entry]:
    """Entries of a menu; the one whose address is the longest beginning of the present one is marked."""
    found = [(way, reverse(way.name, args=way.arguments)) for way in ways]
    current = max((url for _way, url in found if path.startswith(url)), key=len, default="")
    if current == "/" and path != "/":  # every address begins like the first page
        current = ""
    return [Entry(way.label, way.icon, url, url == current) for way, url in found]


def administration(reader: Reader) -> Way | None:
    """The way to the accounts and the rest of the administration, for who runs everything."""
    return Way(_("Administrasi"), "sliders", "admin:index") if reader.runs_everything else None
