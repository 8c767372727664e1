"""Whom of the registry a kind of group is meant for, by rules that the family record and the survey have already."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from guyub.domain.families.members import ADOLESCENT_AGES, Member, is_adolescent, is_aged
from guyub.domain.rulefiles import Grade, Model, Origin, Text


class Target(Model):
    """One rule, for families or for people.

    Attributes:
        record: A column of the family record: families in which it is one or more.
        people: People who are adolescents as the survey counts them, or of an age in completed years, both included.
        name: Whom it means, in words.
    """

    record: str | None = None
    people: Literal["adolescents"] | tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(le=200)]] | None = None
    name: Text
    grade: Grade
    source: Origin

    @model_validator(mode="after")
    def _one_rule(self) -> "Target":
        if (self.record is None) == (self.people is None):
            raise ValueError("a target is of families (record) or of people, one of them")
        return self

    @property
    def ages(self) -> tuple[int, int]:
        """Completed years in which the people are looked for; both included."""
        return ADOLESCENT_AGES if self.people == "adolescents" else self.people or (0, 200)

    def means(self, member: Member) -> bool | None:
        """Whether someone is meant; None where the age or marriage that decides is not known."""
        if self.people == "adolescents":
            return is_adolescent(member)
        return is_aged(*self.ages)(member)
