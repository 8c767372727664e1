"""Meetings of a group: when, about what, who came. What a page sends counts once. The only way to write meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, System, person
from guyub.apps.accounts.rights import Right
from guyub.apps.programmes.models import Attendance, Group, GroupMember, Meeting, MeetingSending
from guyub.apps.programmes.services.problems import MeetingClosed, NotAMember, refuse
from guyub.apps.programmes.services.reach import note, require_runs
from guyub.apps.ui.outbox import arrived_before, row_number
from guyub.data.group_files import load_group_rules

MOST_GUESTS = 1000
LONGEST_AGO = 10  # years; an older day is a slip of the hand


@dataclass(frozen=True)
class MeetingFacts:
    """What is told of a meeting; codes as in the rule file. ``topic_told``: another topic in words."""

    topic: str = ""
    topic_told: str = ""
    facilitator: str = ""
    way: str = "tatap-muka"
    guests: int = 0


@transaction.atomic
def open_meeting(actor: Actor, group: Group, day: date) -> Meeting:
    """Begin a meeting of a day, or go on with it.

    Raises:
        NotAllowed: The actor may not run this group.
        GroupRecordRefused: The day is to come, too long ago or before the group was formed, or it was closed before.
    """
    require_runs(actor, group)
    refuse(_no_meeting_on(group, day), group.pk)
    new = {"opened_by": person(actor), "opened_at": timezone.now(), "way": MeetingFacts.way}
    try:
        with transaction.atomic():
            meeting, created = Meeting.objects.get_or_create(group=group, day=day, defaults=new)
    except IntegrityError:  # somebody else opened it at the same moment
        meeting, created = Meeting.objects.get(group=group, day=day), False
    if created:
        note(actor, "group-meeting-opened", group, day=day.isoformat())
    return meeting


def _no_meeting_on(group: Group, day: date) -> str:
    """Why a group cannot have met on a day (a reason code); empty where it can."""
    today = timezone.localdate()
    if group.closed_on is not None and day >= group.closed_on:
        return "group-is-closed"
    if day > today:
        return "group-day-to-come"
    if group.formed_on is not None and day < group.formed_on:
        return "group-day-before-it-was-formed"
    return "group-day-too-long-ago" if day.year < today.year - LONGEST_AGO else ""


@transaction.atomic
def describe_meeting(actor: Actor, meeting: Meeting, facts: MeetingFacts) -> Meeting:
    """Say what a meeting was about, who led it, how it was held and how many guests came.

    Raises:
        NotAllowed: The actor may not run this group.
        MeetingClosed: It is over.
        GroupRecordRefused: A code is not in its list, or so many guests cannot be.
    """
    meeting = _locked(actor, meeting)
    rules = load_group_rules()
    lists = (
        (facts.topic, rules.by_code[meeting.group.kind].topics),
        (facts.facilitator, rules.facilitators),
    )
    known = all(not code or code in choices.by_code for code, choices in lists) and facts.way in rules.ways.by_code
    possible = 0 <= facts.guests <= MOST_GUESTS
    refuse("" if known and possible else "not-in-the-list" if possible else "too-many-guests", meeting.group_id)
    wanted = vars(facts) | {"topic_told": facts.topic_told.strip()}
    changed = sorted(name for name, value in wanted.items() if getattr(meeting, name) != value)
    for name in changed:
        setattr(meeting, name, wanted[name])
    if changed:
        meeting.save(update_fields=changed)
        note(actor, "group-meeting-described", meeting.group, day=meeting.day.isoformat())
    return meeting


@transaction.atomic
def close_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """End a meeting: who was not ticked did not come; what still waits on a phone is refused until it is opened again.

    Raises:
        NotAllowed: The actor may not run this group.
    """
    require_runs(actor, meeting.group)
    if meeting.closed_at is None:
        meeting.closed_at = timezone.now()
        meeting.save(update_fields=["closed_at"])
        note(actor, "group-meeting-closed", meeting.group, day=meeting.day.isoformat())
    return meeting


@transaction.atomic
def reopen_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Open a meeting again.

    Raises:
        NotAllowed: The actor may not run this group.
    """
    require_runs(actor, meeting.group)
    if meeting.closed_at is not None:
        meeting.closed_at = None
        meeting.save(update_fields=["closed_at"])
        note(actor, "group-meeting-reopened", meeting.group, day=meeting.day.isoformat())
    return meeting


@transaction.atomic
def cancel_meeting(actor: Actor, meeting: Meeting) -> None:
    """Take back a meeting that was opened by mistake: nobody is ticked as present and nothing is told of it.

    Raises:
        NotAllowed: The actor may not run this group.
        MeetingClosed: It is over.
        GroupRecordRefused: Somebody came, or something is told of it.
    """
    meeting = _locked(actor, meeting)
    refuse("" if is_empty(meeting) else "group-meeting-not-empty", meeting.group_id)
    note(actor, "group-meeting-cancelled", meeting.group, day=meeting.day.isoformat())
    try:
        meeting.delete()
    except ProtectedError:  # something else on record was told of it
        refuse("group-meeting-not-empty", meeting.group_id)


def is_empty(meeting: Meeting) -> bool:
    """Whether nobody is ticked as present at a meeting, and nothing is told of it; one query."""
    told = meeting.topic or meeting.topic_told or meeting.facilitator or meeting.guests
    return not told and not meeting.attendances.filter(present=True).exists()


def expected(meeting: Meeting) -> "QuerySet[GroupMember]":
    """Who belonged to the group on the day; filter by `named_to` before showing names."""
    lasted = Q(until=None) | Q(until__gte=meeting.day)
    return GroupMember.objects.filter(lasted, group=meeting.group_id, since__lte=meeting.day)


@transaction.atomic
def take_in(actor: Actor, meeting: Meeting, changes: Any, sequence: int, device: str) -> int:
    """Put a numbered sending of a page of a meeting on record, once; returns its number.

    Args:
        actor: Who ticks.
        meeting: The meeting.
        changes: {"member": row number, "present": true or false}: the last one of a member counts. Empty: the number
            is used up.
        sequence: Number of the sending on its page, from 1.
        device: The page, a random name of its own.

    Raises:
        NotAllowed: The actor may not run this group.
        SendingsMissing: An earlier sending of the page has not arrived.
        MeetingClosed: The meeting is over.
        NotAMember: Nobody of the group, or not where the actor may tick.
    """
    require_runs(actor, meeting.group)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    if arrived_before(meeting.sendings.all(), device, sequence):
        return sequence
    _refuse_closed(meeting)
    if changes:
        given = changes if isinstance(changes, dict) else {}
        member, present = row_number(given.get("member")), given.get("present")
        if member is None or type(present) is not bool:
            raise NotAMember(member=str(given.get("member"))[:20])
        _tick(actor, meeting, {member: present})
    MeetingSending.objects.create(
        meeting=meeting, device=device, sequence=sequence, sent_by=person(actor), arrived_at=timezone.now()
    )
    return sequence


@transaction.atomic
def save_attendance(actor: Actor, meeting: Meeting, present: Collection[int]) -> int:
    """Put on record who came, of all whom the actor may tick: those named, and nobody else. Returns how many came.

    Args:
        actor: Who ticks.
        meeting: The meeting.
        present: Row numbers of members.

    Raises:
        NotAllowed: The actor may not run this group.
        MeetingClosed: The meeting is over.
        NotAMember: One of them is nobody of the group, or not where the actor may tick.
    """
    meeting = _locked(actor, meeting)
    wanted = set(present)
    own = _within_reach(actor, meeting)
    if strangers := wanted - own:
        raise NotAMember(member=min(strangers))
    _tick(actor, meeting, {member: member in wanted for member in own})
    return len(wanted)


def _tick(actor: Actor, meeting: Meeting, ticks: dict[int, bool]) -> None:
    """One row a member and meeting, whatever came before: to send it again changes nothing."""
    strangers = set(ticks) - _within_reach(actor, meeting, ticks)
    if strangers:
        raise NotAMember(member=min(strangers))
    if not ticks:
        return
    who, now = person(actor), timezone.now()
    Attendance.objects.bulk_create(
        [
            Attendance(meeting=meeting, member_id=member, present=present, ticked_by=who, ticked_at=now)
            for member, present in ticks.items()
        ],
        update_conflicts=True,
        unique_fields=["meeting", "member"],
        update_fields=["present", "ticked_by", "ticked_at"],
    )
    came = sum(ticks.values())
    note(actor, "group-attendance-ticked", meeting.group, day=meeting.day.isoformat(), count=len(ticks), present=came)


def _within_reach(actor: Actor, meeting: Meeting, which: Collection[int] | None = None) -> set[int]:
    found = expected(meeting)
    if which is not None:
        found = found.filter(pk__in=list(which))
    if not isinstance(actor, System):
        found = found.named_to(actor, Right.EDIT_GROUPS)
    return set(found.order_by().values_list("pk", flat=True))


def _locked(actor: Actor, meeting: Meeting) -> Meeting:
    require_runs(actor, meeting.group)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    _refuse_closed(meeting)
    return meeting


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.closed_at is not None:
        raise MeetingClosed
