"""Things of the access matrix: elders of the own RW, one of them referred; a screening and a check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.apps.access_world import VILLAGE, World, _person, thing


def _elder(name: str) -> Any:
    born = timezone.localdate().replace(day=1) - timedelta(days=70 * 366)
    return _person(name, 2, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"})


def _screened(elder: Any) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.elders.services import record_screening

    return record_screening(SYSTEM, elder, "skilas", timezone.localdate(), {"chair": 2})


@thing("elder")
def _(world: World) -> str:
    return _elder("Sumarni Teratai").code


@thing("ticked_elder")
def _(world: World) -> str:
    elder = _elder("Warsinah Cempaka")
    _screened(elder)
    return elder.code


@thing("referred_elder")
def _(world: World) -> str:
    return _elder("Kartinah Seruni").code


@thing("elder_screening")
def _(world: World) -> int:
    from guyub.apps.people.models import Person

    return _screened(Person.objects.get(code=world.thing("elder"))).pk


@thing("elder_check")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.elders.services import ElderFigures, record_elder_check
    from guyub.apps.people.models import Person

    elder = Person.objects.get(code=world.thing("elder"))
    return record_elder_check(SYSTEM, elder, timezone.localdate(), ElderFigures(weight_g=52_000)).pk


@thing("elder_referral")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.elders.services import refer_elder
    from guyub.apps.people.models import Person

    elder = Person.objects.get(code=world.thing("referred_elder"))
    _screened(elder)
    return refer_elder(SYSTEM, elder).pk


@thing("elders_list")
def _(world: World) -> str:
    return "semua"


@thing("elder_form")
def _(world: World) -> str:
    return "skilas"


@thing("cared_elder")
def _(world: World) -> str:
    return _elder("Painem Kantil").code


@thing("care_plan")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.elders.services import NewCare, plan_care
    from guyub.apps.people.models import Person

    return plan_care(SYSTEM, Person.objects.get(code=world.thing("cared_elder")), NewCare("cadre", ["wash"], 14)).pk
