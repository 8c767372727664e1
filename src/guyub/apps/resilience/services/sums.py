"""Sums of RTs, RWs and villages, kept so that no page adds up families."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from guyub.apps.resilience.models import AreaSums, FamilyState
from guyub.apps.resilience.services.states import rules
from guyub.apps.territory.models import Region
from guyub.domain.families.record import CODES
from guyub.domain.families.sums import sum_families

Place = tuple[str, str, str]  # village, rw, rt
Sums = dict[str, int]


def lock_villages(codes: Iterable[str]) -> None:
    """Wait until nobody else sums up these villages. Does not hold up those who add families to them."""
    locked = Region.objects.select_for_update(no_key=True).filter(code__in=set(codes)).order_by("code")
    list(locked.values_list("pk"))


def refresh_sums(touched: Iterable[Place], on: date) -> None:
    """Sum up anew the RTs in which something changed, then their RWs and villages. Call inside a transaction."""
    parts: dict[str, set[str]] = defaultdict(set)
    for village, rw, _rt in touched:
        parts[village].add(rw)
    lock_villages(parts)
    for village, rws in sorted(parts.items()):
        _refresh_village(village, rws, on)


def sums_of(families: Any) -> Sums:
    """Sums over any families: a queryset of `FamilyState`."""
    rows = list(families.values_list("record", flat=True))
    return next(iter(_summed([{"place": "-", **row} for row in rows], "place").values()), {})


def added(rows: Iterable[Mapping[str, int]]) -> Sums:
    """Sums of sums."""
    total: Sums = defaultdict(int)
    for row in rows:
        for name, value in row.items():
            total[name] += value
    return dict(total)


def _refresh_village(village: str, rws: set[str], on: date) -> None:
    rows = FamilyState.objects.filter(village=village, rw__in=rws).values_list("rw", "rt", "record")
    by_rt = _summed([{"place": f"{rw}.{rt}", **record} for rw, rt, record in rows], "place")
    found = {(AreaSums.Level.RT, *place.split(".")): sums for place, sums in by_rt.items()}
    for rw in rws:
        parts = [sums for (_level, own, _rt), sums in found.items() if own == rw]
        if parts:
            found[AreaSums.Level.RW, rw, ""] = added(parts)
    AreaSums.objects.filter(village=village, rw__in=rws).exclude(level=AreaSums.Level.VILLAGE).delete()
    others = AreaSums.objects.filter(village=village, level=AreaSums.Level.RW).values_list("sums", flat=True)
    whole = added([*others, *(sums for (level, *_), sums in found.items() if level == AreaSums.Level.RW)])
    AreaSums.objects.filter(village=village, level=AreaSums.Level.VILLAGE).delete()
    if whole:
        found[AreaSums.Level.VILLAGE, "", ""] = whole
    version = rules().version
    AreaSums.objects.bulk_create(
        AreaSums(
            village_id=village,
            level=level,
            rw=rw,
            rt=rt,
            families=sums["families"],
            sums=sums,
            as_of=on,
            rules=version,
        )
        for (level, rw, rt), sums in found.items()
    )


def _summed(rows: list[dict[str, Any]], by: str) -> dict[str, Sums]:
    """Sums by group. Records lack what is unknown; the frame has every column."""
    if not rows:
        return {}
    schema = {by: pl.String, **dict.fromkeys(CODES, pl.Int64)}
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in schema}, schema=schema)
    sums = sum_families(rules(), frame, by=(by,))
    return {row.pop(by): {name: value or 0 for name, value in row.items()} for row in sums.to_dicts()}
