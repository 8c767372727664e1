"""Sums of RTs, RWs and villages, kept so that no page adds up families."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl
from django.utils import timezone

from guyub.apps.accounts.scope import within
from guyub.apps.resilience.models import AreaSums, FamilyState
from guyub.apps.resilience.services.planned import Planned
from guyub.apps.resilience.services.states import rules
from guyub.apps.territory.models import Region
from guyub.domain.families.record import CODES
from guyub.domain.families.sums import sum_families

Area = tuple[str, str, str]  # level, rw, rt
Sums = dict[str, int]
NO_RW = "-"


def lock_villages(codes: Iterable[str]) -> None:
    """Wait until nobody else sums up these villages. Does not hold up those who add families to them."""
    locked = Region.objects.select_for_update(no_key=True).filter(code__in=set(codes)).order_by("code")
    list(locked.values_list("pk"))


@dataclass(frozen=True)
class Change:
    """A family's record as it came to a place (``gain`` 1), or as it was there before (-1)."""

    gain: int
    village: str
    rw: str
    rt: str
    record: Mapping[str, int | None]


def change_sums(changes: Iterable[Change], on: date) -> None:
    """Let the sums of RTs, RWs and villages follow what changed. Call inside a transaction, with the villages locked.

    Sums are whole numbers and add up over families, so taking the old record away and adding the new one is exact. A
    village whose sums were made by other rules, or that has none, is summed up anew.
    """
    by_village: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_village[change.village].append(change)
    current = AreaSums.objects.filter(village__in=by_village, level=AreaSums.Level.VILLAGE, rules=rules().version)
    standing = set(current.values_list("village_id", flat=True))
    known = [change for village in standing for change in by_village[village]]
    for village, areas in _differences(known).items():
        _apply(village, areas, on)
    for village in sorted(by_village.keys() - standing):
        rebuild_sums(village, on)


def rebuild_sums(village: str, on: date) -> None:
    """Sum up a village anew from all its families. Call inside a transaction, with the village locked."""
    rows = FamilyState.objects.filter(village=village).values_list("rw", "rt", "record")
    by_rt = _summed([{"place": f"{rw}|{rt}", **record} for rw, rt, record in rows.iterator()], "place")
    areas: dict[Area, Sums] = {}
    for place, sums in by_rt.items():
        for area in _areas(*place.split("|")):
            areas[area] = added([areas.get(area, {}), sums])
    AreaSums.objects.filter(village=village).delete()
    AreaSums.objects.bulk_create([_row(village, area, sums, on) for area, sums in areas.items()])


def sums_of(families: Any) -> Sums:
    """Sums over any families: a queryset of `FamilyState`."""
    rows = list(families.values_list("record", flat=True))
    return next(iter(_summed([{"place": "-", **row} for row in rows], "place").values()), {})


def rws_under(region: str) -> dict[str, Sums]:
    """Sums by RW place of a region (one query)."""
    rows = AreaSums.objects.filter(within([region], "village__code"), level=AreaSums.Level.RW)
    return {rw_place(row.village_id, row.rw): row.sums for row in rows.order_by("village_id", "rw")}


def rw_place(village: str, rw: str) -> str:
    """Dotted code of an RW as disclosure control wants it."""
    return f"{village}.{rw or NO_RW}"


def added(rows: Iterable[Mapping[str, int]]) -> Sums:
    """Sums of sums."""
    total: Sums = defaultdict(int)
    for row in rows:
        for name, value in row.items():
            total[name] += value
    return dict(total)


def _areas(rw: str, rt: str) -> tuple[Area, Area, Area]:
    """The areas that an RT belongs to."""
    return (AreaSums.Level.RT, rw, rt), (AreaSums.Level.RW, rw, ""), (AreaSums.Level.VILLAGE, "", "")


def _differences(changes: Sequence[Change]) -> dict[str, dict[Area, Sums]]:
    """What the sums of each area of each village gain or lose."""
    rows = [{"place": f"{one.gain}|{one.village}|{one.rw}|{one.rt}", **one.record} for one in changes]
    found: dict[str, dict[Area, Sums]] = defaultdict(dict)
    for place, sums in _summed(rows, "place").items():
        gain, village, rw, rt = place.split("|")
        signed = {name: int(gain) * value for name, value in sums.items()}
        for area in _areas(rw, rt):
            found[village][area] = added([found[village].get(area, {}), signed])
    return found


def _apply(village: str, differences: Mapping[Area, Sums], on: date) -> None:
    mine = AreaSums.objects.filter(village=village, rw__in={rw for _level, rw, _rt in differences})
    before = {(row.level, row.rw, row.rt): row.sums for row in mine}
    after = {area: added([before.get(area, {}), change]) for area, change in differences.items()}
    rows = [_row(village, area, sums, on) for area, sums in after.items() if sums["families"]]
    AreaSums.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["village", "level", "rw", "rt"],
        update_fields=["families", "sums", "as_of", "rules", "updated_at"],
    )
    for level, rw, rt in (area for area, sums in after.items() if not sums["families"]):
        mine.filter(level=level, rw=rw, rt=rt).delete()


def _row(village: str, area: Area, sums: Sums, on: date) -> AreaSums:
    level, rw, rt = area
    return AreaSums(
        village_id=village,
        level=level,
        rw=rw,
        rt=rt,
        families=sums["families"],
        sums=sums,
        as_of=on,
        rules=rules().version,
        updated_at=timezone.now(),
    )


def _summed(rows: list[dict[str, Any]], by: str) -> dict[str, Sums]:
    """Sums by group. Records lack what is unknown; the frame has every column."""
    if not rows:
        return {}
    sums = _summing(by).of({name: [row.get(name) for row in rows] for name in (by, *CODES)})
    return {row.pop(by): {name: value or 0 for name, value in row.items()} for row in sums.to_dicts()}


@cache
def _summing(by: str) -> Planned:
    schema = {by: pl.String, **dict.fromkeys(CODES, pl.Int64)}
    return Planned(schema, lambda records: sum_families(rules(), records, by=(by,)))
