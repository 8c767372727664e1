"""What the scorecard says of groups: how many are active, and how many take part as the classification counts it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from guyub.apps.assessment import services as assessment
from guyub.apps.programmes.models import Group, Meeting
from guyub.apps.territory.models import Region, Unit
from guyub.data.group_files import load_group_health, load_group_rules
from guyub.domain.programmes.health import Held, health_of
from guyub.domain.programmes.participation import participation
from guyub.domain.scorecard.lines import Figure


def active_groups(village: Region, days: Sequence[date]) -> list[Figure]:
    """Active groups of those open on each day; two queries."""
    groups = list(Group.objects.filter(village=village))
    held: dict[int, list[Held]] = defaultdict(list)
    for group, day in Meeting.objects.filter(group__in=[one.pk for one in groups]).values_list("group", "day"):
        held[group].append(Held(day, 0, 0))
    return [_active(groups, held, day) for day in days]


def participation_percent(village: Region) -> int | None:
    """Whole per cent of O1 by the village's figures in force; None where one of them is not known."""
    unit = Unit.objects.active().filter(region=village).first()
    if unit is None:
        return None
    instrument = assessment.default_instrument()
    found = participation(load_group_rules(), instrument, assessment.known_about(unit, instrument).facts)
    return None if any(one.percent is None for one in found.shares) else found.percent


def _active(groups: Sequence[Group], held: dict[int, list[Held]], day: date) -> Figure:
    there = [one for one in groups if _is_open(one, day)]
    rules, of = load_group_health(), 0
    for group in there:
        until = [one for one in held[group.pk] if one.day <= day]
        of += health_of(rules, until, 0, 0, day).active is True
    return Figure(of, len(there))


def _is_open(group: Group, day: date) -> bool:
    """Whether a group was there on a day: formed by then, as far as that is known, and not closed."""
    formed = group.formed_on is None or group.formed_on <= day
    return formed and (group.closed_on is None or group.closed_on > day)
