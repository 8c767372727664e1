"""Businesses of the made-up villages: half a year of cash books, permits, mentoring, a loan that is behind."""

import random
from datetime import timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.livelihoods.models import Business
from guyub.apps.livelihoods.services import (
    UPPKA,
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
from guyub.apps.programmes.models import Group
from guyub.domain.programmes.deadlines import months_on

MADE = (  # name, what it sells, in the group, sales a month in thousands, supplies the kitchen
    ("Keripik Rekaan", "Keripik singkong dan pisang", True, 1_400, False),
    ("Dapur Rekaan", "Kue basah", True, 900, True),
    ("Tempe Rekaan", "Tempe dan tahu", True, 2_100, True),
    ("Jahit Rekaan", "Jahitan dan permak", False, 1_100, None),
    ("Kebun Rekaan", "Sayur pekarangan", False, 0, True),
)
MONTHS, OLD_ENOUGH, LINES = 6, 25, 3


def load_businesses(city: SyntheticFile) -> None:
    """Businesses of the villages that have none yet."""
    for number, register in enumerate(city.registers):
        if not Business.objects.filter(village_id=register.village).exists():
            _load_village(register.village, random.Random(city.seed + number))  # noqa: S311 - made up, alike each time


def _load_village(village: str, chance: random.Random) -> None:
    today = timezone.localdate()
    group = Group.objects.filter(village=village, kind=UPPKA, closed_on=None).first()
    grown = Person.objects.filter(village=village, state=Person.State.LIVING, sex=2)
    born_by = today - timedelta(days=OLD_ENOUGH * 366)
    owners = grown.filter(birth_date__lt=born_by, memberships__until=None).order_by("code")[: len(MADE)]
    for place, (owner, (name, product, in_group, thousands, kitchen)) in enumerate(zip(owners, MADE, strict=False)):
        since = months_on(today, -12 * (2 + place))
        facts = BusinessFacts(
            name, product, group if in_group else None, since, 500_000 * (place + 1), ("neighbours", "chat"), kitchen
        )
        business = open_business(SYSTEM, owner, facts)
        _write(business, thousands, chance)
        _permits(business, place)
        visit = today - timedelta(days=20)
        record_note(SYSTEM, business, "mentoring", NoteFacts(visit, "books", next_on=today + timedelta(days=place * 4)))
        record_note(SYSTEM, business, "income", NoteFacts(visit, ("up", "same", "up", "down", "same")[place]))
        if place == 0:
            record_note(SYSTEM, business, "loan", NoteFacts(visit, "behind", 1_500_000))


def _write(business: Business, thousands: int, chance: random.Random) -> None:
    """A few lines a month; the sales go up a little."""
    today = timezone.localdate()
    for month in range(MONTHS if thousands else 0):
        first = months_on(today, 1 - MONTHS + month)
        sales = thousands * (90 + 4 * month + chance.randrange(20)) * 10
        for line in range(LINES):
            day = first + timedelta(days=2 + 8 * line)
            if day <= today:
                record_cash(SYSTEM, business, CashFacts(day, "sale", sales // LINES))
                record_cash(SYSTEM, business, CashFacts(day, ("material", "energy", "packing")[line], sales // 5))


def _permits(business: Business, place: int) -> None:
    """All have a NIB; one SPP-IRT ran out, one is to be asked for anew; one halal certificate."""
    today = timezone.localdate()
    record_permit(SYSTEM, business, PermitFacts("nib", months_on(today, -20), f"120000{place:07d}"))
    if place < 3:
        months = (-61, -57, -10)[place]
        record_permit(SYSTEM, business, PermitFacts("spp-irt", months_on(today, months), f"P-IRT 20632760{place:05d}"))
    if place == 1:
        record_permit(SYSTEM, business, PermitFacts("halal", months_on(today, -9), "ID00000000000001"))
