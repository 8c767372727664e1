"""Places on the family page for what other apps know of a family.

The registry knows nothing of surveys or family resilience; these apps register here, from their `AppConfig.ready`,
a function that says what to show. It checks the rights of the reader itself and answers None for nothing to show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guyub.apps.accounts.models import User
from guyub.apps.ordered import Ordered
from guyub.apps.people.models import Family


@dataclass(frozen=True)
class Panel:
    """A block of the family page: its heading, a template, and what the template needs."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


PanelMaker = Callable[[User, Family, date], Panel | None]

_makers = Ordered[PanelMaker]()


def register(maker: PanelMaker, order: int = 100) -> None:
    """Let the family page ask this function for a block; lower orders stand higher. Registering twice is harmless."""
    _makers.add(maker, order)


def unregister(maker: PanelMaker) -> None:
    """The family page asks this function no more."""
    _makers.remove(maker)


def panels_for(user: User, family: Family, day: date) -> list[Panel]:
    """Blocks to show this person about a family as of a day."""
    return [panel for maker in _makers if (panel := maker(user, family, day)) is not None]
