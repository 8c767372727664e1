"""What the page of a province, city or kecamatan shows, made from stored states; no query, no HTML."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guyub.apps.assessment.models import VillageState
from guyub.apps.territory.codes import parent
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.instruments import Instrument
from guyub.domain.instruments.class_turns import Distance, lacking, sparing

BAR_WIDTH = 1000
HIGH_CLASSES = 2  # the two highest are counted as high on the map of many villages


@dataclass(frozen=True)
class ClassCount:
    """How many villages have a class; ``name`` is empty for those without data. ``x``, ``width``: in the bar."""

    name: str
    slug: str
    meaning: str
    count: int
    share: int
    x: int
    width: int


@dataclass(frozen=True)
class Part:
    """A region below, with its own class counts."""

    code: str
    name: str
    total: int
    counts: tuple[ClassCount, ...]

    @property
    def high(self) -> int:
        """Villages in the two highest classes."""
        return sum(count.count for count in self.counts[:HIGH_CLASSES])

    @property
    def high_share(self) -> int:
        """The same in whole percent."""
        return rounded_ratio(self.high, self.total, 100)

    @property
    def tint(self) -> str:
        """How dark its area on the map is: tint-0 to tint-4, a step for every 20 percent."""
        return f"tint-{min(self.high_share // 20, 4)}"


@dataclass(frozen=True)
class Tile:
    """One village as a tile."""

    code: str
    name: str
    class_name: str


@dataclass(frozen=True)
class VillageLine:
    """One row of the list. Details are None for those who may only see what is public."""

    code: str
    name: str
    district: str
    class_name: str
    indices: tuple["IndexCell", ...]
    as_of: datetime.date | None
    up: str
    down: str
    on_edge: bool
    at_top: bool  # no higher class
    provisional: bool  # some figures that the class rests on are not recorded
    missing: int | None = None
    findings: int | None = None


@dataclass(frozen=True)
class IndexCell:
    """One index in the list."""

    name: str
    value: int | None
    passes: bool


def slug(class_name: str) -> str:
    """CSS name of a class; villages without data have "none"."""
    return class_name.lower().replace(" ", "-") or "none"


def class_counts(instrument: Instrument, found: Mapping[str, int], language: str) -> tuple[ClassCount, ...]:
    """Counts of every class, highest first, then the villages without data; shares in whole percent."""
    total = sum(found.values())
    counts, x = [], 0
    ordered = sorted(instrument.classes, key=lambda village_class: -village_class.rank)
    names = [(item.name, item.meaning.in_language(language)) for item in ordered]
    for name, meaning in [*names, ("", _("Belum ada angka yang tercatat."))]:
        count = found.get(name, 0)
        width = BAR_WIDTH * count // total if total else 0
        share = rounded_ratio(count, total, 100) if total else 0
        counts.append(ClassCount(name, slug(name), meaning, count, share, x, width))
        x += width
    return tuple(counts)


def parts(
    instrument: Instrument, names: Mapping[str, str], found: Mapping[str, Mapping[str, int]], language: str
) -> tuple[Part, ...]:
    """Class counts of the regions below, in the order of ``names``; regions without villages are left out."""
    return tuple(
        Part(code, name, sum(found[code].values()), class_counts(instrument, found[code], language))
        for code, name in names.items()
        if code in found
    )


def tile_groups(
    names: Mapping[str, str], villages: Iterable[tuple[str, str, str]]
) -> tuple[tuple[str, tuple[Tile, ...]], ...]:
    """Tiles under the name of their kecamatan. ``villages``: code, name, class name."""
    groups: dict[str, list[Tile]] = {}
    for code, name, class_name in villages:
        groups.setdefault(parent(code) or "", []).append(Tile(code, name, class_name))
    return tuple((names.get(code, code), tuple(tiles)) for code, tiles in groups.items())


class Lines:
    """Makes rows of the list in the page's language."""

    def __init__(self, instrument: Instrument, language: str, details: bool) -> None:
        self.instrument = instrument
        self.language = language
        self.details = details
        self.highest = max(village_class.rank for village_class in instrument.classes)
        self.names = {index.id: index.name.in_language(language) for index in instrument.indices}

    def line(self, state: VillageState) -> VillageLine:
        """One row; reads details only when they may be shown."""
        region = state.unit.region
        values = state.indices
        cells = tuple(
            IndexCell(
                self.names[index.id],
                values[index.id],
                values[index.id] is not None and values[index.id] >= index.passes_at,
            )
            for index in self.instrument.indices
        )
        up, down, on_edge = self.margins(values) if state.has_data else ("", "", False)
        return VillageLine(
            code=region.code,
            name=region.name,
            district=region.parent.name if region.parent else "",
            class_name=state.class_name,
            indices=cells,
            as_of=state.as_of,
            up=up,
            down=down,
            on_edge=on_edge,
            at_top=state.class_rank == self.highest,
            provisional=state.has_data and state.missing_count > 0,
            missing=state.missing_count if self.details and state.has_data else None,
            findings=state.findings_count if self.details and state.has_data else None,
        )

    def margins(self, values: Mapping[str, int | None]) -> tuple[str, str, bool]:
        """Distance up and down in words, and whether the class hangs exactly on a limit."""
        known = {name: value for name, value in values.items() if value is not None}
        if len(known) < len(self.instrument.indices):
            return "", "", False
        lacks = lacking(self.instrument, known)
        spare = sparing(self.instrument, known)
        up = " + ".join(self._lack(distance) for distance in lacks.distances) if lacks else _("kelas tertinggi")
        down = "" if spare is None else self._spare(spare)
        return up, down, spare is not None and spare.points == 0

    def _lack(self, distance: Distance) -> str:
        return _("{index} kurang {n} poin").format(index=self.names[distance.index], n=distance.points)

    def _spare(self, distance: Distance) -> str:
        name = self.names[distance.index]
        if distance.points == 0:
            return _("{index} tepat di batas").format(index=name)
        return _("{index} {n} poin di atas batas").format(index=name, n=distance.points)


def list_rows(
    lines: Sequence[VillageLine], names: Sequence[str], details: bool
) -> Iterable[list[str | int | float | None]]:
    """The list as a table for downloads, header first."""
    head = [
        _("Kode"),
        _("Kelurahan/desa"),
        _("Kecamatan"),
        _("Kelas"),
        _("Sementara"),
        *names,
        _("Untuk naik"),
        _("Sebelum turun"),
    ]
    yield [*head, *([_("Fakta kosong"), _("Temuan")] if details else []), _("Keadaan per")]
    for line in lines:
        indices = [None if cell.value is None else cell.value / 100 for cell in line.indices]
        own = [
            line.code,
            line.name,
            line.district,
            line.class_name,
            _("ya") if line.provisional else "",
            *indices,
            line.up,
            line.down,
        ]
        extra = [line.missing, line.findings] if details else []
        yield [*own, *extra, line.as_of.isoformat() if line.as_of else ""]
