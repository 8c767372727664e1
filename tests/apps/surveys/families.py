"""Families for tests of surveys: entered through the registry, with plainly made-up names."""

from datetime import date

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Family
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from tests.conftest import PASSWORD, Cast

SINCE = date(2020, 1, 1)


def new_family(village: str, rw: str = "001", rt: str = "001", number: int = 1, child: bool = True) -> NewFamily:
    """A couple, with a child of four unless not wanted."""
    members = [
        NewMember(f"Kepala Contoh {number}", 1, 1, date(1985, 1, 1), marital=2),
        NewMember(f"Istri Contoh {number}", 2, 2, date(1990, 1, 1), marital=2),
    ]
    if child:
        members.append(NewMember(f"Anak Contoh {number}", 2, 3, date(2022, 1, 1), marital=1, mother=2))
    return NewFamily(place=Place(village, rw, rt), members=members, since=date(2022, 1, 1))


def make_families(village: str, count: int, rw: str = "001", first: int = 1, rt: str = "001") -> list[Family]:
    """So many of them in one RT."""
    return register_families(SYSTEM, [new_family(village, rw, rt, number) for number in range(first, first + count)])


def kader(cast: Cast, name: str = "kader-satu", rw: str = "001", rt: str = "") -> User:
    """A cadre of one RW (and RT) of village A."""
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role="kader", region=cast.unit.region, part=".".join(p for p in (rw, rt) if p))
    return user


FULL_MEMBER = {"K.09": 1, "K.12": 1, "K.13": 1, "K.14": 8, "K.15": 1, "K.16": 1, "K.08": 22}
FAMILY_ANSWERS = {
    **{f"P.{number:02}": 1 for number in (1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14)},
    "P.03a": 2,
    "P.03b": 2,
    "P.03c": 2,
    "P.03d": 2,
    "P.07": 2,
    "P.18a": 2,
    "P.18b": 2,
    "P.18c": 2,
    "P.18d": 2,
    "P.19": 2,
    "P.20": 1,
    "P.21": 1,
    "P.22": 1,
    "P.23": 2,
    "P.24": 1,
    "P.25": 45,
    "P.26": 3,
    "P.27": 1,
    "P.28": 1,
    "P.29": 2,
}
COUPLE_ANSWERS = {
    "KB.01": 1,
    "KB.02-a1": 0,
    "KB.02-a2": 1,
    "KB.02-b1": 0,
    "KB.02-b2": 1,
    "KB.03": 2,
    "KB.03-2.1": 3,
    "KB.04": 1,
    "KB.07": 3,
    "KB.08": 3,
    "KB.09a": 1,
    "KB.09b": 1,
    "KB.09c": 2,
}


def full_answers(family: Family) -> dict:
    """Answers that leave nothing open and contradict nothing."""
    head, wife, child = (row.person.code for row in family.memberships.order_by("line"))
    return {
        "family": dict(FAMILY_ANSWERS),
        "couple": dict(COUPLE_ANSWERS),
        "members": {
            head: {**FULL_MEMBER, "K.13": 7},
            wife: dict(FULL_MEMBER),
            child: {"K.09": 1, "K.12": 1, "K.15": 1, "K.16": 1},
        },
    }
