"""What is taken in as a proof: how large, how many, how long it waits. Values come from `data/evidence/limits.yaml`."""

from enum import StrEnum

from guyub.domain.rulefiles import Amount, Table


class Limit(StrEnum):
    """What is limited. A value equal to its limit is in order."""

    PICTURE_MEGABYTES = "picture-megabytes"
    PICTURE_MEGAPIXELS = "picture-megapixels"
    PICTURE_SIDE = "picture-side"
    PDF_MEGABYTES = "pdf-megabytes"
    PDF_PAGES = "pdf-pages"
    PDF_OBJECTS = "pdf-objects"
    WORKBOOK_MEGABYTES = "workbook-megabytes"
    FILES_OF_A_PROOF = "files-of-a-proof"
    UPLOADS_ON_THEIR_WAY = "uploads-on-their-way"
    UPLOAD_WAITS_DAYS = "upload-waits-days"
    ORPHAN_WAITS_DAYS = "orphan-waits-days"


class ProofLimits(Table[Limit, Amount]):
    """All limits of proofs."""

    def most(self, limit: Limit) -> int:
        """A limit's value."""
        return self.rules[limit].most
