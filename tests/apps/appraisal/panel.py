"""A provincial cycle for tests: three seats, villages with claims and verified values, and scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.test import Client

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Entry, Seat
from guyub.apps.appraisal.services import cycles, entries, judging, seats
from guyub.apps.territory.models import Region, Unit
from guyub.domain.cycles import RecordKind
from tests.conftest import PASSWORD, Cast

ITEMS = {"A1": (200, 10_000, 10_000), "B1": (300, 10_000, 5_000), "C6": (400, 6_700, 6_700)}
CRITERIA = {
    "berkas": ["mutu-berkas"],
    "wawancara": ["komitmen", "pengelolaan", "dampak"],
    "lapangan": ["pengamatan"],
}


@dataclass
class Panel:
    """The cycle, its seats' people and its entries."""

    cycle: Cycle
    chair: User
    first: User
    second: User
    secretary: User
    entries: list[Entry]

    @property
    def judges(self) -> list[User]:
        return [self.chair, self.first, self.second]


def person(name: str, role: str, region: str) -> User:
    made = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=made, role=role, region_id=region)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_panel(cast: Cast, units: Iterable[Unit] = ()) -> Panel:
    """A cycle of province 99 whose entries, of two cities, wait for the file review."""
    cycle = cycles.open_cycle(SYSTEM, Region.objects.get(pk="99"), 2025, "provinsi-tiga-tahap", "Penilaian")
    people = [person(name, "juror", "99") for name in ("ketua-juri", "juri-satu", "juri-dua")]
    for who, post in zip(people, (Seat.Post.CHAIR, Seat.Post.JUROR, Seat.Post.JUROR), strict=True):
        seats.seat(SYSTEM, cycle, who, post)
    made = [make_entry(cycle, unit) for unit in (units or (cast.unit, cast.other_unit))]
    return Panel(cycle, *people, person("sekretaris-provinsi", "province", "99"), made)


def make_entry(cycle: Cycle, unit: Unit) -> Entry:
    entry = Entry.objects.create(cycle=cycle, unit=unit, stage="berkas")
    for item, (weight, share, verified) in ITEMS.items():
        body = {"share": share, "weight": weight, "facts": {}, "note": ""}
        entries.record(SYSTEM, entry, RecordKind.CLAIM, stage="mandiri", item=item, body=body)
        cut = {"share": verified, "reason": "Sebagian" if verified != share else ""}
        entries.record(SYSTEM, entry, RecordKind.VERIFIED, stage="verifikasi-kota", item=item, body=cut)
    entries.refresh_standing(entry)
    return entry


def at_stage(entry: Entry, stage: str) -> Entry:
    """The entry, moved on to a stage as the secretary would in one step after another."""
    Entry.objects.filter(pk=entry.pk).update(stage=stage)
    return Entry.objects.select_related("cycle", "unit").get(pk=entry.pk)


def score_all(panel: Panel, entry: Entry, base: int = 80) -> Entry:
    """Every judge scores every stage; the field finds one item only partly."""
    for stage, criteria in CRITERIA.items():
        entry = at_stage(entry, stage)
        for criterion in criteria:
            for more, juror in enumerate(panel.judges):
                judging.give_score(juror, entry, stage, criterion, f"{base + more},25")
    for item in ITEMS:
        judging.check_item(panel.first, entry, item, "partly" if item == "B1" else "match")
    return at_stage(entry, "pleno")
