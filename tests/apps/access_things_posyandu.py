"""Things of posyandu for the access matrix: one of RW 001, a day of it that is open, and one that is closed."""

from __future__ import annotations

from datetime import date

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.services import close_day, open_day, open_posyandu
from tests.apps.access_world import World, thing


def _posyandu(world: World) -> Posyandu:
    return Posyandu.objects.get(pk=world.thing("posyandu"))


@thing("posyandu")
def _(world: World) -> int:
    return open_posyandu(SYSTEM, world.village, "Melati", ["001"]).pk


@thing("posyandu_day")
def _(world: World) -> int:
    return open_day(SYSTEM, _posyandu(world), date(2026, 1, 5)).pk


@thing("closed_posyandu_day")
def _(world: World) -> int:
    return close_day(SYSTEM, open_day(SYSTEM, _posyandu(world), date(2025, 12, 5))).pk
