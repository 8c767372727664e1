"""Things of the access matrix: a foster parent, aid to the family of RW 001, a day care with a child."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Family, Person
from guyub.apps.quickwins.models import DayCare
from guyub.apps.quickwins.services import AidFacts, begin_aid, enrol, note_day_care, note_donor
from guyub.apps.territory.models import Region
from tests.apps.access_world import VILLAGE, World, _person, thing


def _village() -> Region:
    return Region.objects.get(code=VILLAGE)


@thing("foster_parent")
def _(world: World) -> int:
    return note_donor(SYSTEM, _village(), "Toko Contoh", "company").pk


@thing("foster_aid")
def _(world: World) -> int:
    donor = note_donor(SYSTEM, _village(), "Komunitas Contoh", "community")
    today = timezone.localdate()
    facts = AidFacts("latrine", 2_000_000, today - timedelta(days=10), today + timedelta(days=30))
    return begin_aid(SYSTEM, donor, Family.objects.get(code=world.thing("family")), facts).pk


@thing("day_care")
def _(world: World) -> int:
    return note_day_care(SYSTEM, _village(), "Taman Contoh", "community", 3, 2).pk


def _small(name: str) -> Person:
    born = date(timezone.localdate().year - 3, 1, 1)
    return _person(name, 2, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"})


@thing("day_care_newcomer")
def _(world: World) -> str:
    return _small("Anak Kemuning").code


@thing("day_care_child")
def _(world: World) -> int:
    care = DayCare.objects.get(pk=world.thing("day_care"))
    return enrol(SYSTEM, care, _small("Anak Kenanga"), timezone.localdate()).pk
