"""Families for tests of surveys, of resilience and of what shows them: entered through the registry, plainly made up.

One couple with a child. `couple` is of today, so that ages stay; four of them make a village whose figures can be
checked by hand. `new_family` has fixed days of birth, and answers that leave nothing open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.assessment.services import record_facts
from guyub.apps.people.models import Family
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from guyub.apps.surveys.models import Round
from guyub.apps.surveys.services import open_round, record_answers
from guyub.apps.territory.models import Unit
from tests.conftest import PASSWORD, Cast

GOOD = {
    **{f"P.{number:02d}": 1 for number in (1, 2, 4, 5, 6, 8, 9, 10, 11, 12)},
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
    "P.25": 72,
    "P.26": 3,
}
"""Every variable of iBangga passed, water and latrine proper."""


def births(number: int) -> dict[str, int]:
    """So many boys born, all alive."""
    return {"KB.01": number, "KB.02-a1": number, "KB.02-a2": 0, "KB.02-b1": number, "KB.02-b2": 0}


PILL = {**births(1), "KB.03": 2, "KB.03-2.1": 2, "KB.04": 1, "KB.07": 6}
NO_METHOD = {**births(3), "KB.03": 2, "KB.03-2.1": 3, "KB.04": 2, "KB.05": 2}
PREGNANT = {**births(1), "KB.03": 1, "KB.03-w": 20, "KB.03-1.1": 1, "KB.04": 2, "KB.05": 2}


FULL_MEMBER = {"K.09": 1, "K.12": 1, "K.13": 1, "K.14": 8, "K.15": 1, "K.16": 1, "K.08": 22}
FAMILY_ANSWERS = {**GOOD, "P.13": 1, "P.14": 1, "P.25": 45, "P.27": 1, "P.28": 1, "P.29": 2}
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


def today() -> date:
    return timezone.localdate()


def kader(cast: Cast, name: str = "kader-satu", rw: str = "001", rt: str = "") -> User:
    """A cadre of one RW (and RT) of village A."""
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role="kader", region=cast.unit.region, part=".".join(p for p in (rw, rt) if p))
    return user


def _members(names: Sequence[str], births: Sequence[date], child_sex: int) -> list[NewMember]:
    """Husband, wife, and a child of hers."""
    return [
        NewMember(names[0], 1, 1, births[0], marital=2),
        NewMember(names[1], 2, 2, births[1], marital=2),
        NewMember(names[2], child_sex, 3, births[2], marital=1, mother=2),
    ]


def new_family(village: str, rw: str = "001", rt: str = "001", number: int = 1, child: bool = True) -> NewFamily:
    """A couple, with a child born in 2022 unless not wanted."""
    names = [f"Kepala Contoh {number}", f"Istri Contoh {number}", f"Anak Contoh {number}"]
    members = _members(names, [date(1985, 1, 1), date(1990, 1, 1), date(2022, 1, 1)], child_sex=2)
    return NewFamily(place=Place(village, rw, rt), members=members[: 3 if child else 2], since=date(2022, 1, 1))


def make_families(village: str, count: int, rw: str = "001", first: int = 1, rt: str = "001") -> list[Family]:
    """So many of them in one RT."""
    return register_families(SYSTEM, [new_family(village, rw, rt, number) for number in range(first, first + count)])


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


def couple(name: str, rw: str, village: str, decile: int | None = None) -> NewFamily:
    """A couple, the wife 30 years old, with a child of 8 years."""
    names = [f"Ayahan {name}", f"Ibunda {name}", f"Ananda {name}"]
    members = _members(names, [date(today().year - years, 1, 1) for years in (34, 30, 8)], child_sex=1)
    place = Place(village, rw, "001", address=f"Gang {name} 1")
    return NewFamily(place, members, since=date(2015, 1, 1), decile=decile)


def four_families(village: str) -> list[Family]:
    """Two in RW 001, two in RW 002; nobody interviewed yet."""
    flowers = [("Dahlia", "001", 1), ("Anggrek", "001", None), ("Tulip", "002", 4), ("Teratai", "002", 7)]
    return register_families(SYSTEM, [couple(name, rw, village, decile) for name, rw, decile in flowers])


def answers_of(
    family: Family, changes: dict[str, int] | None = None, block: dict[str, int] = PILL
) -> dict[str, object]:
    """Good answers with some changed. All three are insured, the child has a certificate and is in school."""
    head, wife, child = family.new_members
    grown = {"K.13": 7, "K.14": 8, "K.15": 2, "K.16": 1}
    return {
        "family": {**GOOD, **(changes or {})},
        "couple": dict(block),
        "members": {
            head.code: grown,
            wife.code: {**grown, "K.13": 1},
            child.code: {"K.09": 1, "K.13": 1, "K.14": 3, "K.15": 2, "K.16": 1},
        },
    }


def round_in(village: str, day: date | None = None) -> Round:
    return open_round(SYSTEM, village, (day or today()).year, "pk-2021", day or today() - timedelta(days=30))


def answer(round_: Round, entries: list[tuple[Family, dict[str, object]]], day: date | None = None) -> None:
    record_answers(SYSTEM, round_, [(family, given, day or today()) for family, given in entries], "test")


def report_families(unit: Unit, count: int) -> None:
    """How many families there are, as another system reported it."""
    record_facts(
        SYSTEM,
        unit,
        as_of=date(2023, 5, 31),
        values={"families": count, "pus": 999},
        source="reported-file",
        provenance="Berkas rekaan untuk uji",
    )
