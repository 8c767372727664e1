"""Ways from a group's page to what other apps tell of that group: groups know nothing of those apps."""

from collections.abc import Callable

from guyub.apps.accounts.models import User
from guyub.apps.ordered import Ordered
from guyub.apps.programmes.models import Group

Link = tuple[str, str]
"""Words and address."""

makers = Ordered[Callable[[User, Group], Link | None]]()
"""Functions that other apps add from their `AppConfig.ready`; they ask the database nothing, or always the same."""


def links_of(user: User, group: Group) -> list[Link]:
    """Where the reader may go on from a group."""
    return [link for maker in makers if (link := maker(user, group)) is not None]
