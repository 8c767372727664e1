"""Small families for the tests of the registry; names and numbers are plainly made up (region 99 does not exist)."""

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.services import NewFamily, NewMember, Place, register_family

HERE = Place("99.01.01.1001", "005", "012", "Jalan Contoh 1")
NEXT_DOOR = Place("99.01.01.1001", "005", "013", "Jalan Contoh 2")
SINCE = date(2020, 1, 1)


def member(name="Contoh Satu", sex=1, relation=1, birth=date(1980, 5, 1), **more):
    return NewMember(name, sex, relation, birth, **more)


def enter(*members, place=HERE, since=SINCE, **more):
    """Members by role, as rows: `man, wife, child = enter(...)`; the family is `man.entered_in`."""
    family = register_family(SYSTEM, NewFamily(place, members, since, **more))
    for person in family.new_members:
        person.entered_in = family
    return family.new_members


def couple_with_child(**more):
    """Husband, wife, and her daughter of 2010."""
    return enter(
        member("Suami Contoh", 1, 1, date(1980, 5, 1), marital=2),
        member("Istri Contoh", 2, 2, date(1982, 5, 1), marital=2),
        member("Anak Contoh", 2, 3, date(2000, 5, 1), marital=1, mother=2),
        **more,
    )


def days_after(days):
    return SINCE + timedelta(days=days)
