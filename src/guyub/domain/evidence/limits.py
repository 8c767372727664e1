"""What is taken in as a proof: how large, how many, how long it waits. Values come from `data/evidence/limits.yaml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Origin, Text


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


class LimitRule(Model):
    """One limit with its reason."""

    most: Annotated[int, Field(ge=1)]
    why: Text
    grade: Grade


class ProofLimits(Model):
    """All limits of proofs."""

    id: str
    version: str
    grade: Grade
    source: Origin
    limits: dict[Limit, LimitRule]

    @model_validator(mode="after")
    def _complete(self) -> "ProofLimits":
        lacking = [limit.value for limit in Limit if limit not in self.limits]
        if lacking:
            raise ValueError(f"no limit for {', '.join(lacking)}")
        return self

    def most(self, limit: Limit) -> int:
        """A limit's value."""
        return self.limits[limit].most
