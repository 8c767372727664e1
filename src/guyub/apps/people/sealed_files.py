"""Files about people that wait for a decision: each sealed with a key of its own, whose destruction ends it."""

from django.utils import timezone

from guyub.apps.people.models import DataKey
from guyub.apps.people.sealing import new_data_key


def seal_file(content: bytes, purpose: str) -> tuple[DataKey, bytes]:
    """A saved key for one file, and the file closed with it."""
    opened, wrapped, version = new_data_key()
    return DataKey.objects.create(wrapped=wrapped, version=version), opened.seal_bytes(content, purpose)


def destroy_key(pk: int) -> None:
    """Forget a file for good: copies of the database do not open either."""
    DataKey.objects.filter(pk=pk).update(wrapped=b"", destroyed_at=timezone.now())
