"""The trend of a line as a small picture, in whole-number coordinates; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, MARGIN = 120, 32, 5
LEAST_SPREAD = 200  # hundredths: two per cent fill the height, so that a small change does not look like a large one


@dataclass(frozen=True)
class Spark:
    """Points of the line, and its last one."""

    points: Sequence[tuple[int, int]]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def polyline(self) -> str:
        """As an SVG line has them."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def last(self) -> tuple[int, int]:
        """Where it ends."""
        return self.points[-1]


def spark_of(months: Sequence[date], values: Sequence[int | None]) -> Spark | None:
    """Values by month, in hundredths; None where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # a line has two ends
        return None
    middle, spread = (min(known) + max(known)) // 2, max(max(known) - min(known), LEAST_SPREAD)
    room, step = HEIGHT - 2 * MARGIN, (WIDTH - 2 * MARGIN) // max(len(months) - 1, 1)
    points = [
        (MARGIN + step * place, HEIGHT // 2 - room * (value - middle) // spread)
        for place, value in enumerate(values)
        if value is not None
    ]
    return Spark(points)
