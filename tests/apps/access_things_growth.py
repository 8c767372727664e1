"""Things of the access matrix: a child of the own family that is to be referred, its measurement, its referral."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.apps.access_world import VILLAGE, World, _person, thing

TOO_LIGHT = 6_000


def _measured(world: World) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.growth.services import Figures, record_measurement
    from guyub.apps.people.models import Person

    child = Person.objects.get(memberships__family=world.families["own"], memberships__relation=3)
    return record_measurement(SYSTEM, child, date(2025, 9, 9), Figures(weight_g=TOO_LIGHT, height_mm=740))


@thing("child")
def _(world: World) -> str:
    return _measured(world).child.code


@thing("measurement")
def _(world: World) -> int:
    return _measured(world).pk


@thing("referral")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.growth.services import Figures, record_measurement, refer_child
    from guyub.apps.people.models import Person

    child = Person.objects.get(code=world.thing("referred_child"))
    record_measurement(SYSTEM, child, date(2025, 9, 9), Figures(weight_g=TOO_LIGHT, height_mm=740))
    return refer_child(SYSTEM, child).pk


@thing("referred_child")
def _(world: World) -> str:
    """Another child of the RW: the first has no open referral, so that it can be referred."""
    place = {"village_id": VILLAGE, "rw": "001", "rt": "001"}
    return _person("Adinda Seruni", 1, date(2024, 9, 9), "", place).code


@thing("child_of_family")
def _(world: World) -> str:
    from guyub.apps.people.models import Person

    return Person.objects.get(memberships__family=world.families["own"], memberships__relation=3).code


@thing("children_list")
def _(world: World) -> str:
    return "gizi"


@thing("care_kind")
def _(world: World) -> str:
    return "immunisation"


@thing("care_mark")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.growth.services import Mark, mark_care
    from guyub.apps.people.models import Person

    child = Person.objects.get(code=world.thing("referred_child"))
    return mark_care(SYSTEM, child, Mark("illness", date(2025, 9, 9), "cough")).pk
