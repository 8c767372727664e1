"""Meetings (rakor): the only way to plan, write and close them. Minutes that are fixed stay as they are."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH
from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.services import HAPPENED, follow_soon
from guyub.apps.audit import trail
from guyub.apps.audit.models import SITE
from guyub.apps.coordination.meeting_errors import (
    DecisionGone,
    DecisionHeld,
    MeetingChanged,
    MeetingClosed,
    MeetingIncomplete,
    NothingWritten,
    PostRepeated,
)
from guyub.apps.coordination.models import AgendaItem, Decision, Meeting, Office, Participant
from guyub.apps.territory.codes import city_of
from guyub.apps.territory.models import Region, Unit

HOLD = "hold-meetings"
LONGEST_MINUTES = 60_000
LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class MeetingWords:
    """What stands on a meeting's head, and its minutes."""

    title: str
    starts_at: datetime
    place: str = ""
    chair: str = ""
    minutes: str = ""


@transaction.atomic
def plan_meeting(actor: Actor, region: Region, words: MeetingWords) -> Meeting:
    """Call a meeting of a city or a village.

    Raises:
        NotAllowed: The actor may not hold meetings there.
        NothingWritten: It has no title.
    """
    require(actor, HOLD, Right.COORDINATE, region.code)
    meeting = Meeting(region=region, created_by=person(actor))
    _write(meeting, words)
    meeting.save()
    _note(actor, "plan-meeting", meeting)
    return meeting


@transaction.atomic
def save_meeting(actor: Actor, meeting: Meeting, version: int, words: MeetingWords) -> Meeting:
    """Write head and minutes, if nobody else has since ``version`` was read.

    Raises:
        MeetingChanged: Somebody has.
        MeetingClosed: The minutes are fixed.
        NotAllowed: The actor may not hold meetings there.
        NothingWritten: It has no title.
    """
    current = open_meeting(actor, meeting)
    if current.version != version:
        raise MeetingChanged()
    _write(current, words)
    if current.minutes:
        current.state = Meeting.State.HELD
    current.version += 1
    current.save()
    return current


def open_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting, locked for writing in the caller's transaction.

    Raises:
        MeetingClosed: The minutes are fixed.
        NotAllowed: The actor may not hold meetings there.
    """
    require(actor, HOLD, Right.COORDINATE, meeting.region_id)
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state == Meeting.State.CLOSED:
        raise MeetingClosed()
    return current


@transaction.atomic
def add_point(actor: Actor, meeting: Meeting, title: str, body: str = "") -> AgendaItem:
    """Write a point at the end of the agenda. Making the agenda anew leaves it alone.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
        NothingWritten: The point has no title.
    """
    current = open_meeting(actor, meeting)
    last = current.agenda.aggregate(last=Max("position"))["last"] or 0
    title = _text(title)[:200]
    return AgendaItem.objects.create(meeting=current, position=last + 1, title=title, body=body.strip()[:LONGEST_TEXT])


@transaction.atomic
def remove_point(actor: Actor, point: AgendaItem) -> None:
    """Take a point off the agenda.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
    """
    current = open_meeting(actor, point.meeting)
    point.delete()
    number_points(current)


def number_points(meeting: Meeting) -> None:
    """Number the agenda's points from 1 in the order in which they stand."""
    points = list(meeting.agenda.all())
    for number, point in enumerate(points, start=1):
        point.position = number
    AgendaItem.objects.bulk_update(points, ["position"])


@transaction.atomic
def invite(actor: Actor, meeting: Meeting, post: str, office: Office | None = None) -> Participant:
    """Put a post on the list of participants, such as the head of an office.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
        NothingWritten: There is no post.
        PostRepeated: It is on the list.
    """
    current = open_meeting(actor, meeting)
    try:
        with transaction.atomic():
            return Participant.objects.create(meeting=current, office=office, post=_text(post)[:120])
    except IntegrityError as error:
        raise PostRepeated() from error


@transaction.atomic
def invite_offices(actor: Actor, meeting: Meeting) -> int:
    """Invite the head of every active office of the city that is not on the list yet; returns how many are new.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
    """
    current = open_meeting(actor, meeting)
    taken = set(current.participants.values_list("office_id", flat=True))
    posts = set(current.participants.values_list("post", flat=True))
    offices = Office.objects.filter(region_id=city_of(current.region_id), active=True).exclude(pk__in=taken - {None})
    new = [Participant(meeting=current, office=office, post=f"Kepala {office.short}"[:120]) for office in offices]
    new = [seat for seat in new if seat.post not in posts]
    Participant.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def record_presence(actor: Actor, meeting: Meeting, present: dict[int, bool | None], removed: set[int]) -> None:
    """Write who came (None: not said), and take posts off the list. Keys of participants elsewhere do nothing.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
    """
    current = open_meeting(actor, meeting)
    current.participants.filter(pk__in=removed).delete()
    seats = list(current.participants.filter(pk__in=present))
    for seat in seats:
        seat.present = present[seat.pk]
    Participant.objects.bulk_update(seats, ["present"])


@transaction.atomic
def decide(actor: Actor, meeting: Meeting, text: str) -> Decision:
    """Write the next numbered decision.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
        NothingWritten: It has no text.
    """
    current = open_meeting(actor, meeting)
    last = current.decisions.aggregate(last=Max("number"))["last"] or 0
    return Decision.objects.create(meeting=current, number=last + 1, text=_text(text)[:LONGEST_TEXT])


@transaction.atomic
def change_decision(actor: Actor, decision: Decision, text: str) -> None:
    """Word a decision anew; with an empty text it goes, and those after it move up.

    Raises:
        DecisionHeld: Commitments follow from the decision that is to go.
        DecisionGone: Somebody took it away since the page was opened.
        MeetingClosed, NotAllowed: See `open_meeting`.
    """
    current = open_meeting(actor, decision.meeting)
    held = current.decisions.filter(pk=decision.pk).first()  # another may have taken it away, or moved it up
    text = text.strip()[:LONGEST_TEXT]
    if held is None:
        raise DecisionGone(number=decision.number)
    if text:
        held.text = text
        held.save(update_fields=["text"])
        return
    if held.commitments.exists():
        raise DecisionHeld(number=held.number)
    number = held.number
    held.delete()
    for later in current.decisions.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])


@transaction.atomic
def close_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Fix the minutes: nothing can be written afterwards, and a fingerprint of all of it goes on the trail.

    Raises:
        MeetingClosed, NotAllowed: See `open_meeting`.
        MeetingIncomplete: Minutes, or somebody who was present, are missing.
    """
    current = open_meeting(actor, meeting)
    if not current.minutes.strip():
        raise MeetingIncomplete(lacks="lacks.minutes")
    if not current.participants.filter(present=True).exists():
        raise MeetingIncomplete(lacks="lacks.present")
    current.state, current.closed_at = Meeting.State.CLOSED, timezone.now()
    current.minutes_hash = fingerprint(current)
    current.version += 1
    current.save()
    _note(actor, "close-meeting", current, hash=current.minutes_hash)
    follow_soon(HAPPENED, villages_of(current))
    return current


def villages_of(meeting: Meeting) -> set[str]:
    """Villages of which a meeting speaks: its own, those on the agenda, those for which promises were made."""
    units = Unit.objects.active().filter(
        Q(region=meeting.region_id) | Q(pk__in=meeting.agenda.values("village")) | Q(commitments__meeting=meeting)
    )
    return set(units.values_list("region_id", flat=True))


def fingerprint(meeting: Meeting) -> str:
    """SHA-256 of all that the minutes say, in one fixed order: head, agenda, participants, text, decisions."""
    content = {
        "region": meeting.region_id,
        "title": meeting.title,
        "starts_at": meeting.starts_at.astimezone(UTC).isoformat(),
        "place": meeting.place,
        "chair": meeting.chair,
        "minutes": meeting.minutes,
        "closed_at": meeting.closed_at.astimezone(UTC).isoformat() if meeting.closed_at else "",
        "agenda": list(meeting.agenda.order_by("position", "pk").values_list("position", "title", "body", "origin")),
        "participants": list(meeting.participants.order_by("pk").values_list("post", "office__short", "present")),
        "decisions": list(meeting.decisions.order_by("number").values_list("number", "text")),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _write(meeting: Meeting, words: MeetingWords) -> None:
    meeting.title = _text(words.title)[:160]
    meeting.starts_at = words.starts_at
    meeting.place = words.place.strip()[:160]
    meeting.chair = words.chair.strip()[:120]
    meeting.minutes = words.minutes.replace("\r\n", "\n")[:LONGEST_MINUTES]


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise NothingWritten()
    return text


def _note(actor: Actor, action: str, meeting: Meeting, **details: Any) -> None:
    chain = meeting.region_id if len(meeting.region_id) == VILLAGE_CODE_LENGTH else SITE
    trail.note(actor, action, chain=chain, subject=f"meeting:{meeting.pk}", **details)
