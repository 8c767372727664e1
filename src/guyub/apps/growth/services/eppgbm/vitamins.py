"""What counts of vitamin A in a file say: a mark where they can only mean one round, nothing where that is open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from guyub.apps.growth.models import CareMark
from guyub.apps.growth.services.caring import Mark
from guyub.apps.growth.services.eppgbm.planning import PlannedRow
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_care_rules
from guyub.domain.growth.care import only_this_round, vitamin_a_round

KIND = CareMark.Kind.VITAMIN_A


@dataclass(frozen=True)
class Capsules:
    """Marks that follow from the counts of a file, and how many counts do not tell in which round it was."""

    marks: tuple[tuple[Person, Mark], ...]
    unclear: int


def capsules_of(rows: Iterable[PlannedRow]) -> Capsules:
    """What rows say that is not on record yet; one query. ``rows``: whose figures are on record, or about to be."""
    counted = [(row.child, row.row.day, row.row.vitamin_a) for row in rows if row.child and row.row.vitamin_a]
    here: dict[int, list[date]] = {}
    children = {child.pk for child, _, _ in counted}
    given = CareMark.objects.counting().filter(child__among=children, kind=KIND)
    for pk, given_on in given.values_list("child_id", "day"):
        here.setdefault(pk, []).append(given_on)
    marks: dict[int, tuple[Person, Mark]] = {}
    unclear = 0
    for child, day, count in counted:
        known = here.get(child.pk, ())
        if child.pk in marks or sum(one <= day for one in known) >= count:
            continue
        if _clear(child, day, count, known):
            marks[child.pk] = child, Mark(KIND, day, source=CareMark.Source.FILE)
        else:
            unclear += 1
    return Capsules(tuple(marks.values()), unclear)


def _clear(child: Person, day: date, count: int, here: Collection[date]) -> bool:
    if child.birth_date is None or child.birth_known != Person.BirthKnown.DAY:
        return False
    rule = load_care_rules().vitamin_a
    of_day = vitamin_a_round(rule, day)
    taken = any(of_day.first <= one <= of_day.until for one in here)  # a later day of the round is on record
    return not taken and only_this_round(rule, child.birth_date, day, count)
