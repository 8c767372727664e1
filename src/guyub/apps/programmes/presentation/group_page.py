"""A group as its page shows it: its card, who runs it, who belongs to it and how often they came, its meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, When

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.programmes.models import Attendance, Group, GroupCard, GroupMember, GroupOfficer, Meeting, VisitReferral
from guyub.apps.programmes.presentation.words import member_about, member_name, officer_name, topic_words
from guyub.apps.programmes.services import may_answer
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules

LOOK_BACK = 6  # meetings
SHOWN_MEETINGS, SHOWN_VISITS = 12, 10


@dataclass(frozen=True)
class MemberLine:
    """A member whose name the reader sees. ``came``: to how many of the last meetings since they belong to it.

    ``asked``: how many meetings that were.
    """

    member: GroupMember
    name: str
    about: str
    came: int
    asked: int
    may_edit: bool


@dataclass(frozen=True)
class MeetingLine:
    """A meeting. ``ticked``: for how many members it is known whether they came."""

    meeting: Meeting
    topic: str
    came: int
    ticked: int


@dataclass(frozen=True)
class OfficerLine:
    """Who has a post."""

    officer: GroupOfficer
    post: str
    name: str


def member_lines(group: Group, user: User, meetings: Sequence[MeetingLine]) -> list[MemberLine]:
    """Members now, by name; two queries."""
    scope = scope_of(user)
    found = group.members.current().named_to(user, Right.SEE_GROUPS).select_related("family__head", "person")
    days = {line.meeting.pk: line.meeting.day for line in meetings[:LOOK_BACK]}
    ticks = Attendance.objects.filter(meeting__in=days, present=True).order_by().values("member")
    came = dict(ticks.annotate(n=Count("pk")).values_list("member", "n"))
    lines = [
        MemberLine(
            member=member,
            name=member_name(member),
            about=member_about(member),
            came=came.get(member.pk, 0),
            asked=sum(member.since <= day for day in days.values()),
            may_edit=scope.may(Right.EDIT_GROUPS, member.place),
        )
        for member in found
    ]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.member.pk))


def meeting_lines(group: Group) -> list[MeetingLine]:
    """The latest meetings; one query."""
    present = Count("attendances", filter=Q(attendances__present=True))
    found = group.meetings.annotate(came=present, ticked=Count("attendances")).order_by("-day")[:SHOWN_MEETINGS]
    for meeting in found:
        meeting.group = group
    return [MeetingLine(meeting, topic_words(meeting), meeting.came, meeting.ticked) for meeting in found]


def officer_lines(group: Group, user: User) -> list[OfficerLine]:
    """Who runs it now, in the order of the posts; one query."""
    posts, language = load_group_rules().posts, page_language()
    order = {choice.code: number for number, choice in enumerate(posts.choices)}
    found = sorted(
        group.officers.filter(until=None).select_related("person"),
        key=lambda one: (order.get(one.post, len(order)), one.pk),
    )
    return [OfficerLine(one, posts.named(one.post, language), officer_name(one, scope_of(user))) for one in found]


@dataclass(frozen=True)
class VisitLine:
    """A home visit to a member whose name the reader sees: why, and what came of it. ``referral``: none was made."""

    day: date
    name: str
    reason: str
    outcome: str
    referral: VisitReferral | None
    answer: str
    late: bool
    may_answer: bool


def visit_lines(group: Group, user: User, today: date) -> list[VisitLine]:
    """The latest home visits to members whose names the reader sees, those that wait for an answer first; one query."""
    rules, language = load_group_rules(), page_language()
    named = GroupMember.objects.filter(group=group).named_to(user, Right.SEE_GROUPS)
    found = group.visits.filter(member__in=named).select_related("member__family__head", "member__person", "referral")
    waiting = Case(When(referral__isnull=False, referral__answered_on=None, then=0), default=1)
    lines = []
    for one in found.order_by(waiting, "-day", "-pk")[:SHOWN_VISITS]:
        one.member.group = group
        referral = getattr(one, "referral", None)
        open_one = referral is not None and referral.answered_on is None
        lines.append(
            VisitLine(
                one.day,
                member_name(one.member),
                rules.visit_reasons.named(one.reason, language),
                rules.visit_outcomes.named(one.outcome, language),
                referral,
                rules.visit_referral.answered(referral.outcome, language) if referral and not open_one else "",
                open_one and referral.due_on < today,
                open_one and may_answer(user, one.member),
            )
        )
    return lines


def latest_card(group: Group) -> GroupCard | None:
    """The card confirmed last; one query."""
    return group.cards.order_by("-year", "-pk").first()
