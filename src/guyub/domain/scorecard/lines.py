"""Lines of the scorecard: what each counts, which way is better, its target, whether that is reached, how it moves.

Whole numbers and exact fractions only: a target is compared with the figure itself, never with what was rounded for
show, except where the rule that the target comes from rounds before it compares.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.rulefiles import Choice, Grade, Known, Model, Text

WHOLE, HUNDREDTHS = 100, 10_000


class Better(StrEnum):
    """Which way is better."""

    HIGH = "high"
    LOW = "low"


class Unit(StrEnum):
    """What a figure is: a share that counts somebody, a mean of per cents, points of an index from 0 to 100."""

    SHARE = "share"
    MEAN = "mean"
    POINTS = "points"


class Target(Known):
    """What is to be reached.

    Attributes:
        at: Per cent or points; the figure that equals it has reached it.
        rounded: Whether the rule rounds to whole per cent before it compares.
        judged: Whether the figure can be held against it; otherwise it only stands beside it, and ``why`` says why.
    """

    at: Annotated[Decimal, Field(ge=0, le=WHOLE)]
    rounded: bool = False
    judged: bool = True
    why: Text | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.judged == (self.why is not None):
            raise ValueError("a target that is not judged says why, and no other")
        return self


class Line(Model):
    """One line.

    Attributes:
        of, per: What is counted, and of how many.
        offices: Short names of the city's offices that answer for it.
        target: None where none was found.
        within_month: Whether the figure is of what happens in the month: of a month that is not over it says little.
    """

    code: str
    theme: str
    name: Text
    of: Text
    per: Text
    unit: Unit = Unit.SHARE
    better: Better
    within_month: bool = False
    grade: Grade
    source: Text
    offices: Annotated[tuple[str, ...], Field(min_length=1)]
    target: Target | None = None


class Keeping(Known):
    """``open_days``: for so many days of a month, figures of the month before still follow late entries."""

    open_days: Annotated[int, Field(ge=0, le=28)]


class Scorecard(Model):
    """The file."""

    id: str
    version: str
    offices: Known
    keeping: Keeping
    themes: tuple[Choice, ...]
    lines: tuple[Line, ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        twice = [code for code, count in Counter(line.code for line in self.lines).items() if count > 1]
        if twice:
            raise ValueError(f"'{twice[0]}' is there twice")
        themes = [theme.code for theme in self.themes]
        if {line.theme for line in self.lines} != set(themes):
            raise ValueError("themes and those of the lines are not the same")
        return self

    @cached_property
    def by_code(self) -> dict[str, Line]:
        """Lines by code."""
        return {line.code: line for line in self.lines}

    def of_theme(self, theme: str) -> tuple[Line, ...]:
        """Lines of a theme, in their order."""
        return tuple(line for line in self.lines if line.theme == theme)


class Move(StrEnum):
    """How a figure moved against an earlier one."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


@dataclass(frozen=True)
class Figure:
    """``of`` of ``per``; ``per`` 0: nothing to count, which is not zero."""

    of: int
    per: int

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a per cent or point; None where there is nothing to count."""
        return rounded_ratio(self.of, self.per, HUNDREDTHS) if self.per else None


def is_reached(line: Line, figure: Figure) -> bool | None:
    """Whether a figure reaches the target; None without a target to judge by, and where there is nothing to count.

    Source: each target's own, in the file.
    """
    target = line.target
    if target is None or not target.judged or figure.per == 0:
        return None
    value: int | Fraction = Fraction(WHOLE * figure.of, figure.per)
    if target.rounded:
        value = rounded_ratio(figure.of, figure.per, WHOLE)
    limit = Fraction(target.at)
    return value >= limit if line.better is Better.HIGH else value <= limit


def moved(line: Line, before: Figure, now: Figure) -> Move | None:
    """How a figure moved, exactly; None where one of the two has nothing to count."""
    if before.per == 0 or now.per == 0:
        return None
    change = now.of * before.per - before.of * now.per
    if change == 0:
        return Move.SAME
    return Move.BETTER if (change > 0) == (line.better is Better.HIGH) else Move.WORSE
