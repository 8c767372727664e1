"""Load the demonstration. Doing it again adds what is missing and changes nothing that is there."""

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from guyub.apps.assessment.models import Source
from guyub.apps.assessment.services import (
    SYSTEM,
    NewRecording,
    NewUnit,
    change_level,
    open_units,
    record_many,
    take_snapshots,
)
from guyub.apps.demonstration.activities import load_made_activities
from guyub.apps.demonstration.cycles import load_cycle
from guyub.apps.demonstration.elders import load_elders
from guyub.apps.demonstration.families import load_families
from guyub.apps.demonstration.files import (
    LevelFile,
    RecordingFile,
    SyntheticFile,
    VillageFile,
    read_mampang,
    read_synthetic_city,
)
from guyub.apps.demonstration.groups import load_groups
from guyub.apps.demonstration.growth import load_growth
from guyub.apps.demonstration.lifecycle import load_lifecycle
from guyub.apps.demonstration.livelihoods import load_businesses
from guyub.apps.demonstration.meetings import load_meetings, load_office_members
from guyub.apps.demonstration.mothers import load_mothers
from guyub.apps.demonstration.past_cycle import load_past_cycle
from guyub.apps.demonstration.people import load_people, refuse_beside_other_accounts
from guyub.apps.demonstration.promises import load_promises
from guyub.apps.demonstration.proofs import load_proofs
from guyub.apps.demonstration.quickwins import load_quick_wins_made_up
from guyub.apps.demonstration.schooling import load_schooling
from guyub.apps.demonstration.scorecards import load_scorecards
from guyub.apps.demonstration.supplementary import load_supplementary_food
from guyub.apps.demonstration.synthetic import MadeUp, make_village
from guyub.apps.demonstration.youth import load_youth
from guyub.apps.territory.codes import Level, level_of, parent
from guyub.apps.territory.models import Region, Unit
from guyub.apps.territory.regions import load_regions

DEPOK = "32.76"
# Seen in the national export of that day: one unit in each of the 63 kelurahan.
DEPOK_SINCE = date(2023, 8, 28)
DEPOK_NOTE = "Satu Kampung KB per kelurahan menurut ekspor sistem nasional 28 Agustus 2023 (CONFIRMED)."
KINDS = {Level.PROVINCE: "provinsi", Level.REGENCY: "kota", Level.DISTRICT: "kecamatan", Level.VILLAGE: "kelurahan"}


def load_demonstration(folder: Path, *, beside_others: bool = False) -> dict[str, str]:
    """Load all of it; returns the first passwords of the demonstration accounts that still hold.

    Args:
        folder: Data folder, where the passwords are kept.
        beside_others: Also on a site that has accounts of its own.

    Raises:
        OtherAccounts: The site has accounts of its own.
    """
    if not beside_others:
        refuse_beside_other_accounts()
    with transaction.atomic():
        load_depok(read_mampang())
        city = read_synthetic_city()
        load_synthetic_city(city)
        load_families(city)
        load_growth(city)
        load_mothers(city)
        load_elders(city)
        load_supplementary_food(city)
        load_schooling(city)
        load_groups(city)
        load_made_activities(city)
        load_businesses(city)
        load_youth(city)
        load_lifecycle(city)
        load_quick_wins_made_up(city)
        load_scorecards(city)
        load_meetings()
        load_promises()
        load_proofs()
    passwords = load_people(folder)
    load_office_members()
    load_cycle()
    with transaction.atomic():
        load_past_cycle()
    return passwords


def load_depok(village: VillageFile) -> None:
    """Kota Depok's 63 kelurahan by code and name, and the public recordings of one of them."""
    if not Region.objects.filter(code=village.code).exists():
        load_regions(DEPOK)
    taken = Unit.objects.active().values("region_id")
    places = Region.objects.under(DEPOK).filter(level=Level.VILLAGE).exclude(code__in=taken)
    units = [NewUnit(place, place.name, DEPOK_SINCE, note=DEPOK_NOTE) for place in places if place.code != village.code]
    first, *later = village.levels
    units += [
        NewUnit(place, village.name, first.since, first.covers, first.part, first.note)
        for place in places
        if place.code == village.code
    ]
    opened = open_units(SYSTEM, units)
    for unit in opened:
        if unit.region_id == village.code:
            _record_public_recordings(unit, village.recordings, later)


def _record_public_recordings(unit: Unit, recordings: Iterable[RecordingFile], levels: list[LevelFile]) -> None:
    """In the order of the days, so that each snapshot shows what the unit covered then."""
    for known in recordings:
        while levels and levels[0].since <= known.as_of:
            level = levels.pop(0)
            change_level(SYSTEM, unit, since=level.since, covers=level.covers, part=level.part, note=level.note)
        note = f"{known.note} Tingkat bukti: {known.grade}."
        new = NewRecording(unit, known.as_of, known.facts, known.source, known.provenance, note=note)
        record_many(SYSTEM, [new])
        take_snapshots(SYSTEM, [unit], note="Potret peragaan")


@dataclass(frozen=True)
class _Plan:
    place: Region
    kind: str
    with_finding: bool


def load_synthetic_city(city: SyntheticFile) -> None:
    """The made-up city: places, units, recordings of several days with a snapshot after each."""
    places = _make_places(city)
    taken = set(Unit.objects.under(city.city.code).values_list("region_id", flat=True))
    plans = {plan.place.code: plan for plan in _plans(city, places) if plan.place.code not in taken}
    since = min(city.recording_days).replace(month=1, day=1)
    opened = open_units(SYSTEM, [NewUnit(plan.place, plan.place.name, since) for plan in plans.values()])
    sizes = {register.village: register.families for register in city.registers}
    figures: dict[date, list[tuple[Unit, MadeUp]]] = {day: [] for day in city.recording_days}
    for unit in opened:
        plan = plans[unit.region_id]
        days = list(city.recording_days)
        size = sizes.get(unit.region_id)
        for made_up in make_village(plan.kind, days, f"{city.seed}-{unit.region_id}", plan.with_finding, size):
            figures[made_up.day].append((unit, made_up))
    for day, rows in figures.items():
        news = [NewRecording(unit, day, made.facts, Source.SYNTHETIC, city.provenance) for unit, made in rows]
        if news:
            record_many(SYSTEM, news)
            take_snapshots(SYSTEM, [unit for unit, _ in rows], note="Potret peragaan (rekaan)")


def _plans(city: SyntheticFile, places: list[Region]) -> Iterator[_Plan]:
    kinds = list(itertools.chain.from_iterable([kind] * count for kind, count in city.plan.items()))
    random.Random(city.seed).shuffle(kinds)  # noqa: S311  the same order every time is wanted
    contradicting = 0
    for place, kind in zip(places, kinds, strict=True):
        finding = kind.endswith("-steady") and contradicting < city.with_findings
        contradicting += finding
        yield _Plan(place, kind, finding)


def _make_places(city: SyntheticFile) -> list[Region]:
    names = {city.province.code: city.province.name, city.city.code: city.city.name}
    villages = []
    for number, district in enumerate(city.districts, start=1):
        district_code = f"{city.city.code}.{number:02d}"
        names[district_code] = district.name
        for place, name in enumerate(district.villages, start=1001):
            names[f"{district_code}.{place}"] = name
            villages.append(f"{district_code}.{place}")
    Region.objects.bulk_create([_made_up_region(code, name) for code, name in names.items()], ignore_conflicts=True)
    found = Region.objects.in_bulk(villages)
    return [found[code] for code in villages]


def _made_up_region(code: str, name: str) -> Region:
    level = level_of(code)
    return Region(
        code=code,
        name=name,
        level=level,
        kind=KINDS[level],
        parent_id=parent(code),
        synthetic=True,
    )
