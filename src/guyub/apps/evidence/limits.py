"""What is taken in as a proof, and how large; each limit with its reason."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
PICTURE_BYTES = 15 * MEGABYTE  # a phone of 108 MP writes up to 15 MB
PICTURE_PIXELS = 50_000_000  # what a phone keeps by default; 50 MP need 150 MB of memory once decoded
PICTURE_SIDE = 4096  # kept no larger: a page photographed at this size is read with ease, and prints on A4 at 350 dpi
JPEG_QUALITY = 88
PDF_BYTES = 20 * MEGABYTE  # a scan of forty pages at 200 dpi
PDF_PAGES = 300  # a yearly report; thicker ones are split
PDF_OBJECTS = 200_000  # a drawing programme makes some 10,000 for 300 pages
WORKBOOK_BYTES = 10 * MEGABYTE  # as the import takes
LARGEST_BYTES = max(PICTURE_BYTES, PDF_BYTES, WORKBOOK_BYTES)
PART_BYTES = MEGABYTE  # of a sending in parts; what the page sends is smaller
FILES_OF_A_PROOF = 12  # more than a jury opens
UPLOADS_OPEN_AT_MOST = 20  # of one person, on their way
UPLOADS_WAIT_DAYS = 7  # then what arrived of them is dropped
ORPHANS_WAIT_DAYS = 30  # a file that no proof shows any more is kept that long, against a slip of the hand

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
