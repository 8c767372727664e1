"""Whether the registry would take something, found out by recording it and taking it back.

So a page that asks once more, and the check of a file, ask the very rules that the recording asks.
"""

from collections.abc import Callable

from django.db import transaction

from guyub.apps.people.services.recording import untold
from guyub.errors import DomainError


def refusal_of(act: Callable[[], object]) -> DomainError | None:
    """Why the registry refuses what ``act`` records; None where it takes it. Nothing of it stays or is told."""
    try:
        with untold(), transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DomainError as refused:
        return refused
    return None
