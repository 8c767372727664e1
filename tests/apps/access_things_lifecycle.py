"""Things of the access matrix: adults of RW 001, one with a check, one with a referral that waits."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.lifecycle.services import record_check, refer
from guyub.apps.people.models import Person
from guyub.domain.lifecycle.findings import Figures
from tests.apps.access_world import VILLAGE, World, _person, thing


def _adult(name: str) -> Person:
    """A woman of 40 in RW 001 who belongs to no family of the world, with something to be referred for."""
    born = date(timezone.localdate().year - 40, 1, 1)
    adult = _person(name, 2, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"})
    record_check(SYSTEM, adult, timezone.localdate(), Figures(systolic=150, diastolic=95))
    return adult


@thing("adult")
def _(world: World) -> str:
    return _adult("Dewasa Melur").code


@thing("adult_check")
def _(world: World) -> int:
    return Person.objects.get(code=world.thing("adult")).stage_checks.get().pk


@thing("referred_adult")
def _(world: World) -> str:
    return _adult("Dewasa Kenari").code


@thing("adult_referral")
def _(world: World) -> int:
    return refer(SYSTEM, Person.objects.get(code=world.thing("referred_adult"))).pk


@thing("adult_list")
def _(world: World) -> str:
    return "semua"
