"""Things of the access matrix: another pregnant woman of the RW; the own family's pregnant mother and her round."""

from __future__ import annotations

from django.utils import timezone

from tests.apps.access_things_mothers import _another, _pregnant
from tests.apps.access_world import World, thing


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
