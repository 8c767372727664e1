"""Geometry of the pictures: figures in, whole-number coordinates out. Templates draw them as accessible SVG.

Coordinates are integers, so that a template never prints a decimal comma into an SVG attribute.
"""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOWEST, HIGHEST = 100, 400

GAUGE_WIDTH = 320
GAUGE_MARGIN = 2

TREND_WIDTH, TREND_HEIGHT = 360, 230
TREND_LEFT, TREND_RIGHT, TREND_TOP, TREND_BOTTOM = 30, 108, 14, 34
LABEL_GAP = 16


@dataclass(frozen=True)
class Gauge:
    """One index against its limit, on the scale 1.00 to 4.00 (all in hundredths).

    ``state`` is "above", "edge" (exactly on the limit) or "below". ``most`` is the highest that the rules can give.
    """

    id: str
    name: str
    value: int
    limit: int
    most: int = HIGHEST

    @property
    def state(self) -> str:
        """Where the value stands to the limit."""
        if self.value == self.limit:
            return "edge"
        return "above" if self.value > self.limit else "below"

    @property
    def gap(self) -> int:
        """Distance to the limit, hundredths, never negative."""
        return abs(self.value - self.limit)

    @property
    def fill_width(self) -> int:
        """Width of the filled part."""
        return _along(self.value, GAUGE_WIDTH - 2 * GAUGE_MARGIN)

    @property
    def limit_x(self) -> int:
        """Where the limit line stands."""
        return GAUGE_MARGIN + _along(self.limit, GAUGE_WIDTH - 2 * GAUGE_MARGIN)


@dataclass(frozen=True)
class Dot:
    """One point of a series."""

    x: int
    y: int
    value: int
    on: datetime.date


@dataclass(frozen=True)
class Series:
    """One line of a trend with its name beside its last point; ``runs`` are its parts that may be joined."""

    id: str
    name: str
    runs: tuple[tuple[Dot, ...], ...]
    label_y: int

    @property
    def dots(self) -> tuple[Dot, ...]:
        """All points, oldest first."""
        return tuple(dot for run in self.runs for dot in run)

    @property
    def lines(self) -> tuple[str, ...]:
        """The joined points for SVG polylines."""
        return tuple(" ".join(f"{dot.x},{dot.y}" for dot in run) for run in self.runs if len(run) > 1)

    @property
    def last(self) -> Dot:
        """The newest point."""
        return self.dots[-1]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: int
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Trend:
    """Indices over time, against the limit. ``covers``: what the points speak of, where that changed on the way."""

    series: tuple[Series, ...]
    levels: tuple[Tick, ...]
    dates: tuple[datetime.date, ...]
    date_xs: tuple[int, ...]
    limit_y: int | None
    covers: tuple[str, ...] = ()
    width: int = TREND_WIDTH
    height: int = TREND_HEIGHT
    left: int = TREND_LEFT
    right: int = TREND_WIDTH - TREND_RIGHT

    @property
    def date_ticks(self) -> tuple[tuple[int, datetime.date, str], ...]:
        """First and last date with the anchor that keeps the text inside the picture."""
        first = (self.date_xs[0], self.dates[0], "start")
        if len(self.dates) == 1:
            return ((self.date_xs[0], self.dates[0], "middle"),)
        return (first, (self.date_xs[-1], self.dates[-1], "end"))


def trend(
    dates: Sequence[datetime.date],
    values: Mapping[str, Sequence[int]],
    names: Mapping[str, str],
    *,
    limit: int | None,
    covers: Sequence[str] = (),
) -> Trend:
    """A trend picture.

    Args:
        dates: Days of the points, oldest first, at least one.
        values: Hundredths by series id, as many as there are dates.
        names: Name of each series.
        limit: The limit line, hundredths; None where the series do not share one.
        covers: What each point speaks of. Points of different people are not joined: one RW is no earlier
            state of the whole kelurahan.
    """
    xs = _date_xs(dates)
    last_ys = {series_id: _level_y(points[-1]) for series_id, points in values.items()}
    label_ys = _spread(last_ys)
    series = tuple(
        Series(
            id=series_id,
            name=names[series_id],
            runs=_runs([Dot(x, _level_y(v), v, on) for x, v, on in zip(xs, points, dates, strict=True)], covers),
            label_y=label_ys[series_id],
        )
        for series_id, points in values.items()
    )
    levels = tuple(Tick(_level_y(level), str(level // 100)) for level in range(LOWEST, HIGHEST + 1, 100))
    changed = tuple(dict.fromkeys(covers)) if len(set(covers)) > 1 else ()
    return Trend(series, levels, tuple(dates), xs, None if limit is None else _level_y(limit), changed)


def _runs(dots: Sequence[Dot], covers: Sequence[str]) -> tuple[tuple[Dot, ...], ...]:
    if not covers:
        return (tuple(dots),)
    pairs = itertools.groupby(zip(dots, covers, strict=True), key=lambda pair: pair[1])
    return tuple(tuple(dot for dot, _cover in held) for _cover, held in pairs)


def _along(value: int, width: int) -> int:
    inside = min(max(value, LOWEST), HIGHEST)
    return (inside - LOWEST) * width // (HIGHEST - LOWEST)


def _level_y(value: int) -> int:
    height = TREND_HEIGHT - TREND_TOP - TREND_BOTTOM
    return TREND_TOP + height - _along(value, height)


def _date_xs(dates: Sequence[datetime.date]) -> tuple[int, ...]:
    left, right = TREND_LEFT + 8, TREND_WIDTH - TREND_RIGHT - 8
    span = (dates[-1] - dates[0]).days
    if span == 0:
        return tuple((left + right) // 2 for _ in dates)
    return tuple(left + (on - dates[0]).days * (right - left) // span for on in dates)


def _spread(ys: Mapping[str, int]) -> dict[str, int]:
    """Label heights at least LABEL_GAP apart, in the order of the points, inside the picture."""
    placed: dict[str, int] = {}
    floor = TREND_HEIGHT - TREND_BOTTOM + 4
    previous = -LABEL_GAP
    for series_id, y in sorted(ys.items(), key=lambda item: item[1]):
        previous = placed[series_id] = max(y, previous + LABEL_GAP)
    over = max(placed.values()) - floor
    return {series_id: y - over for series_id, y in placed.items()} if over > 0 else placed
