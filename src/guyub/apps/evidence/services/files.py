"""Files of proofs: looked into before they are taken, kept once for their content, never served by the web server."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from guyub.analytics.tables.spreadsheet import archive_danger
from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import REFUSALS, ArchiveDanger, FileEmpty, FileTooLarge, NotAPicture, UnknownType
from guyub.apps.evidence.examining import examine
from guyub.apps.evidence.models import StoredFile
from guyub.apps.private_files import make_folder, own_folder

FIRST_PHONE_PICTURES = datetime(2000, 1, 1, tzinfo=UTC)
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Looked:
    """A file that was looked into and may be kept: its type, the path of what will be kept, and what was found."""

    sha256: str
    type: limits.Type
    path: Path
    found: dict[str, Any]


def folder() -> Path:
    """Where the content lies, below the data folder."""
    return Path(settings.DATA_DIR) / "evidence"


def make_room(place: Path) -> None:
    """Make the folders of a file that is to be written, for their owner alone."""
    own_folder(folder())
    make_folder(place.parent)


def path_of(file: StoredFile) -> Path:
    """The kept content of a file."""
    return _place(file.kept_sha256)


def take_in(path: Path, name: str, *, pictures_only: bool = False) -> StoredFile:
    """Look into a file and keep it; content that is here already is not kept twice.

    Args:
        path: The file as it was sent; it stays where it is.
        name: Its name, for the sentence of a refusal; nothing is concluded from it.
        pictures_only: Whether papers and workbooks are refused.

    Raises:
        FileRefused: It is not taken in, with the reason.
    """
    kind = _allowed(path, name)
    if pictures_only and kind.kind != "picture":
        raise NotAPicture(file=name)
    sha256 = digest_of(path)
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and path_of(known).is_file():
        return known
    with tempfile.TemporaryDirectory(prefix="guyub-") as room:
        target = Path(room) / "clean"
        found = examine(kind.kind, kind.media_type, path, target)
        if "refused" in found:
            raise _refusal(found["refused"], name)
        return _keep(Looked(sha256, kind, target if target.is_file() else path, found))


def faults() -> tuple[int, list[tuple[str, str]]]:
    """How many contents there should be; of those that are not right, the fingerprint and why: missing, or changed."""
    kept = StoredFile.objects.order_by("kept_sha256").values_list("kept_sha256", flat=True).distinct()
    found = []
    for fingerprint in kept:
        place = _place(fingerprint)
        if not place.is_file():
            found.append((fingerprint, "missing"))
        elif digest_of(place) != fingerprint:
            found.append((fingerprint, "changed"))
    return len(kept), found


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / limits.MEGABYTE:.1f} MB".replace(".0 MB", " MB").replace(".", ",")


def check_size(name: str, size: int, largest: int = limits.LARGEST_BYTES) -> None:
    """Refuse a size that no type may have.

    Raises:
        FileEmpty, FileTooLarge: It has no content, or too much.
    """
    if size <= 0:
        raise FileEmpty(file=name)
    if size > largest:
        raise FileTooLarge(file=name, size=megabytes(size), most=megabytes(largest))


def check_start(name: str, size: int, start: bytes) -> limits.Type:
    """The type of a file by how it begins; its name says nothing.

    Raises:
        FileEmpty, FileTooLarge: It has no content, or too much for its type.
        UnknownType: It is of no type that is taken in.
    """
    check_size(name, size)
    kind = limits.type_of(start)
    if kind is None:
        raise UnknownType(file=name)
    check_size(name, size, kind.largest)
    return kind


def _allowed(path: Path, name: str) -> limits.Type:
    with path.open("rb") as stream:
        kind = check_start(name, path.stat().st_size, stream.read(limits.START_BYTES))
    if kind is limits.XLSX and (reason := archive_danger(path)):
        raise ArchiveDanger(file=name, reason=reason)
    return kind


def _refusal(reason: str, name: str) -> Exception:
    return REFUSALS[reason](file=name, most=_most(reason))


def _most(reason: str) -> int:
    return {"too-many-pixels": limits.PICTURE_PIXELS // 1_000_000, "too-many-pages": limits.PDF_PAGES}.get(reason, 0)


def _keep(looked: Looked) -> StoredFile:
    kept = digest_of(looked.path)
    _write(looked.path, _place(kept))
    found = looked.found
    told = {
        "kept_sha256": kept,
        "media_type": looked.type.media_type,
        "size": looked.path.stat().st_size,
        "width": found.get("width"),
        "height": found.get("height"),
        "pages": found.get("pages"),
        "look": found.get("look", ""),
        "taken_at": _moment(found.get("taken", ""), found.get("offset", "")),
        "latitude": _coordinate(found.get("latitude")),
        "longitude": _coordinate(found.get("longitude")),
    }
    return StoredFile.objects.get_or_create(sha256=looked.sha256, defaults=told)[0]


def _place(kept_sha256: str) -> Path:
    return folder() / kept_sha256[:2] / kept_sha256


def _write(source: Path, place: Path) -> None:
    """Whole or not at all: written beside, then renamed."""
    if place.is_file():
        return
    make_room(place)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as target, source.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(place)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _moment(taken: str, offset: str) -> datetime | None:
    """When a picture says it was taken; a clock that was never set, or runs ahead, tells nothing."""
    if not taken:
        return None
    try:
        moment = datetime.fromisoformat(f"{taken}{offset}" if offset else taken)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None
    return moment if FIRST_PHONE_PICTURES < moment < timezone.now() + timedelta(days=1) else None


def _coordinate(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@contextmanager
def as_path(sent: UploadedFile) -> Iterator[Path]:
    """A sent file as a path; small ones are held in memory by Django."""
    with tempfile.TemporaryDirectory(prefix="guyub-") as room:
        path = Path(room) / "sent"
        with path.open("wb") as target:
            for chunk in sent.chunks():
                target.write(chunk)
        yield path
