"""Look at a proof as soon as a file or an item is added to it, after the transaction that adds it is through."""

from typing import Any

from django.db import transaction

from guyub.apps.evidence.models import Attachment, Support
from guyub.apps.evidence.services.sense import sense


def look_again(instance: Attachment | Support, created: bool, **_more: Any) -> None:
    """Receiver of what is saved. Robust: that nothing could be noticed never undoes what was added."""
    if created:
        proof = instance.evidence_id
        transaction.on_commit(lambda: sense([proof]), robust=True)
