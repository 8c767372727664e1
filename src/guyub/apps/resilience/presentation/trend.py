"""How a figure moved: its latest earlier point against now, and the points of a chart."""

from dataclasses import dataclass
from datetime import date

from guyub.apps.resilience.models import IndicatorPoint
from guyub.domain.expressions.rounding import rounded_ratio

CHART_WIDTH, CHART_HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 56, 600, 16, 160


@dataclass(frozen=True)
class Change:
    """Difference to an earlier point in hundredths of a percent point."""

    since: date
    hundredths: int

    @property
    def size(self) -> int:
        """How much, without the direction."""
        return abs(self.hundredths)


@dataclass(frozen=True)
class Dot:
    """A point of the chart."""

    on: date
    of: int
    per: int
    hundredths: int
    x: int
    y: int


def changes_of(village: str, now: dict[str, tuple[int, int]], on: date, inside: bool) -> dict[str, Change]:
    """Changes by code of a village's figures since their latest point of an earlier day (one query).

    Outside the village from points that were shown there; whether today's figure may be shown, asks whoever shows it.
    """
    found: dict[str, Change] = {}
    points = IndicatorPoint.objects.filter(village=village, rw="", as_of__lt=on).order_by("code", "-as_of")
    for point in points if inside else points.filter(outside=True):
        pair = now.get(point.code)
        if point.code in found or pair is None or not pair[1]:
            continue
        before = rounded_ratio(point.numerator, point.denominator, 10_000)
        found[point.code] = Change(point.as_of, rounded_ratio(*pair, 10_000) - before)
    return found


def dots_of(points: list[IndicatorPoint], inside: bool) -> list[Dot]:
    """Points of the chart from oldest to newest, on a scale from 0 to 100 percent; outside those shown there."""
    shown = [point for point in points if inside or point.outside]
    if not shown:
        return []
    first, last = shown[0].as_of, shown[-1].as_of
    days = max((last - first).days, 1)
    dots = []
    for point in shown:
        value = rounded_ratio(point.numerator, point.denominator, 10_000)
        x = LEFT + (RIGHT - LEFT) * (point.as_of - first).days // days
        y = BOTTOM - (BOTTOM - TOP) * min(value, 10_000) // 10_000
        dots.append(Dot(point.as_of, point.numerator, point.denominator, value, x, y))
    return dots
