"""Which child of the registry a row of a file is: by NIK, else by name and day of birth. Nothing is guessed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guyub.analytics.growth_tables.eppgbm import ChildRow
from guyub.apps.people.access import SILENT
from guyub.apps.people.models import Person
from guyub.apps.people.sealing import digest
from guyub.domain.families.duplicates import LIKE_NAME, name_likeness
from guyub.domain.families.names import name_key

MOST_NEAR = 3
YOUNG = 6 * 366  # days; who is older is on no list of under-fives, even with a year of birth mistyped by one


@dataclass(frozen=True)
class Match:
    """The child; else those of that name and day (``several``), or those who are nearly so (``near``)."""

    child: Person | None
    several: tuple[Person, ...] = ()
    near: tuple[Person, ...] = ()


class Registry:
    """Children of a village that rows of a file may speak of; two queries, however many rows there are."""

    def __init__(self, village: str, rows: Sequence[ChildRow]) -> None:
        here = Person.objects.in_part(village).exclude(state__in=SILENT).select_related("village", "mother")
        self._digests = {row.nik: digest("nik", row.nik) for row in rows if row.nik}
        self._by_nik: dict[str, list[Person]] = defaultdict(list)
        for one in here.filter(nik_digest__among=set(self._digests.values())):
            self._by_nik[one.nik_digest].append(one)
        births = {row.birth for row in rows if row.birth}
        names = {name_key(row.name) for row in rows}
        self._by_birth: dict[date | None, list[Person]] = defaultdict(list)
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for one in here.filter(Q(birth_date__in=births) | Q(name_key__among=names)):
            self._by_birth[one.birth_date].append(one)
            self._by_name[one.name_key].append(one)

    def child_of(self, row: ChildRow) -> Match:
        """A NIK counts where name or day of birth bear it out: at times a parent's stands in its place."""
        key = name_key(row.name)
        numbered = self._by_nik.get(self._digests.get(row.nik, ""), [])
        sure = [one for one in numbered if one.name_key == key or one.birth_date == row.birth]
        if len(sure) == 1:
            return Match(sure[0])
        named = [one for one in self._by_name.get(key, []) if row.birth is not None and one.birth_date == row.birth]
        for narrower in _narrower(row):
            if len(named) > 1:
                named = [one for one in named if narrower(one)] or named
        if len(named) == 1:
            return Match(named[0])
        return Match(None, tuple(named)) if named else Match(None, near=self._near(row, key))

    def _near(self, row: ChildRow, key: str) -> tuple[Person, ...]:
        """Children born that day of nearly that name, and of that name born on another day: shown, never taken."""
        alike = (
            [one for one in self._by_birth.get(row.birth, []) if name_likeness(one.name_key, key) >= LIKE_NAME]
            if row.birth
            else []
        )
        young = [one for one in self._by_name.get(key, []) if _young(one, row.day) and one not in alike]
        return tuple([*alike, *young][:MOST_NEAR])


def _young(one: Person, day: date) -> bool:
    return one.birth_date is not None and 0 <= (day - one.birth_date).days < YOUNG


def _narrower(row: ChildRow) -> list[Callable[[Person], bool]]:
    """What tells children of one name and day of birth apart."""
    parents = name_key(row.parents)
    tests: list[Callable[[Person], bool]] = [lambda one: one.name.casefold() == row.name.casefold()]
    if row.rw:
        tests.append(lambda one: one.rw == row.rw)
    if parents:
        tests.append(lambda one: parents in (one.mother.name_key if one.mother else "", one.mother_name_key))
    if row.sex:
        tests.append(lambda one: one.sex == row.sex)
    return tests
