"""When two entries of the registry become one: memberships, attendance, visits and posts follow."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Attendance, GroupMember, GroupOfficer, GroupVisit


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    pair = (kept, absorbed)
    return [
        GroupMember.objects.filter(person__in=pair),
        Attendance.objects.filter(member__person__in=pair),
        GroupVisit.objects.filter(member__person__in=pair),
        GroupOfficer.objects.filter(person__in=pair),
    ]


def move(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`.

    Who belongs to one group under both entries was enrolled twice: attendance and visits join the membership of the
    kept entry, present where either was; the other membership was a mistake. A post that both hold ends for the
    absorbed one.
    """
    today = timezone.localdate()
    mine = {one.group_id: one for one in GroupMember.objects.filter(person=kept, until=None)}
    for other in GroupMember.objects.filter(person=absorbed, until=None, group__in=mine):
        own = mine[other.group_id]
        came = list(other.attendances.filter(present=True).values_list("meeting", flat=True))
        own.attendances.filter(meeting__in=came).update(present=True)
        there = own.attendances.values("meeting")
        other.attendances.exclude(meeting__in=there).update(member=own)
        other.visits.update(member=own)
        own.since = min(own.since, other.since)
        own.save(update_fields=["since"])
        other.until, other.ended = today, GroupMember.Ended.MISTAKE
        other.save(update_fields=["until", "ended"])
    held = {(one.group_id, one.post) for one in GroupOfficer.objects.filter(person=kept, until=None)}
    for post in GroupOfficer.objects.filter(person=absorbed, until=None):
        if (post.group_id, post.post) in held:
            post.until = today
            post.save(update_fields=["until"])
    GroupMember.objects.filter(person=absorbed).update(person=kept)
    GroupOfficer.objects.filter(person=absorbed).update(person=kept)
