"""Shapes that all rule files share: strict models, texts in two languages, how well a rule is known, whole tables."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Generic, Self, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


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


class Known(Model):
    """How well a part of the file is known, and where it comes from."""

    grade: Grade
    source: Origin


class Choice(Model):
    """Something to choose."""

    code: str
    name: Text


class Choices(Known):
    """A list to choose from."""

    choices: tuple[Choice, ...]

    @property
    def by_code(self) -> dict[str, Choice]:
        """Choices by their code."""
        return {one.code: one for one in self.choices}


class Amount(Model):
    """One number with its reason."""

    most: Annotated[int, Field(ge=1)]
    why: Text
    grade: Grade


class Rupiahs(Known):
    """Whole rupiah of one record: the most that can be, and what is likely; none is possible."""

    most: Annotated[int, Field(ge=1)]
    likely_from: Annotated[int, Field(ge=1)]
    likely_to: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _nested(self) -> Self:
        if not self.likely_from < self.likely_to < self.most:
            raise ValueError("what is likely is not within what is possible")
        return self

    def allows(self, amount: int | None) -> bool:
        """Whether an amount can be; one that is not known can."""
        return amount is None or 0 <= amount <= self.most

    def likely(self, amount: int | None) -> bool:
        """Whether an amount need not be asked about once more."""
        return amount is None or self.likely_from <= amount <= self.likely_to


Name = TypeVar("Name", bound=StrEnum)
Row = TypeVar("Row", bound=Model)


class Table(Model, Generic[Name, Row]):
    """A rule file that has a row for each member of an enumeration, and lacks none."""

    id: str
    version: str
    grade: Grade
    source: Origin
    rules: dict[Name, Row]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names, _row = get_args(type(self).model_fields["rules"].annotation)
        lacking = [name.value for name in names if name not in self.rules]
        if lacking:
            raise ValueError(f"no rule for {', '.join(lacking)}")
        return self
