"""Things of the access matrix: a child of RW 001 who left school, with a step and an aid."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Person
from guyub.apps.schooling.services import AidFacts, StepFacts, record_aid, record_step
from tests.apps.access_world import VILLAGE, World, _person, thing


@thing("school_child")
def _(world: World) -> str:
    """A boy of 13 in RW 001 who belongs to no family of the world."""
    born = date(timezone.localdate().year - 14, 1, 1)
    return _person("Anak Sekolah Kamboja", 1, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"}).code


def _of(world: World) -> Any:
    return Person.objects.get(code=world.thing("school_child"))


@thing("school_step")
def _(world: World) -> int:
    today = timezone.localdate()
    return record_step(SYSTEM, _of(world), StepFacts(today, "visit", "cost", "kader", today)).pk


@thing("school_aid")
def _(world: World) -> int:
    return record_aid(SYSTEM, _of(world), AidFacts(timezone.localdate(), "pip", "asked")).pk


@thing("school_list")
def _(world: World) -> str:
    return "belum-diketahui"
