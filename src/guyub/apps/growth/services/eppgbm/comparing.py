"""A month on record beside the same month in a file of e-PPGBM: only here, only there, different."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import Measurement
from guyub.apps.growth.services.eppgbm.exporting import measurements_of
from guyub.apps.growth.services.eppgbm.planning import Outcome, Plan, PlannedRow
from guyub.apps.people.models import Person


class Kind(StrEnum):
    """What is not the same; the values are codes of words."""

    ONLY_HERE = "only-here"
    ONLY_THERE = "only-there"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Compared:
    """One child and month that is not the same on both sides; ``there``: the row of the file."""

    kind: Kind
    child: Person | None
    here: Measurement | None = None
    there: PlannedRow | None = None


@dataclass(frozen=True)
class Month:
    """A month compared. ``same``: children whose month is the same on both sides."""

    month: date
    lines: tuple[Compared, ...]
    same: int

    def count(self, kind: Kind) -> int:
        """How many lines are of a kind."""
        return sum(line.kind == kind for line in self.lines)


def months_of(plan: Plan) -> list[date]:
    """First days of the months that a file speaks of, the latest first."""
    return sorted({row.row.day.replace(day=1) for row in plan.rows}, reverse=True)


def compare(user: User, village: str, plan: Plan, month: date) -> Month:
    """What of a month is on one side alone or not the same. A child of two days in the month is different, once."""
    here: dict[int, list[Measurement]] = {}
    readable = measurements_of(village, month).permitted(user, Right.SEE_GROWTH).select_related("child")
    for one in readable.order_by("rw", "rt", "child_id", "day", "pk"):
        here.setdefault(one.child_id, []).append(one)
    there = [row for row in plan.rows if row.row.day.replace(day=1) == month and row.outcome not in _LEFT_OUT]
    same = {row.child.pk for row in there if row.child is not None and row.outcome == Outcome.SAME}
    lines = [*_beside(there, here, same), *_only_here(there, here)]
    return Month(month, tuple(lines), len(same))


_LEFT_OUT = (Outcome.FAULT, Outcome.REPEATED)


def _beside(there: list[PlannedRow], here: dict[int, list[Measurement]], same: set[int]) -> Iterator[Compared]:
    for row in there:
        if row.outcome == Outcome.SAME or (row.child is not None and row.child.pk in same):
            continue
        found = row.here or (here.get(row.child.pk, [None])[-1] if row.child else None)
        yield Compared(Kind.DIFFERENT if found else Kind.ONLY_THERE, row.child, found, row)


def _only_here(there: list[PlannedRow], here: dict[int, list[Measurement]]) -> Iterator[Compared]:
    children = {row.child.pk for row in there if row.child is not None}
    for pk, measurements in here.items():
        if pk not in children:
            yield Compared(Kind.ONLY_HERE, measurements[-1].child, measurements[-1])
