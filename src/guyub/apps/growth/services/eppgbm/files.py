"""Take an export of e-PPGBM in, sealed, until it is taken in, dropped or forgotten."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guyub.analytics.growth_tables.eppgbm import EppgbmTable, read_eppgbm
from guyub.analytics.people_tables import Order
from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.growth.models import EppgbmFile
from guyub.apps.people.sealed_files import destroy_key, seal_file
from guyub.apps.territory.models import Region
from guyub.apps.uploads import on_disk
from guyub.data.privacy_files import kept_for
from guyub.errors import DomainError, UnreadableFile

ACTION, PURPOSE = "import-eppgbm", "eppgbm-file"
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")
TAKING_IN = (Right.EXCHANGE_GROWTH, Right.EDIT_GROWTH)
EXPORTING = (Right.EXCHANGE_GROWTH, Right.SEE_GROWTH)
FORGOTTEN = "berkas lama"


class NotATable(UnreadableFile):
    """The name does not end like a table."""

    code = "eppgbm-not-a-table"
    template = "{file} does not end like a table. Accepted: {accepted}."


class EppgbmTooLarge(UnreadableFile):
    """More bytes than a village's measurements need."""

    code = "eppgbm-too-large"
    template = "{file} is larger than {largest} MB. Export fewer months at a time."


class TooManyFiles(DomainError):
    """Many files of the village wait for a decision."""

    code = "too-many-eppgbm-files"
    template = "{count} files of this village wait for a decision; enter or drop some of them first."
    exit_code = 4


class ContentGone(DomainError):
    """The file is no longer kept."""

    code = "eppgbm-content-gone"
    template = "The content of this file is no longer kept. Send it again."
    exit_code = 4


def may_take_in(user: User | AnonymousUser, village: str) -> bool:
    """Whether the person may take measurements of the whole village in."""
    return all(scope_of(user).may(right, village) for right in TAKING_IN)


def may_export(user: User | AnonymousUser, village: str) -> bool:
    """Whether the person may have measurements of the whole village by name as a file."""
    return all(scope_of(user).may(right, village) for right in EXPORTING)


def require_all(user: User, action: str, rights: tuple[Right, ...], village: str) -> None:
    """Refuse who does not hold all these rights in the village."""
    for right in rights:
        require(user, action, right, village)


def receive(user: User, village: Region, name: str, content: bytes) -> EppgbmFile:
    """Take a file in: read it once, and seal it. Nothing is recorded.

    Raises:
        NotAllowed: The person may not take measurements in there.
        UnreadableFile: It is no export of e-PPGBM, or too large.
        TooManyFiles: Enough files of the village wait for a decision.
    """
    require_all(user, ACTION, TAKING_IN, village.code)
    drop_forgotten(timezone.now(), kept_for("import-files"))
    waiting = EppgbmFile.objects.filter(village=village, taken_at=None, content_sealed__isnull=False).count()
    if waiting >= settings.UPLOADS_OPEN_AT_MOST:
        raise TooManyFiles(count=waiting)
    name = Path(name.replace("\\", "/")).name[-120:] or "berkas"
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise NotATable(file=name, accepted=" ".join(SUFFIXES))
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise EppgbmTooLarge(file=name, largest=settings.UPLOAD_MAX_BYTES // settings.MEGABYTE)
    table = read(content, name, suffix)
    with transaction.atomic():
        key, sealed = seal_file(content, PURPOSE)
        found = EppgbmFile.objects.create(
            village=village,
            uploaded_by=user,
            file_name=name,
            suffix=suffix,
            sha256=hashlib.sha256(content).hexdigest(),
            key=key,
            content_sealed=sealed,
            rows=table.total,
        )
        trail.note(user, "receive-eppgbm-file", chain=village.code, subject=found.subject, rows=table.total)
    return found


def read(content: bytes, name: str, suffix: str, order: str = "") -> EppgbmTable:
    """The rows of a file's content."""
    with on_disk(content, name, suffix) as file:
        return read_eppgbm(file, timezone.localdate(), order=Order(order) if order else None)


def table_of(found: EppgbmFile) -> EppgbmTable:
    """The rows of a file that was taken in.

    Raises:
        ContentGone: It is no longer kept.
    """
    if found.content_sealed is None or found.key.destroyed_at:
        raise ContentGone
    content = found.key.bytes().open_bytes(found.content_sealed, PURPOSE)
    return read(content, found.file_name, found.suffix, found.date_order)


def choose_order(user: User, found: EppgbmFile, order: str) -> EppgbmFile:
    """Say what stands first in dates that the file itself does not decide."""
    require_all(user, ACTION, TAKING_IN, found.village_id)
    if order in tuple(Order):
        found.date_order = order
        found.save(update_fields=["date_order"])
    return found


@transaction.atomic
def drop(user: User, found: EppgbmFile) -> EppgbmFile:
    """Forget the file. What was recorded from it stays."""
    require_all(user, ACTION, TAKING_IN, found.village_id)
    _forget(found)
    trail.note(user, "forget-eppgbm-file", chain=found.village_id, subject=found.subject)
    return found


def forgotten(now: datetime, kept: timedelta) -> QuerySet[EppgbmFile]:
    """Files whose content is here longer than it is kept."""
    return EppgbmFile.objects.filter(uploaded_at__lt=now - kept, content_sealed__isnull=False)


def drop_forgotten(now: datetime, kept: timedelta) -> int:
    """Forget content and name of files that are older than that; returns of how many."""
    count = 0
    for found in forgotten(now, kept).defer("content_sealed"):
        _forget(found)
        count += 1
    return count


def _forget(found: EppgbmFile) -> None:
    """Content, key, and the name, which may be that of a child."""
    found.content_sealed, found.file_name = None, FORGOTTEN
    found.save(update_fields=["content_sealed", "file_name"])
    destroy_key(found.key_id)
