"""Shapes that all rule files share: strict models, texts in two languages, and how well a rule is known."""

from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Grade(StrEnum):
    """How well a rule is known."""

    CONFIRMED = "CONFIRMED"
    PARTIAL = "PARTIAL"
    INFERRED = "INFERRED"
    PROPOSED = "PROPOSED"


class Text(Model):
    """A text in Indonesian and English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in 'id' or 'en'."""
        return self.en if language == "en" else self.id
