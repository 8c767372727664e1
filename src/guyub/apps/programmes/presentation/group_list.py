"""The groups of a village, each with what is waiting: a meeting, the card of the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.programmes.models import Group, GroupCard, Meeting
from guyub.apps.programmes.services import current_members, officers_now
from guyub.apps.territory.models import Region
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.kinds import Kind


@dataclass(frozen=True)
class GroupLine:
    """A group on the list.

    Attributes:
        members: How many belong to it now.
        officers, trained: Who runs it, and how many of them were trained.
        last: Day of the latest meeting; None where it never met.
        card: Whether the card of the year is confirmed; None for kinds without one, and where it is not due yet.
        may_run: Whether the reader writes of it.
    """

    group: Group
    kind: Kind
    members: int
    officers: int
    trained: int
    last: date | None
    card: bool | None
    may_run: bool


def group_lines(village: Region, user: User, today: date) -> list[GroupLine]:
    """Groups that the reader sees, in the order of kinds, those closed last; five queries."""
    found = list(Group.objects.permitted(user, Right.SEE_GROUPS).filter(village=village))
    members, officers = current_members(found), officers_now(found)
    pks = [group.pk for group in found]
    latest = Meeting.objects.filter(group__in=pks).order_by().values("group").annotate(day=Max("day"))
    last: Mapping[int, date] = dict(latest.values_list("group", "day"))
    cards = set(GroupCard.objects.filter(group__in=pks, year=today.year).values_list("group", flat=True))
    codes = scope_of(user).codes(Right.EDIT_GROUPS)
    order = {kind.code: number for number, kind in enumerate(load_group_rules().kinds)}
    found.sort(key=lambda group: (group.closed_on is not None, order[group.kind], group.name))
    return [
        GroupLine(
            group=group,
            kind=load_group_rules().by_code[group.kind],
            members=members.get(group.pk, 0),
            officers=officers.get(group.pk, (0, 0))[0],
            trained=officers.get(group.pk, (0, 0))[1],
            last=last.get(group.pk),
            card=card_state(group, today, group.pk in cards),
            may_run=group.closed_on is None and group.touches(codes),
        )
        for group in found
    ]


def card_state(group: Group, today: date, confirmed: bool) -> bool | None:
    """Whether the card of this year is confirmed; None for kinds without one, closed groups, and before it is due."""
    rules = load_group_rules()
    if rules.by_code[group.kind].card is None or group.closed_on is not None:
        return None
    return True if confirmed else None if today <= rules.card_due(today.year) else False


def kinds_lacking(lines: Sequence[GroupLine]) -> list[Kind]:
    """Kinds that the classification counts and of which there is no open group."""
    there = {line.group.kind for line in lines if line.group.closed_on is None}
    return [kind for kind in load_group_rules().counted if kind.code not in there]
