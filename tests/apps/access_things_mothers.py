"""Things of the access matrix: a mother of the own family who is pregnant, her check, a birth of another of the RW."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.apps.access_world import VILLAGE, World, _person, thing

WEEKS = 30


def _of_own(world: World, relation: int) -> Any:
    from guyub.apps.people.models import Person

    return Person.objects.get(memberships__family=world.families["own"], memberships__relation=relation)


def _pregnant(person: Any) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.mothers.services import note_pregnancy

    return note_pregnancy(SYSTEM, person, "last-period", timezone.localdate() - timedelta(weeks=WEEKS))


def _another(name: str) -> Any:
    """Another woman of the RW."""
    born = timezone.localdate().replace(day=1) - timedelta(days=25 * 366)
    return _person(name, 2, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"})


@thing("pregnancy")
def _(world: World) -> int:
    from guyub.apps.people.models import Person

    return _pregnant(Person.objects.get(code=world.thing("pregnant_mother"))).pk


@thing("pregnant_mother")
def _(world: World) -> str:
    return _of_own(world, 2).code


@thing("woman")
def _(world: World) -> str:
    return _another("Rukmini Melati").code


@thing("mother_check")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.mothers.services import CheckFigures, record_check
    from guyub.apps.people.models import Person

    mother = Person.objects.get(code=world.thing("pregnant_mother"))
    assert world.thing("pregnancy")
    return record_check(SYSTEM, mother, timezone.localdate(), CheckFigures(arm_mm=230)).pk


@thing("mother_of_birth")
def _(world: World) -> str:
    return _another("Sundari Kenanga").code


@thing("birth")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.mothers.services import BirthFacts, record_birth
    from guyub.apps.people.models import Person

    mother = Person.objects.get(code=world.thing("mother_of_birth"))
    return record_birth(SYSTEM, _pregnant(mother), BirthFacts(timezone.localdate())).pk


@thing("child_of_mother")
def _(world: World) -> str:
    """A child whose mother the registry knows."""
    child = _of_own(world, 3)
    if child.mother is None:
        child.mother = _of_own(world, 2)
        child.save()
    return child.code


@thing("born_child")
def _(world: World) -> str:
    """A child of the mother of the birth, of the same day."""
    from guyub.apps.people.models import Person

    place = {"village_id": VILLAGE, "rw": "001", "rt": "001"}
    child = _person("Bayi Kenanga", 1, timezone.localdate(), "", place)
    child.mother = Person.objects.get(code=world.thing("mother_of_birth"))
    child.save()
    return child.code


@thing("mothers_list")
def _(world: World) -> str:
    return "kek"


@thing("today_day")
def _(world: World) -> str:
    return timezone.localdate().isoformat()
