"""The question bank of the interview, and a draw from it that anybody can repeat from its seed."""

import hashlib

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Text


class Question(Model):
    """One question. The code stands in ledgers."""

    code: str = Field(pattern=r"^[A-Z][0-9]{1,3}$")
    text: Text


class Section(Model):
    """Whom the questions are for: a section of the pokja or its leadership."""

    code: str
    name: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class QuestionBank(Model):
    """A versioned bank of questions."""

    id: str
    version: str
    grade: Grade
    source: Text
    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _distinct(self) -> "QuestionBank":
        codes = [question.code for section in self.sections for question in section.questions]
        if len(codes) != len(set(codes)):
            raise ValueError("a question's code stands twice")
        return self

    def drawn(self, seed: int, per_section: int) -> tuple[str, ...]:
        """Codes drawn in every section; the same seed draws the same on every machine and in every later version."""
        return tuple(
            question.code
            for section in self.sections
            for question in sorted(section.questions, key=lambda one: _lot(seed, one.code))[:per_section]
        )


class PanelRules(Model):
    """How a panel works together."""

    id: str
    version: str
    grade: Grade
    source: Text
    outlier_points: int = Field(gt=0, description="Points from the median beyond which a score is talked over")
    questions_per_section: int = Field(gt=0)
    photos_per_item: int = Field(gt=0, description="Photos of one item of the field checklist, of all jurors")


def _lot(seed: int, code: str) -> str:
    """A number out of the hat: no library's generator, whose sequence a new version may change."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()
