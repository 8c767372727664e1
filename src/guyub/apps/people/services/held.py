"""Somebody of the registry, held while something is put on record of them."""

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Person
from guyub.apps.people.services.household import lock_people


def held(actor: Actor, action: str, right: Right, who: Person) -> Person:
    """The person as the registry has them now, with their key; nobody else writes of them until this is over.

    A page that was opened before they moved, were merged or were erased must not decide by what it read then.

    Raises:
        NotAllowed: The actor does not hold the right where they live now.
    """
    (found,) = lock_people([who.pk])
    require(actor, action, right, found.place)
    return found
