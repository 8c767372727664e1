"""Who acts: a person, or a command on the server."""

from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.errors import NotAllowed


class System:
    """A command that someone with access to the server runs. Everything is allowed; records name no person."""

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM = System()
Actor = User | System


def require(actor: Actor | AnonymousUser, action: str, right: Right, *codes: str) -> None:
    """Refuse unless the actor holds the right in all these places (region codes, or an RW or RT of a village).

    Raises:
        NotAllowed: Role or territory does not allow it, or nobody is signed in.
    """
    if isinstance(actor, System):
        return
    scope = scope_of(actor)
    if not all(scope.may(right, code) for code in codes):
        raise NotAllowed(action=action)


def person(actor: Actor) -> User | None:
    """The account to put on record."""
    return actor if isinstance(actor, User) else None
