"""The register of a group's month (R/I): what it counts, and that it was handed in. The only way to write registers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.programmes.models import Attendance, Group, GroupRegister, Meeting
from guyub.apps.programmes.services.counting import current_members
from guyub.apps.programmes.services.problems import refuse
from guyub.apps.programmes.services.reach import note, require_runs
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.deadlines import first_after

VIRTUAL = "virtual"


def meetings_in(groups: Iterable[Group], month: date) -> "QuerySet[Meeting]":
    """Meetings of a month, the first day first, with ``came`` and ``ticked``; one query."""
    days = {"day__gte": month.replace(day=1), "day__lt": first_after(month)}
    found = Meeting.objects.filter(group__in=[one.pk for one in groups], **days).order_by("day", "pk")
    present = Count("attendances", filter=Q(attendances__present=True))
    return found.annotate(came=present, ticked=Count("attendances"))


def register_counts(group: Group, month: date) -> dict[str, Any]:
    """Counts of a group's month; see `registers_counts`."""
    return registers_counts([group], meetings_in([group], month))[group.pk]


def registers_counts(groups: Sequence[Group], meetings: Iterable[Meeting]) -> dict[int, dict[str, Any]]:
    """Counts of a month by group, as the monthly tables of SIGA ask for them; two queries, however many groups.

    ``members``: now. ``present``: all meetings together. ``came_once``: members who came to one of them or more.
    ``topics``: code → meetings.

    Args:
        groups: Whose counts.
        meetings: Theirs of the month, as `meetings_in` gives them.
    """
    of_group: Mapping[int, list[Meeting]] = defaultdict(list)
    for one in meetings:
        of_group[one.group_id].append(one)
    members, came = current_members(groups), _came_once(of_group)
    return {group.pk: _counts(of_group[group.pk], members.get(group.pk, 0), came.get(group.pk, 0)) for group in groups}


def _counts(meetings: Sequence[Meeting], members: int, came_once: int) -> dict[str, Any]:
    return {
        "meetings": len(meetings),
        "virtual": sum(one.way == VIRTUAL for one in meetings),
        "members": members,
        "present": sum(one.came for one in meetings),
        "came_once": came_once,
        "guests": sum(one.guests for one in meetings),
        "topics": dict(sorted(Counter(one.topic for one in meetings if one.topic).items())),
    }


def _came_once(of_group: Mapping[int, Sequence[Meeting]]) -> dict[int, int]:
    """Members who came to one of the meetings or more, by group; one query."""
    pks = [one.pk for meetings in of_group.values() for one in meetings]
    found = Attendance.objects.filter(meeting__in=pks, present=True).order_by().values("meeting__group")
    return dict(found.annotate(n=Count("member", distinct=True)).values_list("meeting__group", "n"))


@transaction.atomic
def confirm_register(actor: Actor, group: Group, month: date) -> GroupRegister:
    """Keep the register of a month as it stands, as handed in.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: The kind has no register, or the month is to come.
    """
    require_runs(actor, group)
    month = month.replace(day=1)
    problem = "group-without-register" if load_group_rules().by_code[group.kind].register_form is None else ""
    refuse(problem or ("group-day-to-come" if month > timezone.localdate() else ""), group.pk)
    register = GroupRegister.objects.create(
        group=group,
        month=month,
        counts=register_counts(group, month),
        confirmed_by=person(actor),
        confirmed_at=timezone.now(),
    )
    note(actor, "group-register-confirmed", group, month=f"{month:%Y-%m}")
    return register
