"""Forms whose answers add up to points, and the band that the sum falls into."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Origin, Text

Tone = Literal["good", "low", "bad"]


class Option(Model):
    """An answer and its points; within one item each number of points stands once."""

    points: int
    name: Text


class Item(Model):
    """A question."""

    code: str
    name: Text
    options: tuple[Option, ...]

    @property
    def most(self) -> int:
        """The most points it can give."""
        return max(option.points for option in self.options)


class Band(Model):
    """What a sum of at least ``least`` points means, until the next band begins."""

    code: str
    least: Annotated[int, Field(alias="from")]
    letter: str = ""
    tone: Tone
    refer: bool = False
    name: Text
    advice: Text


class ScoredForm(Model):
    """The rule file; bands from the highest to the lowest."""

    id: str
    version: str
    name: Text
    lead: Text
    grade: Grade
    source: Origin
    items: tuple[Item, ...]
    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        starts = [band.least for band in self.bands]
        if starts != sorted(set(starts), reverse=True) or starts[-1] > 0:
            raise ValueError("bands go from the highest to the lowest, down to 0")
        for item in self.items:
            if len({option.points for option in item.options}) != len(item.options):
                raise ValueError(f"item '{item.code}' gives the same points twice")
        return self

    @property
    def most(self) -> int:
        """The most points there are."""
        return sum(item.most for item in self.items)

    def judge(self, answers: Mapping[str, int]) -> "Judged":
        """The sum and its band.

        Args:
            answers: Points by item; an item that is left out is unanswered.

        Raises:
            ValueError: An item does not exist, or has no answer of so many points.
        """
        allowed = {item.code: {option.points for option in item.options} for item in self.items}
        for code, points in answers.items():
            if points not in allowed.get(code, ()):
                raise ValueError(code)
        open_items = tuple(item.code for item in self.items if item.code not in answers)
        if open_items:
            return Judged(None, None, open_items)
        total = sum(answers.values())
        return Judged(total, next(band for band in self.bands if total >= band.least), ())


@dataclass(frozen=True)
class Judged:
    """Points of a form and their band; None while items are ``unanswered``: a sum without them says nothing."""

    points: int | None
    band: Band | None
    unanswered: tuple[str, ...]
