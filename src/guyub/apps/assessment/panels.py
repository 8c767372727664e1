"""Places on the village page and the first page for what higher apps know: promises of offices, proofs, cycles,
and the pages where people work with the families of a village.

These apps register here, from their `AppConfig.ready`, a function that says what to show. It checks the rights of the
reader itself and answers None for nothing to show. Only signed-in readers are asked about.

Blocks of the public page are for everybody: what they hold is the same for every reader, and never about a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guyub.apps.accounts.models import User
from guyub.apps.ordered import Ordered
from guyub.apps.territory.models import Unit
from guyub.apps.ui.navigation import Entry


@dataclass(frozen=True)
class Line:
    """One line that opens a page: "Janji OPD", "4 berjalan · 1 terlambat". ``urgent``: something is overdue."""

    label: str
    told: str
    url: str
    icon: str
    urgent: bool = False


@dataclass(frozen=True)
class PublicBlock:
    """A part of the public page of a village: a template and what it needs."""

    template: str
    context: Mapping[str, Any]


PublicBlockMaker = Callable[[Unit, str], PublicBlock | None]
VillageLineMaker = Callable[[User, Unit], Line | None]
HomeLineMaker = Callable[[User], Line | None]
VillageWaysMaker = Callable[[User, str], list[Entry]]

_village = Ordered[VillageLineMaker]()
_home = Ordered[HomeLineMaker]()
_public = Ordered[PublicBlockMaker]()
_ways = Ordered[VillageWaysMaker]()


def register_village_line(maker: VillageLineMaker, order: int = 100) -> None:
    """Let the village page ask this function for a line; lower orders stand higher. Twice is harmless."""
    _village.add(maker, order)


def register_home_line(maker: HomeLineMaker, order: int = 100) -> None:
    """Let the first page ask this function for a line of the signed-in person."""
    _home.add(maker, order)


def register_public_block(maker: PublicBlockMaker, order: int = 100) -> None:
    """Let the public page of a village ask this function for a block. It is told the unit and the language."""
    _public.add(maker, order)


def register_village_ways(maker: VillageWaysMaker, order: int = 100) -> None:
    """Let the first page and the village page ask this function for pages of a village, told by its code."""
    _ways.add(maker, order)


def public_blocks(unit: Unit, language: str) -> list[PublicBlock]:
    """Blocks of the public page of a village."""
    return [block for maker in _public if (block := maker(unit, language)) is not None]


def village_lines(user: Any, unit: Unit) -> list[Line]:
    """Lines of a village that this person is shown."""
    return [line for maker in _village if (line := maker(user, unit)) is not None]


def home_lines(user: Any) -> list[Line]:
    """Lines of the first page for this person; none for visitors."""
    if not user.is_authenticated:
        return []
    return [line for maker in _home if (line := maker(user)) is not None]


def village_ways(user: Any, village: str) -> list[Entry]:
    """Pages of a village where this person may work with its families; none for visitors."""
    return [way for maker in _ways for way in maker(user, village)] if user.is_authenticated else []
