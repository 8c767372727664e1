"""What the families on the register say about the village, and when that is put on record.

Enough families interviewed, against those reported, and the figure known of enough of those it is about: it is recorded
by itself, with the coverage, only where it differs from what is known. Fewer: the reported figure stays in force, and
both are shown. A survey changes figures with every interview, so they are a stream that `assessment.services` follows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.models import FactRecord, Source
from guyub.apps.assessment.services import Known, NewRecording, News
from guyub.apps.resilience.models import AreaSums, FamilyState
from guyub.apps.resilience.services.release import Gates, releasable
from guyub.apps.resilience.services.states import rules
from guyub.apps.resilience.services.sums import Sums, lock_villages, sums_of
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.coverage import load_coverage_rule
from guyub.domain.families import facts

STREAM = "registry"
SAID_OF_GROUPS = "keluarga yang mengaku ikut, bukan anggota menurut kelompok"


@dataclass(frozen=True)
class Coverage:
    """How much of a unit the register covers. ``reported``: families by the latest figure from elsewhere."""

    registered: int
    interviewed: int
    reported: int | None
    reported_as_of: date | None
    as_of: date

    @property
    def enough(self) -> bool:
        """Whether the register speaks for the unit."""
        return load_coverage_rule().covers(self.interviewed, self.reported) and not self.too_many

    @property
    def too_many(self) -> bool:
        """Whether far more families are registered than reported: someone has to say first which is right."""
        return load_coverage_rule().is_too_many(self.registered, self.reported)

    @property
    def provenance(self) -> str:
        """Where recorded figures come from, in words."""
        reported = "?" if self.reported is None else self.reported
        return f"registrasi: {self.interviewed} dari {reported} keluarga, {self.as_of.isoformat()}"


@dataclass(frozen=True)
class FactAtHand:
    """One figure: what the register says, of how many families (or couples) it is known, and what is in force.

    ``optional``: groups and offices know it better than the families' own answers.
    """

    code: str
    value: int | None
    known: int
    asked: int
    in_force: FactRecord | None
    optional: bool

    @property
    def usable(self) -> bool:
        """Whether it is known of enough of those it is asked of, and nobody knows it better."""
        if self.value is None or (self.optional and self._better_known):
            return False
        return self.asked == 0 or load_coverage_rule().covers(self.known, self.asked)

    @property
    def _better_known(self) -> bool:
        return self.in_force is not None and self.in_force.recording.source != Source.REGISTRY


@dataclass(frozen=True)
class Registry:
    """Everything the register says about a unit."""

    unit: Unit
    level: UnitLevel | None
    coverage: Coverage
    facts: tuple[FactAtHand, ...]

    @property
    def usable(self) -> dict[str, int]:
        """Figures that speak for the unit: known of enough families, and those that they belong with are too.

        None while the register covers too little, or holds far more families than are reported.
        """
        if not self.coverage.enough:
            return {}
        known = {fact.code: fact.value for fact in self.facts if fact.value is not None and fact.usable}
        together = load_coverage_rule().held_together(known)
        return {code: value for code, value in known.items() if code in together}


def registry_facts(unit: Unit, on: date, known: Known | None = None) -> Registry:
    """What the register says about a unit on a day; families of the unit's own RW or hamlet only."""
    known = known or assessment.known_about(unit, assessment.default_instrument())
    families = families_of(unit, known.level)
    sums = _sums(unit, known.level, families)
    coverage = _coverage(unit, known.level, families, on)
    optional = {rule.fact for rule in rules().indicators.facts if rule.optional}
    values = facts.registry_facts(rules(), sums, optional=True) if sums else {}
    found = tuple(
        FactAtHand(
            code=code,
            value=fact.value if fact else None,
            known=fact.known if fact else 0,
            asked=fact.asked if fact else sums["families"],
            in_force=known.records.get(code),
            optional=code in optional,
        )
        for code, fact in values.items()
    )
    return Registry(unit, known.level, coverage, found)


class RegistryStream:
    """Figures of the register, recorded where it covers enough of a village."""

    name = STREAM
    sources: Collection[Source] = (Source.REGISTRY,)

    def lock(self, villages: Collection[str]) -> None:
        """Wait until nobody else sums up these villages."""
        lock_villages(villages)

    def due(self, today: date, village: str | None) -> Iterable[str]:
        """None: the register moves when families do."""
        return ()

    def news(self, units: Sequence[Unit], known: Mapping[int, Known], on: date) -> dict[int, News]:
        """Figures that differ from those in force and may be shown."""
        gates = Gates()
        return {unit.pk: _news(unit, known[unit.pk], on, gates) for unit in units}


def _news(unit: Unit, known: Known, on: date, gates: Gates) -> News:
    registry = registry_facts(unit, on, known)
    usable = registry.usable
    changed = {code: value for code, value in usable.items() if known.facts.get(code) != value}
    values = releasable(unit, registry.level, usable, changed, gates) if changed else {}
    return News(list(_recordings(registry, values, on)))


def _recordings(registry: Registry, values: Mapping[str, int], on: date) -> Iterator[NewRecording]:
    """One for what the register counts, one for what families say of groups: that is marked so wherever it is read."""
    optional = {fact.code for fact in registry.facts if fact.optional}
    counted = {code: value for code, value in values.items() if code not in optional}
    said = {code: value for code, value in values.items() if code in optional}
    where = registry.coverage.provenance
    for part, provenance in ((counted, where), (said, f"{SAID_OF_GROUPS}; {where}")):
        if part:
            yield NewRecording(registry.unit, on, part, str(Source.REGISTRY), provenance)


def families_of(unit: Unit, level: UnitLevel | None) -> QuerySet[FamilyState]:
    """States of the families that the unit covers."""
    found = FamilyState.objects.filter(village=unit.region_id)
    if level is None or level.covers == UnitLevel.Covers.VILLAGE:
        return found
    if level.covers == UnitLevel.Covers.RW:
        return found.filter(rw=three_digits(level.part))
    return found.filter(family__dwelling__hamlet__iexact=level.part)


def three_digits(part: str) -> str:
    """The number of an RW as places have it: "RW 3", "03" and "3" are "003"."""
    digits = "".join(sign for sign in part if sign.isdigit())
    return digits.zfill(3) if digits else part


def reported_figures(
    unit: Unit, level: UnitLevel | None, codes: Collection[str], on: date | None = None
) -> dict[str, FactRecord]:
    """The latest figure of each fact that does not come from the register, up to a day (one query)."""
    found = FactRecord.objects.filter(unit=unit, kind=FactRecord.Kind.FACT, code__in=codes, value__isnull=False)
    found = found.exclude(recording__source=Source.REGISTRY)
    if on is not None:
        found = found.filter(recording__as_of__lte=on)
    if level is not None:
        found = found.filter(recording__as_of__gte=level.since)
    ordered = found.order_by("recording__as_of", "recording__recorded_at").select_related("recording")
    return {record.code: record for record in ordered}


def _sums(unit: Unit, level: UnitLevel | None, families: QuerySet[FamilyState]) -> Sums:
    if level is not None and level.covers == UnitLevel.Covers.DUSUN:
        return sums_of(families)  # hamlets have no sums of their own
    area = {"level": AreaSums.Level.VILLAGE}
    if level is not None and level.covers == UnitLevel.Covers.RW:
        area = {"level": AreaSums.Level.RW, "rw": three_digits(level.part)}
    found = AreaSums.objects.filter(village=unit.region_id, **area).values_list("sums", flat=True).first()
    return found or {}


def _coverage(unit: Unit, level: UnitLevel | None, families: QuerySet[FamilyState], on: date) -> Coverage:
    oldest = load_coverage_rule().oldest(on)
    latest = reported_figures(unit, level, ["families"], on).get("families")
    return Coverage(
        registered=families.count(),
        interviewed=families.filter(interviewed_on__gte=oldest).count(),
        reported=latest.value if latest else None,
        reported_as_of=latest.recording.as_of if latest else None,
        as_of=on,
    )
