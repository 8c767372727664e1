"""How far villages have come: class and indices now against their first comparable snapshot.

Comparable means: the same instrument in the same mode, and the same coverage. One RW is no earlier state of the whole
kelurahan, and a new rule is no progress.
"""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Max

from guyub.apps.accounts.scope import within
from guyub.apps.assessment.models import INDEX_IDS, Snapshot, VillageState

KEPT_SECONDS = 600
COLUMNS = ("unit_id", "as_of", "class_name", "class_rank", "covers", "part", "instrument_id", "instrument_mode")


@dataclass(frozen=True)
class Start:
    """The first snapshot that today can be compared with."""

    as_of: date
    class_name: str
    class_rank: int
    indices: tuple[int | None, ...]


@dataclass(frozen=True)
class Distance:
    """A village and how far it has come. Indices in hundredths; ``start`` None: nothing to compare with yet."""

    code: str
    name: str
    district: str
    class_name: str
    class_rank: int | None
    indices: tuple[int | None, ...]
    as_of: date | None
    missing: int
    instrument: str
    start: Start | None

    @property
    def steps(self) -> int | None:
        """Classes gained; negative: lost."""
        if self.start is None or self.class_rank is None:
            return None
        return self.class_rank - self.start.class_rank

    @property
    def change(self) -> int | None:
        """Mean change of the indices in hundredths, half away from zero."""
        if self.start is None or None in (*self.indices, *self.start.indices):
            return None
        total = sum(now - then for now, then in zip(self.indices, self.start.indices, strict=True))  # type: ignore[operator]
        size = (2 * abs(total) + len(INDEX_IDS)) // (2 * len(INDEX_IDS))
        return size if total >= 0 else -size


def distances(code: str) -> list[Distance]:
    """Villages of a region, the longest way first; those without a comparison last. Kept until a figure changes."""
    states = VillageState.objects.under(code).filter(unit__active=True)
    version = states.aggregate(n=Count("pk"), at=Max("updated_at"))
    last = Snapshot.objects.under(code).aggregate(last=Max("pk"))["last"]
    key = f"distances:{code}:{version['n']}:{version['at']:%Y%m%d%H%M%S%f}:{last}" if version["n"] else ""
    kept: list[Distance] | None = cache.get(key) if key else []
    if kept is None:
        kept = sorted(_read(code), key=_order)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _read(code: str) -> list[Distance]:
    snapshots: dict[int, list[tuple]] = {}
    indices = tuple(f"index_{name}" for name in INDEX_IDS)
    rows = Snapshot.objects.filter(within([code], "unit__region__code")).order_by("unit_id", "as_of", "sequence")
    for row in rows.values_list(*COLUMNS, *indices):
        snapshots.setdefault(row[0], []).append(row[1:])
    return [_distance(state, snapshots.get(state.unit_id, [])) for state in VillageState.objects.under(code).public()]


def _distance(state: VillageState, taken: list[tuple]) -> Distance:
    region = state.unit.region
    return Distance(
        code=region.code,
        name=region.name,
        district=region.parent.name if region.parent else "",
        class_name=state.class_name,
        class_rank=state.class_rank,
        indices=tuple(state.indices.values()),
        as_of=state.as_of,
        missing=state.missing_count,
        instrument=f"{state.instrument_id} {state.instrument_version}".strip(),
        start=_start(state, taken),
    )


def _start(state: VillageState, taken: list[tuple]) -> Start | None:
    """The first snapshot like the newest one, if today is under the same rule."""
    if not taken or state.class_rank is None:
        return None
    alike = taken[-1][3:7]
    if alike[2:] != (state.instrument_id, state.instrument_mode):
        return None
    first = next(row for row in taken if row[3:7] == alike)
    return Start(first[0], first[1], first[2], first[7:])


def _order(one: Distance) -> tuple:
    """Classes gained, then mean change; a village without data or comparison stands last, by name."""
    if one.change is None:
        return (1, 0, 0, one.name)
    return (0, -(one.steps or 0), -one.change, one.name)
