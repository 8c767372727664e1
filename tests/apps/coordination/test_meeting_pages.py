"""Pages of meetings and offices: who finds them, two writers, the document and the invitation."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.coordination.documents.minutes import content
from guyub.apps.coordination.models import Commitment, Meeting, Office
from guyub.apps.coordination.presentation.meetings import invitation_ics
from guyub.apps.coordination.services import meetings
from guyub.apps.coordination.services.agenda import generate_agenda
from guyub.apps.coordination.services.offices import load_offices
from guyub.apps.territory.models import Region

pytestmark = pytest.mark.django_db
VILLAGE, CITY = "99.01.01.1001", "99.01"
STARTS = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
HEAD = {"title": "Rakor penguatan", "starts_at": "2026-02-03T09:00", "place": "Aula", "chair": "Lurah"}


@pytest.fixture
def city(cast):
    found = Region.objects.get(code=CITY)
    load_offices(cast.officer, found)
    return found


@pytest.fixture
def meeting(cast, city):
    return meetings.plan_meeting(cast.operator, cast.unit.region, meetings.MeetingWords("Rakor penguatan", STARTS))


@pytest.fixture
def address(meeting):
    return f"/rakor/{VILLAGE}/{meeting.pk}/"


def test_a_meeting_from_call_to_fixed_minutes(client, cast, city):
    client.force_login(cast.operator)
    answer = client.post(f"/rakor/{VILLAGE}/baru/", HEAD)
    here = answer.url
    client.post(f"{here}agenda/", {"generate": "1"})
    client.post(f"{here}agenda/", {"title": "Pembukaan"})
    client.post(f"{here}peserta/", {"post": "Lurah Mawar"})
    held = Meeting.objects.get()
    seat = held.participants.get()
    client.post(f"{here}peserta/", {"present": "1", f"present-{seat.pk}": "yes"})
    client.post(f"{here}keputusan/", {"text": "Dinkes melayani IUD tiap Senin"})
    client.post(f"{here}simpan/", {**HEAD, "version": "1", "minutes": "Disepakati bersama."})
    client.post(f"{here}sahkan/")
    held.refresh_from_db()
    assert held.state == Meeting.State.CLOSED
    page = client.get(here).content.decode()
    assert held.minutes_hash in page
    assert "Simpan notula" not in page
    assert timezone.localtime(held.starts_at).hour == 9


def test_who_came_too_late_sees_both_texts(client, cast, meeting, address):
    client.force_login(cast.operator)
    client.post(f"{address}simpan/", {**HEAD, "version": "1", "minutes": "Tulisan pertama"})
    late = client.post(f"{address}simpan/", {**HEAD, "version": "1", "minutes": "Tulisan kedua"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Tulisan pertama" in page
    assert "Tulisan kedua" in page
    meeting.refresh_from_db()
    assert meeting.minutes == "Tulisan pertama"
    client.post(f"{address}simpan/", {**HEAD, "version": "2", "minutes": "Tulisan kedua"})
    meeting.refresh_from_db()
    assert meeting.minutes == "Tulisan kedua"


def test_saved_while_typing_the_page_learns_the_new_version(client, cast, meeting, address):
    client.force_login(cast.operator)
    typed = {**HEAD, "minutes": "Satu"}
    first = client.post(f"{address}simpan/", {**typed, "version": "1"}, headers={"HX-Request": "true"})
    assert 'value="2"' in first.content.decode()
    again = client.post(f"{address}simpan/", {**typed, "version": "1"}, headers={"HX-Request": "true"})
    assert "Orang lain menyimpan" in again.content.decode()


def test_a_village_sees_its_city_s_meetings_and_no_other_village_s(client, cast, city, meeting):
    meetings.plan_meeting(cast.officer, city, meetings.MeetingWords("Rakor kota", STARTS))
    other = cast.empty_unit.region
    elsewhere = meetings.plan_meeting(cast.officer, other, meetings.MeetingWords("Rakor tetangga", STARTS))
    client.force_login(cast.operator)
    page = client.get(f"/rakor/{VILLAGE}/").content.decode()
    assert "Rakor kota" in page
    assert "Rakor penguatan" in page
    assert "Rakor tetangga" not in page
    assert client.get(f"/rakor/{other.code}/{elsewhere.pk}/").status_code == 404
    client.force_login(cast.stranger)
    assert client.get(f"/rakor/{VILLAGE}/{meeting.pk}/").status_code == 404


def test_a_reader_is_offered_no_writing(client, cast, meeting, address):
    client.force_login(cast.viewer)
    page = client.get(address).content.decode()
    assert "Rakor penguatan" in page
    assert "Susun agenda" not in page
    assert client.post(f"{address}keputusan/", {"text": "Lain"}).status_code == 404
    assert not meeting.decisions.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_many_meetings(client, cast, city, count):
    for _ in range(count):
        meetings.plan_meeting(cast.officer, city, meetings.MeetingWords("Rakor", STARTS))
    client.force_login(cast.officer)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/rakor/{CITY}/")
    assert len(asked) == LIST_QUERIES


LIST_QUERIES = 6


def test_the_document_has_what_was_decided_and_says_what_is_proposed(client, cast, city, meeting, address):
    generate_agenda(cast.operator, meeting)
    decision = meetings.decide(cast.operator, meeting, "Dinkes melayani IUD")
    held = Commitment.objects.create(
        region=city,
        meeting=meeting,
        decision=decision,
        office=Office.objects.get(short="Dinkes"),
        output="Layanan IUD",
        due="2026-03-01",
        state_since=timezone.now(),
    )
    held.villages.add(cast.unit)
    words = content(cast.operator, meeting)
    assert words["decisions"] == ["Dinkes melayani IUD"]
    assert words["commitments"][0][1:3] == ["Dinkes", "Layanan IUD"]
    assert words["proposed"]
    assert words["mark"].startswith("RANCANGAN")
    client.force_login(cast.viewer)
    answer = client.get(f"{address}notula.pdf")
    assert answer.content.startswith(b"%PDF-")


def test_a_calendar_takes_a_title_that_looks_like_a_line_of_its_own(meeting):
    meeting.title = "Rakor\nATTENDEE:x; jam, dua"
    text = invitation_ics(meeting, "é" * 200, "contoh.invalid").decode()
    assert "\nATTENDEE" not in text
    assert "SUMMARY:Rakor\\nATTENDEE:x\\; jam\\, dua" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "DTSTART:20260203T020000Z" in text


def test_the_city_keeps_its_offices(client, cast, city):
    client.force_login(cast.officer)
    assert "DP3AP2KB" in client.get(f"/kantor/{CITY}/").content.decode()
    office = Office.objects.get(short="Bappeda")
    client.post(
        f"/kantor/{CITY}/{office.pk}/", {"short": "Bapperida", "name": "Badan Perencanaan", "email": "", "active": "on"}
    )
    office.refresh_from_db()
    assert office.short == "Bapperida"
    again = client.post(f"/kantor/{CITY}/baru/", {"short": "Dinkes", "name": "Dinas Kesehatan", "active": "on"})
    assert again.status_code == 200
    assert Office.objects.filter(short="Dinkes").count() == 1
    client.force_login(cast.operator)
    assert client.get(f"/kantor/{CITY}/").status_code == 404


def test_who_runs_the_site_reads_every_meeting_and_promise(cast, meeting):
    held = Commitment.objects.create(
        region_id=CITY, office=Office.objects.first(), output="IUD", due="2026-03-01", state_since=timezone.now()
    )
    held.villages.add(cast.unit)
    assert list(Meeting.objects.visible_to(cast.admin)) == [meeting]
    assert list(Commitment.objects.visible_to(cast.admin)) == [held]


def test_from_a_decision_on_to_a_promise_of_an_office(client, cast, meeting, address):
    decision = meetings.decide(cast.operator, meeting, "Dinkes melayani IUD")
    client.force_login(cast.operator)
    link = f"/janji/wilayah/{VILLAGE}/minta/?decision={decision.pk}"
    assert link in client.get(address).content.decode()
    assert "Dinkes melayani IUD" in client.get(link).content.decode()
    asked = {
        "office": Office.objects.get(short="Dinkes").pk,
        "output": "Layanan IUD",
        "due": "2030-03-01",
        "villages": [cast.unit.pk],
        "quantity": "1",
        "quantity_unit": "kegiatan",
        "budget_source": "none",
    }
    client.post(link, asked)
    made = Commitment.objects.get()
    assert (made.decision, made.meeting) == (decision, meeting)
    assert client.get(f"/janji/wilayah/{CITY}/minta/?decision={decision.pk}").status_code == 404


def test_the_way_to_the_meetings_stands_on_the_village_and_the_first_page(client, cast, city):
    client.force_login(cast.officer)
    assert f"/rakor/{CITY}/" in client.get("/").content.decode()
    assert f"/rakor/{VILLAGE}/" in client.get(f"/desa/{VILLAGE}/").content.decode()
