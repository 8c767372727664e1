"""Youth posts: groups of the kind posmaja, what their meetings and officers say of whether they go on. Read at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Attendance, Group, GroupOfficer
from guyub.apps.programmes.models import Meeting as GroupMeeting
from guyub.apps.youth.models import YouthCheck, YouthReferral
from guyub.apps.youth.standing import findings_at, young_people
from guyub.data.youth_files import load_youth_rules
from guyub.domain.growth.ages import months_before
from guyub.domain.youth.continuity import MONTHS, Meeting, Post, Share, early_signs, shares_of
from guyub.domain.youth.findings import to_refer
from guyub.domain.youth.rules import Sign


@dataclass(frozen=True)
class YouthPost:
    """A post and how it does.

    Attributes:
        group: The group that it is.
        post: What the rules know of it.
        meetings: Of the last twelve months, the latest first.
        checks: Row number of a meeting → young people who were checked there.
    """

    group: Group
    post: Post
    meetings: Sequence[GroupMeeting]
    checks: Mapping[int, int]

    @property
    def shares(self) -> tuple[Share, ...]:
        """Shares with their denominators."""
        return shares_of(load_youth_rules().continuity, self.post)

    @property
    def signs(self) -> list[tuple[str, Sign]]:
        """Early signs that it may stop, with what keeps posts going."""
        return early_signs(load_youth_rules().continuity, self.post)


def posts_of(groups: Sequence[Group], today: date) -> list[YouthPost]:
    """Posts of one village; six queries, however many they are."""
    meetings = _meetings(groups, today)
    came = _came(meetings)
    officers = _officers(groups, today)
    register = _register(groups, today)
    checked, found, answered = _findings(meetings)
    made = []
    for group in groups:
        own = [one for one in meetings if one.group_id == group.pk]
        before, left = officers[group.pk]
        post = Post(
            today,
            [Meeting(one.day, frozenset(came[one.pk]), _counsels(one)) for one in own],
            on_register=sum(n for rw, n in register.items() if not group.serves or rw in group.serves),
            cadres_before=len(before),
            cadres_left=len(left),
            to_follow=len(found[group.pk]),
            followed=len(found[group.pk] & answered),
            budget=bool(group.funds),
        )
        made.append(YouthPost(group, post, own, checked))
    return made


def _meetings(groups: Sequence[Group], today: date) -> list[GroupMeeting]:
    """Of the months that are counted: the running one and eleven before it."""
    since = months_before(today.replace(day=1), MONTHS - 1)
    found = GroupMeeting.objects.filter(group__in=groups, day__gte=since, day__lte=today)
    return list(found.order_by("-day", "-pk"))


def _came(meetings: Iterable[GroupMeeting]) -> Mapping[int, set[int]]:
    """Row number of a meeting → people who came."""
    rows = Attendance.objects.filter(
        meeting__in=[one.pk for one in meetings], present=True, member__person__isnull=False
    )
    found: dict[int, set[int]] = defaultdict(set)
    for meeting, person in rows.values_list("meeting", "member__person"):
        found[meeting].add(person)
    return found


def _officers(groups: Sequence[Group], today: date) -> Mapping[int, tuple[set[int], set[int]]]:
    """Row number of a group → who ran it a year ago, and who of them still does."""
    then = months_before(today, MONTHS)
    rows = GroupOfficer.objects.filter(Q(until=None) | Q(until__gt=then), group__in=groups, person__isnull=False)
    before: dict[int, set[int]] = defaultdict(set)
    now: dict[int, set[int]] = defaultdict(set)
    for one in rows:
        if one.since <= then:
            before[one.group_id].add(one.person_id)
        if one.until is None:
            now[one.group_id].add(one.person_id)
    return {group.pk: (before[group.pk], before[group.pk] & now[group.pk]) for group in groups}


def _register(groups: Sequence[Group], today: date) -> Mapping[str, int]:
    """RW → young people of the posts' age; empty RW: not known where in the village."""
    villages = {group.village_id for group in groups}
    return Counter(young_people(Person.objects.filter(village__in=villages), today).values_list("rw", flat=True))


def _findings(meetings: Sequence[GroupMeeting]) -> tuple[Counter, Mapping[int, set[int]], set[int]]:
    """Checks of these meetings: how many by meeting; who is to be referred, by group; whose referral was answered."""
    groups = {one.pk: one.group_id for one in meetings}
    checks = YouthCheck.objects.filter(meeting__in=groups, replaced_by=None).select_related("person")
    checked: Counter = Counter()
    found: dict[int, set[int]] = defaultdict(set)
    for check in checks:
        assert check.meeting_id is not None  # filtered
        checked[check.meeting_id] += 1
        if to_refer(findings_at(check.person, check)):
            found[groups[check.meeting_id]].add(check.person_id)
    first = min((one.day for one in meetings), default=None)
    answered = YouthReferral.objects.filter(answered_on__isnull=False, person__in=set().union(*found.values()))
    done = answered.filter(referred_on__gte=first) if first else answered.none()
    return checked, found, set(done.values_list("person", flat=True))


def _counsels(meeting: GroupMeeting) -> bool:
    return meeting.facilitator in load_youth_rules().continuity.counsellors
