"""Which child of the registry a row of a file is: by NIK, else by name and day of birth. Nothing is guessed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from guyub.analytics.growth_tables.eppgbm import ChildRow
from guyub.apps.people.access import SILENT
from guyub.apps.people.models import Person
from guyub.apps.people.sealing import digest
from guyub.domain.families.names import name_key


@dataclass(frozen=True)
class Match:
    """The child, or how many it may be: 0 none, 2 or more several."""

    child: Person | None
    candidates: int


class Registry:
    """Children of a village that rows of a file may speak of; two queries, however many rows there are."""

    def __init__(self, village: str, rows: Sequence[ChildRow]) -> None:
        here = Person.objects.in_part(village).exclude(state__in=SILENT).select_related("village", "mother")
        self._digests = {row.nik: digest("nik", row.nik) for row in rows if row.nik}
        self._by_nik: dict[str, list[Person]] = defaultdict(list)
        for one in here.filter(nik_digest__among=set(self._digests.values())):
            self._by_nik[one.nik_digest].append(one)
        self._by_name: dict[tuple[str, date], list[Person]] = defaultdict(list)
        births = {row.birth for row in rows if row.birth}
        names = {name_key(row.name) for row in rows if row.birth}
        for one in here.filter(birth_date__in=births, name_key__among=names):
            if one.birth_date is not None:
                self._by_name[one.name_key, one.birth_date].append(one)

    def child_of(self, row: ChildRow) -> Match:
        """A NIK counts where name or day of birth bear it out: at times a parent's stands in its place."""
        key = name_key(row.name)
        numbered = self._by_nik.get(self._digests.get(row.nik, ""), [])
        sure = [one for one in numbered if one.name_key == key or one.birth_date == row.birth]
        if len(sure) == 1:
            return Match(sure[0], 1)
        named = self._by_name.get((key, row.birth), []) if row.birth else []
        for narrower in _narrower(row):
            if len(named) > 1:
                named = [one for one in named if narrower(one)] or named
        return Match(named[0] if len(named) == 1 else None, len(named))


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
