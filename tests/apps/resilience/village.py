"""A small village whose figures can be checked by hand: four families in two RWs, plainly synthetic."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.services import record_facts
from guyub.apps.people.models import Family
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from guyub.apps.surveys.models import Round
from guyub.apps.surveys.services import open_round, record_answers
from guyub.apps.territory.models import Unit

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


def today() -> date:
    return timezone.localdate()


def couple(name: str, rw: str, village: str, decile: int | None = None) -> NewFamily:
    """A couple, the wife 30 years old, with a child of 8 years."""
    on = today()
    members = [
        NewMember(f"Ayahan {name}", 1, 1, date(on.year - 34, 1, 1), marital=2),
        NewMember(f"Ibunda {name}", 2, 2, date(on.year - 30, 1, 1), marital=2),
        NewMember(f"Ananda {name}", 1, 3, date(on.year - 8, 1, 1), marital=1, mother=2),
    ]
    return NewFamily(
        Place(village, rw, "001", address=f"Gang {name} 1"), members, since=date(2015, 1, 1), decile=decile
    )


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
