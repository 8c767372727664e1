"""Meetings: a tick counts once however often it is sent, the last one stands, and nobody ticks who may not."""

from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.models import Attendance, Meeting
from guyub.apps.programmes.services import (
    GroupRecordRefused,
    MeetingClosed,
    MeetingFacts,
    NotAMember,
    cancel_meeting,
    close_meeting,
    describe_meeting,
    enrol,
    expected,
    open_meeting,
    reopen_meeting,
    save_attendance,
    take_in,
)
from guyub.apps.ui.outbox import SendingsMissing
from guyub.errors import NotAllowed
from tests.apps.made_families import make_families, today
from tests.apps.programmes.groups_world import companion, make_group, with_members

pytestmark = pytest.mark.django_db
PAGE, OTHER_PAGE = "a" * 24, "b" * 24
YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def group(cast):
    return make_group(cast.unit.region)


@pytest.fixture
def members(group):
    return with_members(group, 3)


@pytest.fixture
def meeting(group, members):
    return open_meeting(SYSTEM, group, today())


def came(meeting):
    return set(meeting.attendances.filter(present=True).values_list("member", flat=True))


def tick(meeting, member, sequence, present=True, page=PAGE, actor=SYSTEM):
    return take_in(actor, meeting, {"member": member.pk, "present": present}, sequence, page)


def test_a_meeting_of_a_day_is_opened_once(group):
    assert open_meeting(SYSTEM, group, today()) == open_meeting(SYSTEM, group, today())
    with pytest.raises(GroupRecordRefused):
        open_meeting(SYSTEM, group, today() + timedelta(days=1))


def test_no_meeting_before_the_group_was_formed_nor_in_another_age(group):
    group.formed_on = today() - timedelta(days=300)
    with pytest.raises(GroupRecordRefused) as told:
        open_meeting(SYSTEM, group, group.formed_on - timedelta(days=1))
    assert told.value.data["reason"] == "group-day-before-it-was-formed"
    assert open_meeting(SYSTEM, group, group.formed_on)
    group.formed_on = None
    with pytest.raises(GroupRecordRefused) as told:
        open_meeting(SYSTEM, group, date(today().year - 11, 12, 31))
    assert told.value.data["reason"] == "group-day-too-long-ago"
    assert open_meeting(SYSTEM, group, date(today().year - 10, 1, 1))


def test_a_meeting_opened_by_mistake_is_taken_back_while_it_is_empty(meeting, members):
    tick(meeting, members[0], 1)
    with pytest.raises(GroupRecordRefused):
        cancel_meeting(SYSTEM, meeting)
    tick(meeting, members[0], 2, present=False)
    describe_meeting(SYSTEM, meeting, MeetingFacts(topic="5"))
    with pytest.raises(GroupRecordRefused):
        cancel_meeting(SYSTEM, meeting)
    describe_meeting(SYSTEM, meeting, MeetingFacts())
    cancel_meeting(SYSTEM, meeting)
    assert not Meeting.objects.exists()


def test_a_meeting_that_is_over_is_not_taken_back(meeting):
    close_meeting(SYSTEM, meeting)
    with pytest.raises(MeetingClosed):
        cancel_meeting(SYSTEM, meeting)


def test_what_a_meeting_was_about(meeting):
    facts = MeetingFacts(topic="5", facilitator="bidan", way="virtual", guests=4)
    describe_meeting(SYSTEM, meeting, facts)
    meeting.refresh_from_db()
    assert (meeting.topic, meeting.facilitator, meeting.way, meeting.guests) == ("5", "bidan", "virtual", 4)
    for wrong in (MeetingFacts(topic="napza"), MeetingFacts(facilitator="Bu Contoh"), MeetingFacts(guests=1001)):
        with pytest.raises(GroupRecordRefused):
            describe_meeting(SYSTEM, meeting, wrong)


def test_a_tick_sent_twice_counts_once_and_the_last_one_stands(meeting, members):
    assert tick(meeting, members[0], 1) == 1
    assert tick(meeting, members[0], 1) == 1
    assert tick(meeting, members[1], 2) == 2
    tick(meeting, members[1], 3, present=False)
    tick(meeting, members[1], 2)  # an old sending comes once more: what came after it stands
    assert came(meeting) == {members[0].pk}
    assert meeting.attendances.count() == 2
    assert meeting.sendings.count() == 3


def test_a_gap_in_the_numbers_is_refused(meeting, members):
    with pytest.raises(SendingsMissing, match="number 1"):
        tick(meeting, members[0], 2)
    assert not Attendance.objects.exists()


def test_two_pages_count_by_themselves(meeting, members):
    tick(meeting, members[0], 1)
    tick(meeting, members[1], 1, page=OTHER_PAGE)
    assert came(meeting) == {members[0].pk, members[1].pk}


def test_an_empty_sending_uses_its_number_up(meeting, members):
    take_in(SYSTEM, meeting, {}, 1, PAGE)
    tick(meeting, members[0], 2)
    assert came(meeting) == {members[0].pk}


@pytest.mark.parametrize(
    "changes",
    [{"member": "1", "present": True}, {"member": 1}, [1], {"member": True, "present": 1}]
    + [{"member": number, "present": True} for number in (0, -1, 2**63, 10**300)],
)
def test_what_is_no_tick_is_refused(meeting, changes):
    with pytest.raises(NotAMember):
        take_in(SYSTEM, meeting, changes, 1, PAGE)


def test_nothing_is_taken_in_once_the_meeting_is_closed(meeting, members):
    tick(meeting, members[0], 1)
    close_meeting(SYSTEM, meeting)
    with pytest.raises(MeetingClosed):
        tick(meeting, members[1], 2)
    with pytest.raises(MeetingClosed):
        save_attendance(SYSTEM, meeting, [])
    assert tick(meeting, members[0], 1) == 1  # it had arrived: that is still true
    reopen_meeting(SYSTEM, meeting)
    tick(meeting, members[1], 2)
    assert came(meeting) == {members[0].pk, members[1].pk}


def test_who_came_is_saved_whole_in_one_request(meeting, members, django_assert_max_num_queries):
    tick(meeting, members[2], 1)
    with django_assert_max_num_queries(12):
        assert save_attendance(SYSTEM, meeting, [members[0].pk, members[1].pk]) == 2
    assert came(meeting) == {members[0].pk, members[1].pk}
    assert meeting.attendances.filter(present=False).count() == 1
    save_attendance(SYSTEM, meeting, [members[0].pk, members[1].pk])
    assert meeting.attendances.count() == 3


def test_members_of_the_day_are_expected(group):
    late = enrol(SYSTEM, group, make_families(group.village_id, 1, first=30), today())[0]
    early = with_members(group, 1, first=40, days_ago=10)[0]
    past = open_meeting(SYSTEM, group, YESTERDAY)
    assert list(expected(past)) == [early]
    assert set(expected(open_meeting(SYSTEM, group, today()))) == {early, late}
    with pytest.raises(NotAMember):
        save_attendance(SYSTEM, past, [late.pk])


def test_a_cadre_ticks_whom_they_see(cast, meeting, group, members):
    kader = companion(cast, "kader", "001")
    other = with_members(group, 1, "002", first=20)[0]
    with pytest.raises(NotAMember):
        tick(meeting, other, 1, actor=kader)
    save_attendance(kader, meeting, [members[0].pk])
    assert not meeting.attendances.filter(member=other).exists()  # not theirs to say
    with pytest.raises(NotAllowed):
        tick(meeting, members[0], 1, actor=companion(cast, "kader", "002"))
    with pytest.raises(NotAllowed):
        open_meeting(companion(cast, "tpk"), group, today())


def test_a_group_met_on_one_day_once(group):
    open_meeting(SYSTEM, group, today())
    open_meeting(SYSTEM, group, YESTERDAY)
    assert Meeting.objects.count() == 2
