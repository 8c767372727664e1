"""Places on a child's page for what other apps know of the child.

Growth knows nothing of mothers; such apps register here, from their `AppConfig.ready`, a function that says what to
show. It checks the rights of the reader itself and answers None for nothing to show.
"""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string

from guyub.apps.accounts.models import User
from guyub.apps.ordered import Ordered
from guyub.apps.people.models import Person
from guyub.apps.people.panels import Panel

PanelMaker = Callable[[User, Person, date], Panel | None]

_makers = Ordered[PanelMaker]()


def register(maker: PanelMaker, order: int = 100) -> None:
    """Let the child's page ask this function for a block; lower orders stand higher. Registering twice is harmless."""
    _makers.add(maker, order)


def rendered(request: HttpRequest, child: Person, day: date) -> list[tuple[str, str]]:
    """Blocks to show the reader about a child as of a day: title and content."""
    found = [panel for maker in _makers if (panel := maker(request.user, child, day)) is not None]
    return [(panel.title, render_to_string(panel.template, {**panel.context, "day": day}, request)) for panel in found]
