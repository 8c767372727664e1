"""Entries that may be one human being, side by side; and what was merged."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.people import services
from guyub.apps.people.models import Duplicate, Membership, Merge, Person
from guyub.apps.people.presentation.family import masked_niks
from guyub.apps.people.presentation.wording import birth_words, duplicate_reason

PAGE = 20


@dataclass(frozen=True)
class Side:
    """One of the two entries."""

    person: Person
    nik: str
    family_code: str
    family_village: str
    relation: int | None


@dataclass(frozen=True)
class Pair:
    """Two entries, what speaks for one human being, and which lines are the same."""

    duplicate: Duplicate
    sides: tuple[Side, Side]
    reasons: list[str]
    same: frozenset[str]


def open_pairs(user: User, village: str) -> tuple[list[Pair], bool]:
    """The likeliest pairs that wait for a decision, one of each in this village, and whether there are more."""
    rows = services.questions_for(user).filter(Q(first__village_id=village) | Q(second__village_id=village))
    found = list(rows.select_related("first__mother", "second__mother")[: PAGE + 1])
    return _pairs(found[:PAGE]), len(found) > PAGE


def merges(user: User, village: str) -> list[Merge]:
    """The newest merges of entries in this village that the person may undo."""
    return list(services.merges_for(user).filter(Q(kept__village_id=village) | Q(absorbed__village_id=village))[:PAGE])


def _pairs(rows: Sequence[Duplicate]) -> list[Pair]:
    people = [person for row in rows for person in (row.first, row.second)]
    niks = masked_niks(people)
    homes: dict[int, Membership] = {}
    for one in Membership.objects.filter(person__in=people).select_related("family").order_by("since", "pk"):
        homes[one.person_id] = one

    def side(person: Person) -> Side:
        home = homes.get(person.pk)
        return Side(
            person=person,
            nik=niks.get(person.pk, ""),
            family_code=home.family.code if home else "",
            family_village=home.family.village_id if home else "",
            relation=home.relation if home else None,
        )

    return [
        Pair(row, (side(row.first), side(row.second)), [duplicate_reason(code) for code in row.reasons], _same(row))
        for row in rows
    ]


def _same(row: Duplicate) -> frozenset[str]:
    first, second = row.first, row.second
    values = {
        "name": (first.name_key, second.name_key),
        "birth": tuple(birth_words(one.birth_date, one.birth_known) for one in (first, second)),
        "sex": (first.sex, second.sex),
        "place": ((first.village_id, first.rw, first.rt), (second.village_id, second.rw, second.rt)),
        "nik": (first.nik_digest, second.nik_digest),
    }
    return frozenset(name for name, (one, other) in values.items() if one == other and one)
