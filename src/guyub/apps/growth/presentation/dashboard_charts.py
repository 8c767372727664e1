"""Twelve months as pictures: who came, and who was below -2 SD with the limits of chance. Whole-number coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.growth.presentation.area_gate import Part, Shown

WIDTH, HEIGHT = 360, 168  # read without loss on a phone of this width
LEFT, RIGHT, TOP, BOTTOM = 40, 352, 10, 142
WHOLE = 10_000  # hundredths of a per cent
STEP = 1_000  # ten per cent
MOST_LINES = 5


@dataclass(frozen=True)
class Mark:
    """One month on a picture: its place, the share, and the limits of chance; ``low``: too few came."""

    month: date
    part: Part
    low: bool
    x: int
    y: int
    low_y: int
    high_y: int
    bar_x: int

    @property
    def height(self) -> int:
        """Of a bar."""
        return BOTTOM - self.y


@dataclass(frozen=True)
class Picture:
    """A picture ready to be drawn; ``marks`` only for months with a share. ``limit_y``: a line across, if any."""

    marks: Sequence[Mark]
    levels: Sequence[tuple[int, int]]
    ticks: Sequence[tuple[int, date]]
    bar: int
    limit_y: int | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def participation_picture(months: Sequence[date], trend: Sequence[Shown], limit: int) -> Picture:
    """D of S on a scale to 100 %, with the limit in per cent below which participation is low."""
    parts = [shown.participation for shown in trend]
    return _picture(months, parts, [shown.low for shown in trend], WHOLE, limit * 100)


def rate_picture(months: Sequence[date], trend: Sequence[Shown], code: str) -> Picture:
    """A share below -2 SD on a scale to the next ten per cent above the highest limit of chance."""
    parts = [shown.found[code] for shown in trend]
    highest = max((part.interval.high for part in parts if part.interval), default=STEP)
    return _picture(months, parts, [shown.low for shown in trend], -(-highest // STEP) * STEP, None)


def _picture(
    months: Sequence[date], parts: Sequence[Part], low: Sequence[bool], most: int, limit: int | None
) -> Picture:
    def y(value: int) -> int:
        return BOTTOM - (BOTTOM - TOP) * value // most

    wide = (RIGHT - LEFT) // len(months)
    bar = wide * 2 // 3
    marks, ticks = [], []
    for place, (month, part) in enumerate(zip(months, parts, strict=True)):
        x = LEFT + wide * place + wide // 2
        if place % 3 == (len(months) - 1) % 3:
            ticks.append((x, month))
        if part.hundredths is not None and part.interval is not None:
            limits = y(part.interval.low), y(part.interval.high)
            marks.append(Mark(month, part, low[place], x, y(part.hundredths), *limits, x - bar // 2))
    step = STEP * -(-most // (STEP * MOST_LINES))
    levels = [(y(value), value // 100) for value in range(0, most + 1, step)]
    return Picture(marks, levels, ticks, bar, None if limit is None else y(limit))
