"""Places on the family page, and on pages about one person, for what other apps know of them.

The registry knows nothing of surveys or family resilience; these apps register here, from their `AppConfig.ready`,
a function that says what to show. It checks the rights of the reader itself and answers None for nothing to show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from guyub.apps.accounts.models import User
from guyub.apps.ordered import Ordered
from guyub.apps.people.models import Family, Person


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


PersonPanelMaker = Callable[[User, Person, date], Panel | None]


class PersonPanels:
    """Places on a page about one person: the app that has the page holds one of these."""

    def __init__(self) -> None:
        self._makers = Ordered[PersonPanelMaker]()

    def register(self, maker: PersonPanelMaker, order: int = 100) -> None:
        """Let the page ask this function for a block; lower orders stand higher. Registering twice is harmless."""
        self._makers.add(maker, order)

    def rendered(self, request: HttpRequest, person: Person, day: date) -> list[tuple[str, str]]:
        """Blocks to show the reader about a person as of a day: title and content."""
        found = [panel for maker in self._makers if (panel := maker(request.user, person, day)) is not None]
        return [
            (panel.title, render_to_string(panel.template, {**panel.context, "day": day}, request)) for panel in found
        ]
