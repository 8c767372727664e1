"""Change the master key: every data key is closed with the new one; what the data keys seal stays as it is.

Works in batches, each one transaction, and can be stopped and begun again at any moment: a key carries the version that
closes it. With the former master key removed, old copies of the database do not open any more, so what was erased since
they were made is erased there too.

The digest key, by which numbers are found again, is changed apart from that, with the site stopped: a running site
would look for numbers with the former one. Digests follow from the sealed numbers and can be made anew at any time.
"""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from guyub.apps.people.models import DataKey, Family, Person
from guyub.apps.people.sealing import KEY, KeyMissing, digest, new_master_line, newest_version, unwrap, wrap
from guyub.errors import DomainError

BATCH = 1000


class KeyStillUsed(DomainError):
    """A master key closes data keys that are still in use."""

    code = "key-still-used"
    template = (
        "Nothing was removed: {count} keys are still closed with an older master key. Rotate first, then remove it."
    )
    exit_code = 4


def with_new_master(text: str) -> str:
    """The key file with one more master key, newer than all."""
    return f"{text.rstrip()}\n{new_master_line(newest_version() + 1)}\n"


def without_old_masters(text: str) -> str:
    """The key file with the newest master key only, and all that is no master key.

    Raises:
        KeyStillUsed: Data keys in use are closed with an older one.
    """
    newest = newest_version()
    if count := waiting().count():
        raise KeyStillUsed(count=count)
    kept = [part for part in text.split() if not part.split(":", 1)[0].isdigit() or part.startswith(f"{newest}:")]
    return "\n".join(kept) + "\n"


def write_keys(path: Path, text: str) -> None:
    """Replace the key file at once: whoever reads sees the whole former file or the whole new one."""
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    use_keys(text)


def use_keys(text: str) -> None:
    """Use this key text in the running process from now on."""
    settings.PERSON_KEYS = text.strip()


def waiting() -> QuerySet[DataKey]:
    """Data keys in use that an older master key closes."""
    return DataKey.objects.filter(version__lt=newest_version(), destroyed_at=None)


def rewrap(batch: int = BATCH) -> Iterator[int]:
    """Close all data keys with the newest master key; yields how many are done, batch by batch.

    Raises:
        KeyMissing: An older master key is not here. What was done before stays done.
    """
    done = 0
    while count := _rewrap_batch(batch):
        done += count
        yield done


@transaction.atomic
def _rewrap_batch(batch: int) -> int:
    newest = newest_version()
    rows = list(waiting().select_for_update().order_by("pk")[:batch])
    for row in rows:
        secret = unwrap(row.wrapped, row.version)
        row.wrapped, row.version = wrap(secret, newest), newest
        if unwrap(row.wrapped, newest) != secret:
            raise KeyMissing(version=newest)  # never seen; better to stop than to lose a key
    DataKey.objects.bulk_update(rows, ["wrapped", "version"], batch_size=200)
    return len(rows)


def with_new_digest_key(text: str) -> str:
    """The key file with another digest key; all else stays."""
    kept = [part for part in text.split() if not part.startswith("digest:")]
    return "\n".join([*kept, f"digest:{base64.b64encode(os.urandom(KEY)).decode()}"]) + "\n"


def digests_wait() -> bool:
    """Whether digests were made with another key than the present one. They change all at once or not at all."""
    for model, kind in ((Person, "nik"), (Family, "kk")):
        row = _numbered(model, kind).order_by("pk").first()
        if row is not None and getattr(row, f"{kind}_digest") != _digest_of(row, kind):
            return True
    return False


@transaction.atomic
def make_digests_anew(batch: int = BATCH) -> int:
    """Make the digest of every NIK and KK number with the present digest key; returns how many.

    Raises:
        KeyMissing: A master key is not here. Nothing was changed.
    """
    done = 0
    for model, kind in ((Person, "nik"), (Family, "kk")):
        last = 0
        while rows := list(
            _numbered(model, kind).filter(pk__gt=last).select_for_update(of=("self",)).order_by("pk")[:batch]
        ):
            for row in rows:
                setattr(row, f"{kind}_digest", _digest_of(row, kind))
            model.objects.bulk_update(rows, [f"{kind}_digest"], batch_size=200)
            done, last = done + len(rows), rows[-1].pk
    return done


def _numbered(model: type[Person] | type[Family], kind: str) -> QuerySet[Any]:
    return model.objects.exclude(**{f"{kind}_digest": ""}).select_related("key")


def _digest_of(row: Person | Family, kind: str) -> str:
    return digest(kind, row.key.bytes().open(getattr(row, f"{kind}_sealed"), kind))
