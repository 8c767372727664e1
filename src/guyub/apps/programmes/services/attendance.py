"""Who came to meetings of the last twelve months: what the family survey asks of a family, counted from attendance.

The classification counts members, so attendance moves no score; it shows how much stands behind the members.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guyub.apps.programmes.models import Attendance, Meeting
from guyub.apps.resilience.services.registry_facts import three_digits
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.data.derived_files import load_derived_rules


@dataclass(frozen=True)
class Came:
    """Of one kind: meetings of the window, and families or people who came to one at least, each counted once."""

    meetings: int
    came: int


def came_in_window(unit: Unit, level: UnitLevel | None, on: date) -> dict[str, Came]:
    """By kind of group; two queries. A kind that did not meet is left out, as is all of a unit that covers a hamlet."""
    if level is not None and level.covers == UnitLevel.Covers.DUSUN:
        return {}
    since = load_derived_rules().since(on)
    held = Meeting.objects.filter(group__village=unit.region_id, day__gt=since, day__lte=on)
    meetings: dict[str, int] = defaultdict(int)
    for kind in held.order_by().values_list("group__kind", flat=True):
        meetings[kind] += 1
    ticks = Attendance.objects.filter(meeting__in=held.order_by(), present=True)
    if level is not None and level.covers == UnitLevel.Covers.RW:
        rw = three_digits(level.part)
        ticks = ticks.filter(Q(member__family__rw=rw) | Q(member__person__rw=rw))
    who: dict[str, set[tuple[int | None, int | None]]] = defaultdict(set)
    columns = ("meeting__group__kind", "member__family", "member__person")
    for kind, family, person in ticks.order_by().values_list(*columns).distinct():
        who[kind].add((family, person))
    return {kind: Came(count, len(who[kind])) for kind, count in meetings.items()}
