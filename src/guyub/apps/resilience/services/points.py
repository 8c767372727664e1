"""Points of the trend: figures of village and RWs on a day, kept when a round closes or a month begins."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from guyub.apps.resilience.models import WHOLE_INDEX, AreaSums, IndicatorPoint
from guyub.apps.resilience.services.states import rules
from guyub.apps.surveys.models import Round
from guyub.domain.families import family_planning, indicators

IBANGGA = "ibangga"  # 1260ths over all families that have an index


def keep_points(villages: Iterable[str], on: date) -> int:
    """Keep the figures of villages and their RWs; a day that has a point keeps it. Returns how many were new."""
    areas = AreaSums.objects.filter(village__in=list(villages)).exclude(level=AreaSums.Level.RT)
    points = [point for area in areas.iterator() for point in _points(area, on)]
    before = IndicatorPoint.objects.count()
    IndicatorPoint.objects.bulk_create(points, ignore_conflicts=True, batch_size=2000)
    return IndicatorPoint.objects.count() - before


def round_saved(sender: object, *, instance: Round, **_: Any) -> None:
    """Receiver of a saved round: its closing keeps the figures it led to."""
    if instance.closed_on is not None:
        keep_points([instance.village_id], instance.closed_on)


def keep_monthly_points(on: date) -> int:
    """Keep points of villages that have none in this month yet."""
    kept = IndicatorPoint.objects.filter(as_of__gte=on.replace(day=1)).values("village")
    villages = AreaSums.objects.filter(level=AreaSums.Level.VILLAGE).exclude(village__in=kept)
    return keep_points(villages.values_list("village_id", flat=True), on)


def shares(sums: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """Every figure that has a trend: code, numerator, denominator. Figures without a denominator are left out."""
    yield IBANGGA, sums["total_sum"], WHOLE_INDEX * sums["total_families"]
    for code, rate in family_planning.rates(rules().family_planning, sums).items():
        yield f"kb:{code}", rate.of, rate.per
    for code, rate in indicators.values(rules().indicators, sums).items():
        yield code, rate.of, rate.per


def _points(area: AreaSums, on: date) -> Iterator[IndicatorPoint]:
    for code, of, per in shares(area.sums):
        if per:
            yield IndicatorPoint(
                village_id=area.village_id,
                rw=area.rw,
                code=code,
                as_of=on,
                numerator=of,
                denominator=per,
                rules=area.rules,
            )
