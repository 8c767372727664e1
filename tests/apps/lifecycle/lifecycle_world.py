"""A post of RW 001 for tests with somebody of every stage of life."""

from __future__ import annotations

from datetime import date

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.growth.services import open_day, open_posyandu
from guyub.apps.people.models import Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from guyub.apps.territory.models import Region
from tests.apps.elders.elders_world import years_ago
from tests.apps.made_families import today

MAN, WOMAN = 1, 2


def make_adults(village: str, count: int = 1, *, rw: str = "001", years: int = 40, sex: int = WOMAN) -> list[Person]:
    """So many people of an age, each alone in a new family."""
    first = Person.objects.count()
    families = [
        NewFamily(
            Place(village, rw, "001"),
            [NewMember(f"Warga Contoh {number}", sex, 1, years_ago(years, 30), marital=4)],
            date(2015, 1, 1),
        )
        for number in range(first, first + count)
    ]
    return [family.memberships.get().person for family in register_families(SYSTEM, families)]


def make_session(village: Region, day: date | None = None, serves: tuple[str, ...] = ("001",)) -> PosyanduDay:
    """A day, today where none is named, of a post that serves RW 001."""
    return open_day(SYSTEM, open_posyandu(SYSTEM, village, "Melati", serves), day or today())
