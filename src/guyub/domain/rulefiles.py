"""Shapes that all rule files share: strict models, texts in two languages, and how well a rule is known."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


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


def _same_in_both(value: Any) -> Any:
    return {"id": value, "en": value} if isinstance(value, str) and value.strip() else value


# Where a rule comes from. In a file: a text in both languages, or one string where it is only a title or a reference.
Origin = Annotated[Text, BeforeValidator(_same_in_both)]
