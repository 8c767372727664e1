"""The register of a group's month (R/I): what it counts, and that it was handed in. The only way to write registers."""

from collections import Counter
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


def meetings_in(group: Group, month: date) -> "QuerySet[Meeting]":
    """Meetings of a month, the first day first, with ``came`` and ``ticked``; one query."""
    found = group.meetings.filter(day__gte=month.replace(day=1), day__lt=first_after(month)).order_by("day")
    present = Count("attendances", filter=Q(attendances__present=True))
    return found.annotate(came=present, ticked=Count("attendances"))


def register_counts(group: Group, month: date) -> dict[str, Any]:
    """Counts of a month, as the monthly tables of SIGA ask for them; three queries.

    ``members``: now. ``present``: all meetings together. ``came_once``: members who came to one of them or more.
    ``topics``: code → meetings.
    """
    meetings = list(meetings_in(group, month))
    ticks = Attendance.objects.filter(meeting__in=[one.pk for one in meetings], present=True)
    return {
        "meetings": len(meetings),
        "virtual": sum(one.way == VIRTUAL for one in meetings),
        "members": current_members([group]).get(group.pk, 0),
        "present": sum(one.came for one in meetings),
        "came_once": ticks.order_by().values("member").distinct().count(),
        "guests": sum(one.guests for one in meetings),
        "topics": dict(sorted(Counter(one.topic for one in meetings if one.topic).items())),
    }


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
