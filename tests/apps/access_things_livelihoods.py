"""Things of the access matrix: a business of somebody of RW 001, with an entry in its book and a permit."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.livelihoods.models import Business
from guyub.apps.livelihoods.services import (
    BusinessFacts,
    CashFacts,
    NoteFacts,
    PermitFacts,
    open_business,
    record_cash,
    record_note,
    record_permit,
)
from guyub.apps.people.models import Person
from tests.apps.access_world import VILLAGE, World, _person, thing


@thing("business_owner")
def _(world: World) -> str:
    """A woman of 40 in RW 001 who belongs to no family of the world."""
    born = date(timezone.localdate().year - 40, 1, 1)
    return _person("Pemilik Usaha Melur", 2, born, "", {"village_id": VILLAGE, "rw": "001", "rt": "001"}).code


@thing("business")
def _(world: World) -> int:
    owner = Person.objects.get(code=world.thing("business_owner"))
    return open_business(SYSTEM, owner, BusinessFacts("Dapur Melur", "Keripik singkong")).pk


def _of(world: World) -> Business:
    return Business.objects.get(pk=world.thing("business"))


@thing("cash_entry")
def _(world: World) -> int:
    return record_cash(SYSTEM, _of(world), CashFacts(timezone.localdate(), "sale", 50_000)).pk


@thing("business_permit")
def _(world: World) -> int:
    return record_permit(SYSTEM, _of(world), PermitFacts("nib", timezone.localdate(), "1234000056789")).pk


@thing("business_list")
def _(world: World) -> str:
    return "izin"


@thing("business_note")
def _(world: World) -> str:
    return "income"


@thing("kept_note")
def _(world: World) -> int:
    return record_note(SYSTEM, _of(world), "income", NoteFacts(timezone.localdate(), "up")).pk
