"""Young people for tests: entered through the registry with a parent, checked; those who accompany them."""

from __future__ import annotations

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from guyub.apps.youth.services import CheckFacts, record_check
from guyub.domain.youth.findings import Figures
from tests.apps.made_families import today
from tests.conftest import PASSWORD, Cast

BOY, GIRL = 1, 2
STEADY = {"weight_g": 47000, "height_mm": 1550}  # of a girl of 14: normal


def companion(cast: Cast, role: str, part: str = "") -> User:
    """Someone with a role in village A, or in a part of it."""
    name = f"{role}-{part or 'semua'}"
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=cast.unit.region, part=part)
    return user


def born(years: int, days: int = 30) -> date:
    """The birth of somebody who completed so many years so many days ago."""
    now = today()
    return date(now.year - years, now.month, min(now.day, 28)) - timedelta(days=days)


def make_young(village: str, count: int = 1, *, years: int = 14, sex: int = GIRL, rw: str = "001") -> list[Person]:
    """So many young people, each in a new family with a parent."""
    first = Person.objects.count()
    families = [
        NewFamily(
            Place(village, rw, "001"),
            [
                NewMember(f"Orang Tua {number}", GIRL, 1, date(1980, 1, 1), marital=4),
                NewMember(f"Remaja Contoh {number}", sex, 3, born(years), marital=1, mother=1),
            ],
            date(2015, 1, 1),
        )
        for number in range(first, first + count)
    ]
    return [family.memberships.get(relation=3).person for family in register_families(SYSTEM, families)]


def checked(young: Person, days_ago: int = 0, *, tablets: int | None = None, **figures: int):
    """A check so many days ago."""
    return record_check(SYSTEM, young, today() - timedelta(days=days_ago), CheckFacts(Figures(**figures), tablets))
