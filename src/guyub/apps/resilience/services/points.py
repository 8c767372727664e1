"""Points of the trend: figures of village and RWs on a day, kept when a round closes or a month begins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from guyub.apps.resilience.models import AreaSums, IndicatorPoint
from guyub.apps.resilience.services.gate import Gate, Pair, is_in
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import rws_under
from guyub.apps.surveys.models import Round
from guyub.apps.territory.codes import CITY_LENGTH
from guyub.domain.families import family_planning, ibangga, indicators

IBANGGA = "ibangga"
PLANNING = "kb:"
COUNTED = frozenset({"keluarga", "anak", "orang", "pasangan", "jiwa"})
"""Units of indicators that count someone; the rest are means."""


def keep_points(villages: Iterable[str], on: date) -> int:
    """Keep the figures of villages and their RWs; a day that has a point keeps it. Returns how many were new."""
    wanted = sorted(set(villages))
    points = [point for city in sorted({code[:CITY_LENGTH] for code in wanted}) for point in _of_city(city, wanted, on)]
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
    yield IBANGGA, *index_pair(sums)
    for code, rate in family_planning.rates(rules().family_planning, sums).items():
        yield f"{PLANNING}{code}", rate.of, rate.per
    for code, rate in indicators.values(rules().indicators, sums).items():
        yield code, rate.of, rate.per


def index_pair(sums: Mapping[str, int]) -> Pair:
    """The index of an area as a share of one, by the same rule as wherever it is shown; 0 of 0 where it is unknown.

    A mean of means: pairs of the parts of an area do not add up to the pair of the area.
    """
    index = ibangga.area(rules().ibangga, sums).index if sums else None
    return (0, 0) if index is None else (index / 100).as_integer_ratio()


def counts_people(code: str) -> bool:
    """Whether a figure is a share of people or families; the others are means."""
    if code.startswith(PLANNING):
        return True
    indicator = rules().indicators.by_code.get(code)
    return indicator is not None and indicator.unit.id in COUNTED


def shown_outside(gate: Gate, village: str) -> set[str]:
    """Codes of the figures of a village that its page shows to those who do not see its families."""
    by_code: dict[str, dict[str, Pair]] = defaultdict(dict)
    for place, sums in gate.rws.items():
        if is_in(place, village):
            for code, of, per in shares(sums):
                by_code[code][place] = (of, per)
    return {code for code, values in by_code.items() if _total(gate, code, values, village) is not None}


def _total(gate: Gate, code: str, values: Mapping[str, Pair], village: str) -> Pair | None:
    found = gate.pairs(values, [village], top=village) if counts_people(code) else gate.means(values, [village])
    return found[village]


def _of_city(city: str, villages: Sequence[str], on: date) -> Iterator[IndicatorPoint]:
    gate = Gate(rws_under(city), city, inside=False, rules=rules().ibangga)
    mine = [village for village in villages if is_in(village, city)]
    outside = {village: shown_outside(gate, village) for village in mine}
    for area in AreaSums.objects.filter(village__in=mine).exclude(level=AreaSums.Level.RT).iterator():
        yield from _points(area, on, outside[area.village_id])


def _points(area: AreaSums, on: date, outside: set[str]) -> Iterator[IndicatorPoint]:
    for code, of, per in shares(area.sums):
        if per:
            yield IndicatorPoint(
                village_id=area.village_id,
                rw=area.rw,
                code=code,
                as_of=on,
                numerator=of,
                denominator=per,
                outside=area.level == AreaSums.Level.VILLAGE and code in outside,
                rules=area.rules,
            )
