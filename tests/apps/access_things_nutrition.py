"""Things of the access matrix: another pregnant woman of the RW; the own family's mother, her round; a kitchen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.apps.access_things_mothers import _another, _pregnant
from tests.apps.access_world import VILLAGE, World, thing


@thing("pregnant_for_pmt")
def _(world: World) -> str:
    mother = _another("Sekar Melati")
    _pregnant(mother)
    return mother.code


@thing("pmt_round")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.nutrition.services import begin_round
    from guyub.apps.people.models import Person

    mother = Person.objects.get(code=world.thing("pregnant_mother"))
    assert world.thing("pregnancy")
    return begin_round(SYSTEM, mother, "kek", timezone.localdate()).pk


@thing("kitchen_guest")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.nutrition.services import NewGuest, choose_guests
    from guyub.apps.people.models import Person

    mother = Person.objects.select_related("village").get(code=world.thing("pregnant_mother"))
    assert world.thing("pregnancy")
    return choose_guests(SYSTEM, mother.village, [NewGuest(mother, "pregnant", timezone.localdate())])[0].pk


@thing("menu_week")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.nutrition.services import plan_week
    from guyub.apps.territory.models import Region

    village = Region.objects.get(code=VILLAGE)
    return plan_week(SYSTEM, village, _monday(), {"child-24": 1}, {}, {}).pk


@thing("monday")
def _(world: World) -> str:
    return _monday().isoformat()


def _monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


@thing("kitchen_day")
def _(world: World) -> int:
    return _opened(timezone.localdate()).pk


@thing("closed_kitchen_day")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.nutrition.services import close_kitchen

    return close_kitchen(SYSTEM, _opened(timezone.localdate() - timedelta(days=1))).pk


def _opened(day: date) -> Any:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.nutrition.services import open_kitchen
    from guyub.apps.territory.models import Region

    return open_kitchen(SYSTEM, Region.objects.get(code=VILLAGE), day)


@thing("report_kind")
def _(world: World) -> str:
    return "dashat"
