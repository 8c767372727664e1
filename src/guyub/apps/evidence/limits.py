"""What is taken in as a proof, and how large: limits of the rule file in the units that code compares, and types.

What is a matter of machines alone, not of people, stands here with its reason.
"""

from dataclasses import dataclass

from guyub.data.evidence_files import load_proof_limits
from guyub.domain.evidence.limits import Limit

MEGABYTE = 1024 * 1024
RULES = load_proof_limits()
PICTURE_BYTES = RULES.most(Limit.PICTURE_MEGABYTES) * MEGABYTE
PICTURE_PIXELS = RULES.most(Limit.PICTURE_MEGAPIXELS) * 1_000_000
PICTURE_SIDE = RULES.most(Limit.PICTURE_SIDE)
PDF_BYTES = RULES.most(Limit.PDF_MEGABYTES) * MEGABYTE
PDF_PAGES = RULES.most(Limit.PDF_PAGES)
PDF_OBJECTS = RULES.most(Limit.PDF_OBJECTS)
WORKBOOK_BYTES = RULES.most(Limit.WORKBOOK_MEGABYTES) * MEGABYTE
LARGEST_BYTES = max(PICTURE_BYTES, PDF_BYTES, WORKBOOK_BYTES)
FILES_OF_A_PROOF = RULES.most(Limit.FILES_OF_A_PROOF)
UPLOADS_OPEN_AT_MOST = RULES.most(Limit.UPLOADS_ON_THEIR_WAY)
UPLOADS_WAIT_DAYS = RULES.most(Limit.UPLOAD_WAITS_DAYS)
ORPHANS_WAIT_DAYS = RULES.most(Limit.ORPHAN_WAITS_DAYS)

JPEG_QUALITY = 88
START_BYTES = 16  # of a file, by which its type is known
PART_BYTES = MEGABYTE  # of a sending in parts; what the page sends is smaller
EXAMINATION_SECONDS = 60
EXAMINATION_MEMORY = 1536 * MEGABYTE


@dataclass(frozen=True)
class Type:
    """A kind of file that is taken in."""

    media_type: str
    suffix: str
    largest: int
    kind: str  # how it is looked at: picture, pdf, workbook


JPEG = Type("image/jpeg", ".jpg", PICTURE_BYTES, "picture")
PNG = Type("image/png", ".png", PICTURE_BYTES, "picture")
WEBP = Type("image/webp", ".webp", PICTURE_BYTES, "picture")
PDF = Type("application/pdf", ".pdf", PDF_BYTES, "pdf")
XLSX = Type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", WORKBOOK_BYTES, "workbook")
TYPES = {kind.media_type: kind for kind in (JPEG, PNG, WEBP, PDF, XLSX)}
ACCEPT = ",".join(TYPES)


def type_of(start: bytes) -> Type | None:
    """The type of a file by its first sixteen bytes; its name says nothing."""
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start.startswith(b"%PDF-"):
        return PDF
    return XLSX if start.startswith(b"PK\x03\x04") else None
