"""Things of the access matrix: young people of RW 001, one of them with a check and a referral."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Person
from guyub.apps.programmes.services import GroupFacts, enrol, open_group, open_meeting, save_attendance
from guyub.apps.youth.services import CheckFacts, record_check, record_interview, refer
from guyub.domain.youth.findings import Figures
from tests.apps.access_world import VILLAGE, World, _person, thing


def _young(name: str) -> Person:
    """A girl of 15 in RW 001 who belongs to no family of the world."""
    born = date(timezone.localdate().year - 16, 1, 1)
    return _person(name, 2, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"})


def _of(world: World) -> Any:
    return Person.objects.get(code=world.thing("young_person"))


@thing("young_person")
def _(world: World) -> str:
    """With something to be referred for."""
    young = _young("Remaja Anyelir")
    record_check(SYSTEM, young, timezone.localdate(), CheckFacts(Figures(hb_tenths=100)))
    return young.code


@thing("youth_check")
def _(world: World) -> int:
    return record_check(SYSTEM, _of(world), timezone.localdate(), CheckFacts(Figures(arm_mm=240))).pk


@thing("referred_young_person")
def _(world: World) -> str:
    young = _young("Remaja Bugenvil")
    record_check(SYSTEM, young, timezone.localdate(), CheckFacts(Figures(hb_tenths=100)))
    return young.code


@thing("youth_referral")
def _(world: World) -> int:
    return refer(SYSTEM, Person.objects.get(code=world.thing("referred_young_person"))).pk


@thing("youth_list")
def _(world: World) -> str:
    return "semua"


@thing("youth_interview")
def _(world: World) -> int:
    """Red, of the area that matters most: what no page of anybody else may tell."""
    young = _of(world)
    return record_interview(SYSTEM, young, timezone.localdate(), {"home": "green", "suicide": "red"}).pk


@thing("youth_post")
def _(world: World) -> int:
    """Of RW 001, with a meeting of today to which the young person came."""
    post = open_group(SYSTEM, world.village, "posmaja", GroupFacts("Anyelir"), ["001"])
    (member,) = enrol(SYSTEM, post, [_of(world)], timezone.localdate())
    save_attendance(SYSTEM, open_meeting(SYSTEM, post, timezone.localdate()), [member.pk])
    return post.pk
