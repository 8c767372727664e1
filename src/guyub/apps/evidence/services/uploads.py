"""Files that arrive in parts: one that broke off goes on where it stopped, from the same phone or another.

What arrived lies in a file of its own; the row says how much of it counts. A part is written behind what counts and is
then counted, so whatever breaks in between is written over.
"""

import os
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileRefused, TooManyUploads, UploadBroken, WrongOffset
from guyub.apps.evidence.models import Attachment, Evidence, StoredFile, Upload
from guyub.apps.evidence.services import files, proofs


def start(actor: User, proof: Evidence, name: str, size: int, sha256: str, begins: bytes | None = None) -> Upload:
    """Announce a file; the same content announced before for this proof goes on from where it is.

    Args:
        actor: Who sends it.
        proof: What it is to prove.
        name: Its name, for the sentence of a refusal.
        size: In bytes.
        sha256: Of its content.
        begins: Its first bytes, so that a type that is not taken in is refused before anything is sent.

    Raises:
        NotAllowed: The actor adds no proofs there.
        FileEmpty, FileTooLarge, UnknownType: It would not be taken in; nothing is sent then.
        TooManyUploads: Many files of the person are on their way.
    """
    require(actor, "change-evidence", Right.ADD_EVIDENCE, proof.unit.region_id)
    name = proofs.plain_name(name)
    files.check_size(name, size) if begins is None else files.check_start(name, size, begins)
    drop_forgotten(timezone.now())
    on_their_way = Upload.objects.filter(started_by=actor, attachment__isnull=True)
    known = Upload.objects.filter(evidence=proof, sha256=sha256).first()
    if known is None and on_their_way.count() >= limits.UPLOADS_OPEN_AT_MOST:
        raise TooManyUploads(count=on_their_way.count())
    with transaction.atomic():
        upload, made = Upload.objects.select_for_update().get_or_create(
            evidence=proof, sha256=sha256, defaults={"name": name, "size": size, "started_by": actor}
        )
        if not made and upload.attachment_id is None:
            upload.name, upload.size = name, size
            upload.received = min(upload.received, _arrived(upload))
            upload.save()
    return upload


def add_part(actor: User, key: uuid.UUID, offset: int, part: bytes) -> Upload:
    """Put the next part behind what has arrived.

    Raises:
        WrongOffset: It does not begin where the last one ended; the error says where that is.
        UploadBroken: There is more of it than was announced.
        NotAllowed: The actor adds no proofs there.
    """
    with transaction.atomic():
        upload = _held(actor, key)
        if offset != upload.received:
            raise WrongOffset(given=offset, wanted=upload.received)
        if offset + len(part) > upload.size:
            raise UploadBroken(file=upload.name)
        _write(upload, part)
        upload.received += len(part)
        upload.save(update_fields=["received"])
    return upload


def finish(actor: User, key: uuid.UUID) -> Attachment:
    """All has arrived: look into it and put it into the proof. Asked again, it answers the same.

    Raises:
        WrongOffset: Something is still missing.
        UploadBroken: It is not what was announced; it begins anew.
        FileRefused: The file is not taken in, with the reason.
        NotAllowed, TooManyFiles: See `proofs.attach`.
    """
    with transaction.atomic():
        upload = _held(actor, key)
    if upload.attachment is not None:
        return upload.attachment
    if upload.received != upload.size:
        raise WrongOffset(given=upload.size, wanted=upload.received)
    stored = _taken_in(upload)
    with transaction.atomic():
        attachment = proofs.attach(actor, upload.evidence, stored, upload.name)
        Upload.objects.filter(pk=key).update(attachment=attachment)
    _forget_content(upload)
    return attachment


def drop_forgotten(now: datetime) -> int:
    """Drop what stopped arriving long ago; returns how many."""
    old = Upload.objects.filter(attachment__isnull=True, started_at__lt=now - timedelta(days=limits.UPLOADS_WAIT_DAYS))
    dropped = list(old)
    for upload in dropped:
        _drop(upload)
    return len(dropped)


def drop_orphans(now: datetime) -> int:
    """Remove content that nothing has shown for a while, no proof and no record of another app; returns how many."""
    before = now - timedelta(days=limits.ORPHANS_WAIT_DAYS)
    unshown = {f"{one.name}__isnull": True for one in StoredFile._meta.related_objects}
    gone = 0
    for file in StoredFile.objects.filter(**unshown, stored_at__lt=before):
        place, kept = files.path_of(file), file.kept_sha256
        file.delete()
        if not StoredFile.objects.filter(kept_sha256=kept).exists():
            with suppress(FileNotFoundError):
                place.unlink()
        gone += 1
    return gone


def _taken_in(upload: Upload) -> StoredFile:
    """The content, once size and fingerprint are what was announced."""
    place = _place(upload)
    whole = place.is_file() and place.stat().st_size == upload.size and files.digest_of(place) == upload.sha256
    if not whole:
        _drop(upload)
        raise UploadBroken(file=upload.name)
    try:
        return files.take_in(place, upload.name)
    except FileRefused:
        _drop(upload)
        raise


def _held(actor: User, key: uuid.UUID) -> Upload:
    held = Upload.objects.select_for_update().get(pk=key)
    require(actor, "change-evidence", Right.ADD_EVIDENCE, held.evidence.unit.region_id)
    return held


def _place(upload: Upload) -> Path:
    return files.folder() / "incoming" / str(upload.pk)


def _arrived(upload: Upload) -> int:
    place = _place(upload)
    return place.stat().st_size if place.is_file() else 0


def _write(upload: Upload, part: bytes) -> None:
    place = _place(upload)
    files.make_room(place)
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.truncate(upload.received)
        file.seek(upload.received)
        file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _forget_content(upload: Upload) -> None:
    with suppress(FileNotFoundError):
        _place(upload).unlink()


def _drop(upload: Upload) -> None:
    _forget_content(upload)
    upload.delete()
