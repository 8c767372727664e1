"""How far villages have come: class and indices now against their first comparable snapshot.

Comparable means: the same instrument in the same mode, and the same coverage. One RW is no earlier state of the whole
kelurahan, and a new rule is no progress.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Max

from guyub.apps.assessment.models import INDEX_IDS, InUnitQuerySet, Snapshot, VillageState

KEPT_SECONDS = 600
INDICES = tuple(f"index_{name}" for name in INDEX_IDS)
SHOWN = (
    "unit_id",
    "unit__region_id",
    "unit__region__name",
    "unit__region__parent__name",
    "class_name",
    "class_rank",
    "as_of",
    "missing_count",
    "instrument_id",
    "instrument_version",
    "instrument_mode",
)
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


@dataclass(frozen=True)
class Table:
    """The villages of a region in order, by unit, and how many have come how far."""

    units: tuple[int, ...]
    measured: int
    risen: int
    fallen: int


def table(code: str) -> Table:
    """The order of a region's villages, the longest way first; those without a comparison last.

    Kept until a figure changes. Only keys are kept: a province has thousands of villages, and a page shows a few.
    """
    states = _states(code)
    version = states.aggregate(n=Count("pk"), at=Max("updated_at"))
    if not version["n"]:
        return Table((), 0, 0, 0)
    last = Snapshot.objects.under(code).aggregate(last=Max("pk"))["last"]
    key = f"distance-order:{code}:{version['n']}:{version['at']:%Y%m%d%H%M%S%f}:{last}"
    kept: Table | None = cache.get(key)
    if kept is None:
        kept = _table(states)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def distances(code: str) -> list[Distance]:
    """All villages of a region in that order. Two queries."""
    return [one for _, one in _ordered(_states(code))]


def distances_of(units: Sequence[int]) -> list[Distance]:
    """Some villages, in the order given. Two queries."""
    found = dict(_read(VillageState.objects.filter(unit__in=units)))
    return [found[unit] for unit in units if unit in found]


def _states(code: str) -> InUnitQuerySet:
    return VillageState.objects.under(code).filter(unit__active=True)


def _table(states: InUnitQuerySet) -> Table:
    found = _ordered(states)
    return Table(
        units=tuple(unit for unit, _ in found),
        measured=sum(one.change is not None for _, one in found),
        risen=sum((one.steps or 0) > 0 for _, one in found),
        fallen=sum((one.steps or 0) < 0 for _, one in found),
    )


def _ordered(states: InUnitQuerySet) -> list[tuple[int, Distance]]:
    return sorted(_read(states), key=lambda pair: _order(pair[1]))


def _read(states: InUnitQuerySet) -> list[tuple[int, Distance]]:
    """Villages by unit. Plain columns: of thousands of villages, rows with all their parents take a second to make."""
    taken: dict[int, list[tuple]] = {}
    rows = Snapshot.objects.filter(unit__in=states.order_by().values("unit")).order_by("unit_id", "as_of", "sequence")
    for row in rows.values_list(*COLUMNS, *INDICES):
        taken.setdefault(row[0], []).append(row[1:])
    found = states.order_by("unit__region_id").values_list(*SHOWN, *INDICES)
    return [(row[0], _distance(row, taken.get(row[0], []))) for row in found]


def _distance(row: tuple, taken: list[tuple]) -> Distance:
    _, code, name, district, class_name, rank, as_of, missing, instrument, version, mode, *indices = row
    return Distance(
        code=code,
        name=name,
        district=district or "",
        class_name=class_name,
        class_rank=rank,
        indices=tuple(indices),
        as_of=as_of,
        missing=missing,
        instrument=f"{instrument} {version}".strip(),
        start=None if rank is None else _start((instrument, mode), taken),
    )


def _start(rule: tuple[str, str], taken: list[tuple]) -> Start | None:
    """The first snapshot like the newest one, if today is under the same rule."""
    if not taken:
        return None
    alike = taken[-1][3:7]
    if alike[2:] != rule:
        return None
    first = next(row for row in taken if row[3:7] == alike)
    return Start(first[0], first[1], first[2], first[7:])


def _order(one: Distance) -> tuple:
    """Classes gained, then mean change; a village without data or comparison stands last, by name."""
    if one.change is None:
        return (1, 0, 0, one.name)
    return (0, -(one.steps or 0), -one.change, one.name)
