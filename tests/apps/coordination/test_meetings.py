"""Meetings: who writes them, the agenda made twice, two writers at once, and minutes that stay as they were fixed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, Role, User
from guyub.apps.audit.models import AuditEntry
from guyub.apps.coordination import meeting_errors as problems
from guyub.apps.coordination.models import AgendaItem, Commitment, Decision, Meeting, Office
from guyub.apps.coordination.services import meetings
from guyub.apps.coordination.services.agenda import generate_agenda
from guyub.apps.coordination.services.offices import add_member, load_offices, save_office
from guyub.apps.evidence.models import Evidence, Support
from guyub.apps.territory.models import Region
from guyub.data.office_files import load_office_list
from guyub.errors import NotAllowed
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
VILLAGE, CITY = "99.01.01.1001", "99.01"


def words(**more):
    return meetings.MeetingWords(**{"title": "Rakor penguatan", "starts_at": STARTS, **more})


@pytest.fixture
def city(cast):
    return Region.objects.get(code=CITY)


@pytest.fixture
def offices(cast, city):
    load_offices(cast.officer, city)
    return {office.short: office for office in Office.objects.filter(region=city)}


@pytest.fixture
def meeting(cast, offices):
    return meetings.plan_meeting(cast.operator, cast.unit.region, words())


def promise(cast, office, due, **more):
    made = Commitment.objects.create(
        region_id=CITY, office=office, output="Layanan IUD", due=due, state_since=timezone.now(), **more
    )
    made.villages.add(cast.unit)
    return made


# Offices


def test_offices_are_loaded_once_and_what_a_city_changed_stays(cast, city):
    assert load_offices(cast.officer, city) == len(load_office_list("depok").offices)
    office = Office.objects.get(short="Bappeda")
    office.name = "Badan Perencanaan Pembangunan dan Riset Daerah"
    save_office(cast.officer, office)
    assert load_offices(cast.officer, city) == 0
    office.refresh_from_db()
    assert "Riset" in office.name


def test_every_department_of_the_levers_is_an_office():
    from guyub.data.lever_files import load_levers

    shorts = {line.short for line in load_office_list("depok").offices}
    asked = {lever.opd for lever in load_levers().levers}
    assert asked - shorts <= {"Kelurahan", "Kecamatan"}


@pytest.mark.parametrize("who", ["viewer", "stranger", "operator"])
def test_only_the_city_keeps_its_offices(cast, city, who):
    with pytest.raises(NotAllowed):
        load_offices(getattr(cast, who), city)


def test_offices_belong_to_a_city(cast):
    with pytest.raises(problems.OfficeNeedsACity):
        load_offices(cast.operator, cast.unit.region)


def test_only_accounts_of_offices_in_the_city_answer_for_one(cast, city, offices):
    with pytest.raises(problems.NoSuchAccount):
        add_member(cast.officer, offices["Dinkes"], cast.stranger.username)
    clerk = User.objects.create_user("dinkes", "dinkes@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=clerk, role=Role.OPD, region=city)
    add_member(cast.officer, offices["Dinkes"], " dinkes ", "Sekretaris")
    add_member(cast.officer, offices["Dinkes"], "dinkes", "Kepala Bidang")
    assert [member.post for member in offices["Dinkes"].members.all()] == ["Kepala Bidang"]


# Writing


@pytest.mark.parametrize(
    ("who", "allowed"), [("operator", True), ("officer", True), ("viewer", False), ("stranger", False)]
)
def test_who_holds_a_meeting_of_a_village(cast, who, allowed):
    if allowed:
        assert meetings.plan_meeting(getattr(cast, who), cast.unit.region, words()).version == 1
        return
    with pytest.raises(NotAllowed):
        meetings.plan_meeting(getattr(cast, who), cast.unit.region, words())
    assert not Meeting.objects.exists()


def test_two_writers_do_not_write_over_each_other(cast, meeting):
    meetings.save_meeting(cast.operator, meeting, 1, words(minutes="Yang pertama"))
    with pytest.raises(problems.MeetingChanged):
        meetings.save_meeting(cast.officer, meeting, 1, words(minutes="Yang kedua"))
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.version, meeting.state) == ("Yang pertama", 2, Meeting.State.HELD)
    meetings.save_meeting(cast.officer, meeting, 2, words(minutes="Yang kedua"))
    meeting.refresh_from_db()
    assert meeting.minutes == "Yang kedua"


def test_decisions_stay_numbered_without_gaps(cast, meeting):
    for text in ("satu", "dua", "tiga"):
        meetings.decide(cast.operator, meeting, text)
    meetings.change_decision(cast.operator, meeting.decisions.get(number=2), " ")
    assert list(meeting.decisions.values_list("number", "text")) == [(1, "satu"), (2, "tiga")]


def test_two_who_take_decisions_away_leave_no_gap(cast, meeting):
    for text in ("satu", "dua", "tiga"):
        meetings.decide(cast.operator, meeting, text)
    first, second = meeting.decisions.get(number=1), meeting.decisions.get(number=2)  # as both pages were read
    meetings.change_decision(cast.operator, first, "")
    meetings.change_decision(cast.officer, second, "")
    assert list(meeting.decisions.values_list("number", "text")) == [(1, "tiga")]
    with pytest.raises(problems.DecisionGone):
        meetings.change_decision(cast.officer, first, "Satu lagi")


def test_a_decision_with_a_promise_stays(cast, meeting, offices):
    decision = meetings.decide(cast.operator, meeting, "Dinkes melayani IUD")
    promise(cast, offices["Dinkes"], date(2030, 1, 1), decision=decision)
    with pytest.raises(problems.DecisionHeld):
        meetings.change_decision(cast.operator, decision, "")
    assert Decision.objects.filter(pk=decision.pk).exists()


def test_offices_are_invited_once(cast, meeting, offices):
    assert meetings.invite_offices(cast.operator, meeting) == len(offices)
    assert meetings.invite_offices(cast.operator, meeting) == 0
    with pytest.raises(problems.PostRepeated):
        meetings.invite(cast.operator, meeting, "Kepala Dinkes")


# Agenda


def made(meeting):
    return list(meeting.agenda.exclude(origin="written").values_list("origin", "subject"))


def test_a_village_agenda_comes_from_its_road_its_promises_and_its_proofs(cast, meeting, offices):
    today = timezone.localdate()
    promise(cast, offices["Dinkes"], today - timedelta(days=3))
    promise(cast, offices["Dinkes"], today)
    generate_agenda(cast.operator, meeting)
    road = meeting.agenda.filter(origin=AgendaItem.Origin.ROAD)
    assert road.exists()
    assert all("harga usulan" in point.body and point.details["grade"] for point in road)
    assert any(point.office for point in road)
    assert "2 terbuka, 1 terlambat" in meeting.agenda.get(subject="office:Dinkes").title
    assert "terlambat 3 hari" in meeting.agenda.get(subject="office:Dinkes").body
    assert "A1" in meeting.agenda.get(subject="section:A").details["items"]


def test_made_again_it_doubles_nothing_and_keeps_what_was_written(cast, meeting, offices):
    held = promise(cast, offices["Dinkes"], date(2020, 1, 1))
    meetings.add_point(cast.operator, meeting, "Pembukaan")
    generate_agenda(cast.operator, meeting)
    first, keys = made(meeting), set(meeting.agenda.values_list("pk", flat=True))
    meetings.add_point(cast.operator, meeting, "Penutup")
    generate_agenda(cast.operator, meeting)
    assert made(meeting) == first
    assert keys < set(meeting.agenda.values_list("pk", flat=True))
    Commitment.objects.filter(pk=held.pk).update(state="delivered")
    generate_agenda(cast.operator, meeting)
    assert ("commitment", "office:Dinkes") in first
    assert ("commitment", "office:Dinkes") not in made(meeting)
    assert list(meeting.agenda.filter(origin="written").values_list("title", flat=True)) == ["Pembukaan", "Penutup"]
    count = meeting.agenda.count()
    assert list(meeting.agenda.values_list("position", flat=True)) == list(range(1, count + 1))


@pytest.mark.parametrize(("state", "lacking"), [("uploaded", True), ("checked", False), ("verified", False)])
def test_only_a_checked_proof_closes_a_gap(cast, meeting, state, lacking):
    proof = Evidence.objects.create(unit=cast.unit, kind="decree", title="SK pokja", state=state)
    Support.objects.create(evidence=proof, instrument="kkb-siap-1.0", item="A1")
    generate_agenda(cast.operator, meeting)
    assert ("A1" in meeting.agenda.get(subject="section:A").details["items"]) is lacking


def test_a_city_agenda_names_villages_and_no_village_elsewhere(cast, city, offices):
    meeting = meetings.plan_meeting(cast.officer, city, words())
    generate_agenda(cast.officer, meeting)
    text = " ".join(f"{point.title} {point.body}" for point in meeting.agenda.all())
    assert cast.unit.name in text
    assert cast.other_unit.name not in text


# Closing


@pytest.fixture
def closed(cast, meeting):
    seat = meetings.invite(cast.operator, meeting, "Lurah Mawar")
    meetings.record_presence(cast.operator, meeting, {seat.pk: True}, set())
    meetings.save_meeting(cast.operator, meeting, 1, words(minutes="Disepakati."))
    return meetings.close_meeting(cast.operator, meeting)


def test_minutes_are_not_fixed_without_text_or_people(cast, meeting):
    with pytest.raises(problems.MeetingIncomplete):
        meetings.close_meeting(cast.operator, meeting)
    meetings.save_meeting(cast.operator, meeting, 1, words(minutes="Disepakati."))
    with pytest.raises(problems.MeetingIncomplete):
        meetings.close_meeting(cast.operator, meeting)


def test_fixed_minutes_are_on_the_trail_and_take_no_more_writing(cast, closed):
    entry = AuditEntry.objects.get(action="close-meeting", chain=VILLAGE)
    assert entry.details["hash"] == closed.minutes_hash == meetings.fingerprint(Meeting.objects.get(pk=closed.pk))
    for write in (
        lambda: meetings.save_meeting(cast.operator, closed, closed.version, words(minutes="Lain")),
        lambda: meetings.decide(cast.operator, closed, "Lain"),
        lambda: meetings.add_point(cast.operator, closed, "Lain"),
        lambda: meetings.invite(cast.operator, closed, "Lain"),
        lambda: generate_agenda(cast.operator, closed),
        lambda: meetings.close_meeting(cast.operator, closed),
    ):
        with pytest.raises(problems.MeetingClosed):
            write()


def test_a_change_behind_the_services_shows_in_the_fingerprint(closed):
    Meeting.objects.filter(pk=closed.pk).update(minutes="Disepakati!")
    assert meetings.fingerprint(Meeting.objects.get(pk=closed.pk)) != closed.minutes_hash
