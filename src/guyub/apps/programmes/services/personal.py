"""What is held about one human being in groups: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.programmes.models import Attendance, GroupMember, GroupOfficer, GroupVisit

MEMBERS, POSTS, MEETINGS, VISITS = "Anggota kelompok", "Tugas di kelompok", "Hadir di pertemuan", "Kunjungan rumah"

OF_VISIT = ("day", "reason", "outcome", "referral__to", "referral__answered_on", "referral__outcome", "referral__note")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: memberships, posts, attendance and visits as a person.

    What a family does as a whole is the family's, and not of one of its members.
    """
    held = {
        MEMBERS: _rows(GroupMember.objects.filter(person__in=people), "group__kind", "since", "until", "ended"),
        POSTS: _rows(
            GroupOfficer.objects.filter(person__in=people), "group__kind", "post", "since", "until", "trained_on"
        ),
        MEETINGS: _rows(Attendance.objects.filter(member__person__in=people), "meeting__day", "present"),
        VISITS: _rows(GroupVisit.objects.filter(member__person__in=people), *OF_VISIT),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing is left of an erased person."""
    GroupVisit.objects.filter(member__person__in=people).delete()
    GroupMember.objects.filter(person__in=people).delete()
    GroupOfficer.objects.filter(person__in=people).delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in found.order_by("pk").values(*names)
    ]
