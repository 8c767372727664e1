"""Proofs and files for the tests of the evidence sense, put down as they stand in the tables."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from guyub.apps.evidence.models import Attachment, Evidence, StoredFile, Support
from guyub.apps.territory.models import Unit

DAY = date(2024, 11, 20)


def proof(unit: Unit, *items: str, kind: str = "photo", **more: Any) -> Evidence:
    """A proof that supports these indicators of kkb-siap-1.0."""
    values = {"title": f"Bukti rekaan {Evidence.objects.count() + 1}", "dated": DAY, "state": "uploaded", **more}
    made = Evidence.objects.create(unit=unit, kind=kind, **values)
    for item in items:
        Support.objects.create(evidence=made, instrument="kkb-siap-1.0", item=item)
    return made


def stored(content: str, look: int | None = None, **more: Any) -> StoredFile:
    """A stored picture, or a paper where it has no look."""
    digest = sha256(content.encode()).hexdigest()
    kind = "application/pdf" if look is None else "image/jpeg"
    text = "" if look is None else f"{look:016x}"
    return StoredFile.objects.create(
        sha256=digest, kept_sha256=digest, media_type=kind, size=len(content), look=text, **more
    )


def attach(evidence: Evidence, file: StoredFile) -> Attachment:
    """The file in the proof."""
    return Attachment.objects.create(evidence=evidence, file=file, name=f"berkas-{file.pk}.jpg")


def noon(day: date) -> datetime:
    """Noon in Jakarta."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
