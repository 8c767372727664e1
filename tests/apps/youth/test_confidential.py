"""Confidential interviews: who reads them, what the database, the trail, copies and counts tell of them."""

import json
import logging
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Role
from guyub.apps.accounts.rights import SHOW_NAMES, Right, roles_with
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import DataKey, Person
from guyub.apps.people.sealing import KeyMissing
from guyub.apps.people.services import erase_person, extract_of, merge_people
from guyub.apps.youth.confidential import interviews_of, latest_of_village, opened, outcomes_told
from guyub.apps.youth.models import YouthInterview
from guyub.apps.youth.services import YouthRecordRefused, correct_interview, record_interview
from guyub.data.youth_files import load_youth_rules
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today
from tests.apps.youth.youth_world import companion, make_young

pytestmark = pytest.mark.django_db

RED = {"home": "green", "suicide": "red"}
TELLS = ('"red"', "suicide", "Merah", "Suasana hati", "bunuh diri", "Rujukan medis")


@pytest.fixture
def girl(cast):
    return make_young(cast.unit.region_id)[0]


@pytest.fixture
def counsellor(cast):
    return companion(cast, "counsellor", "001")


def kept(young, areas=None, day=None):
    return record_interview(SYSTEM, young, day or today(), areas or RED)


def at(interview, day: date):
    """As if it had been recorded on a day."""
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    YouthInterview.objects.filter(pk=interview.pk).update(recorded_at=moment)


# -- who --------------------------------------------------------------------------------------------------------------


def test_counsellor_and_puskesmas_alone_hold_the_right():
    assert roles_with(Right.COUNSEL_YOUTH) == {Role.COUNSELLOR, Role.PUSKESMAS}
    assert Right.SEE_YOUTH in SHOW_NAMES


@pytest.mark.parametrize("role", [role for role in Role.values if role not in ("counsellor", "puskesmas")])
def test_nobody_else_reads_or_writes(cast, client, girl, role):
    interview, user = kept(girl), companion(cast, role)
    with pytest.raises(NotAllowed):
        record_interview(user, girl, today(), RED)
    with pytest.raises(NotAllowed):
        correct_interview(user, interview, RED, "Salah")
    assert interviews_of(user, girl) == latest_of_village(user, girl.village_id) == []
    client.force_login(user)
    for address in (
        f"/remaja/orang/{girl.code}/konseling/",
        f"/remaja/orang/{girl.code}/konseling/{interview.pk}/",
        f"/remaja/{girl.village_id}/konseling/",
    ):
        assert client.get(address).status_code == 404


def test_the_counsellor_of_another_rw_does_not(cast, client, girl):
    kept(girl)
    client.force_login(companion(cast, "counsellor", "002"))
    assert client.get(f"/remaja/orang/{girl.code}/konseling/").status_code == 404
    assert girl.name not in client.get(f"/remaja/{girl.village_id}/konseling/").content.decode()


def test_a_superuser_does_not(cast, client, girl):
    kept(girl)
    cast.admin.is_superuser = cast.admin.is_staff = True
    cast.admin.save()
    client.force_login(cast.admin)
    assert client.get(f"/remaja/orang/{girl.code}/konseling/").status_code == 404


def test_the_counsellor_records_reads_and_corrects(client, girl, counsellor):
    client.force_login(counsellor)
    address = f"/remaja/orang/{girl.code}/konseling/"
    assert client.post(address, {"day": today().isoformat(), **RED}).status_code == 302
    told = client.get(address).content.decode()
    for words in ("Merah", "Rujukan medis, sosial, atau hukum", "Suasana hati dan bunuh diri"):
        assert words in told
    assert "Merah" in client.get(f"/remaja/{girl.village_id}/konseling/").content.decode()
    one = YouthInterview.objects.get()
    assert client.post(f"{address}{one.pk}/", {"home": "yellow", "reason": "Salah tekan"}).status_code == 302
    told = client.get(address).content.decode()
    assert "Salah tekan" in told
    assert "1 wawancara yang diperbaiki" in told
    assert client.get(f"{address}{one.pk}/").status_code == 404
    assert "no-store" in client.get(address).headers["Cache-Control"]


def test_families_stay_closed_to_the_counsellor(client, girl, counsellor):
    client.force_login(counsellor)
    assert client.get(f"/orang/{girl.code}/").status_code == 404
    assert client.get(f"/keluarga/{girl.village_id}/").status_code == 404


def test_a_cadres_page_of_the_same_person_says_nothing_of_it(cast, client, girl):
    client.force_login(kader(cast))
    address = f"/remaja/orang/{girl.code}/"
    before = client.get(address).content.decode()
    kept(girl)
    after = client.get(address).content.decode()
    strip = [text.split("<main", 1)[1].split("</main", 1)[0] for text in (before, after)]
    assert strip[0] == strip[1]


# -- what is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("areas", "reason"),
    [({}, "nothing-talked-about"), ({"home": "purple"}, "not-in-the-list"), ({"moon": "red"}, "not-in-the-list")],
)
def test_what_cannot_be_is_refused_without_telling_it(girl, areas, reason):
    with pytest.raises(YouthRecordRefused) as caught:
        record_interview(SYSTEM, girl, today(), areas)
    assert caught.value.data == {"person": girl.code, "reason": reason}
    assert not YouthInterview.objects.exists()


def test_the_database_holds_it_sealed(girl):
    kept(girl)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM youth_youthinterview")
        (row,) = cursor.fetchall()
    raw = b"".join(bytes(value) for value in row if isinstance(value, bytes | memoryview))
    words = " ".join(str(value) for value in row if not isinstance(value, bytes | memoryview))
    assert not any(word.encode() in raw or word in words for word in TELLS)


def test_it_is_sealed_for_this_purpose_with_the_persons_key(cast, girl):
    interview = kept(girl)
    with pytest.raises(KeyMissing):
        girl.key.bytes().open(interview.sealed, "nik")
    (other,) = make_young(cast.unit.region_id)
    with pytest.raises(KeyMissing):
        other.key.bytes().open(interview.sealed, "heeadsss")


def test_two_alike_are_sealed_unlike(girl):
    yesterday = kept(girl, day=today() - timedelta(days=1))
    assert bytes(kept(girl).sealed) != bytes(yesterday.sealed)


def test_the_trail_says_that_something_was_kept_and_neither_what_nor_of_whom(girl):
    correct_interview(SYSTEM, kept(girl), {"suicide": "yellow"}, "Salah tekan")
    entries = list(AuditEntry.objects.filter(action__startswith="youth-record"))
    assert {entry.action for entry in entries} == {"youth-record-kept", "youth-record-corrected"}
    told = json.dumps([[entry.action, entry.subject, entry.details] for entry in entries])
    assert girl.code not in told
    assert not any(word in told for word in (*TELLS, "yellow", "Salah tekan"))


def test_the_copy_of_all_that_is_held_does_not_tell_whether_there_is_one(cast, girl):
    (other,) = make_young(cast.unit.region_id)
    kept(girl)
    copies = [extract_of(SYSTEM, one, "Permintaan") for one in (girl, other)]
    assert copies[0].keys() == copies[1].keys()
    assert len(copies[0]["trail"]) == len(copies[1]["trail"])
    assert not any(word in json.dumps(copies[0]) for word in TELLS)
    assert "puskesmas" in copies[0]["Catatan konseling remaja"]


def test_erasing_the_person_closes_and_removes_it(girl):
    interview = kept(girl)
    erase_person(SYSTEM, girl, "Permintaan")
    assert not YouthInterview.objects.exists()
    with pytest.raises(KeyMissing):
        DataKey.objects.get(pk=interview.key_id).bytes().open(interview.sealed, "heeadsss")


def test_it_stays_readable_when_two_entries_become_one(cast, girl, counsellor):
    (twice,) = make_young(cast.unit.region_id)
    kept(twice)
    merge_people(SYSTEM, (girl, twice), girl)
    (one,) = interviews_of(counsellor, Person.objects.get(pk=girl.pk))
    assert one.areas == RED


def test_a_correction_keeps_the_former(girl):
    first = kept(girl)
    with pytest.raises(YouthRecordRefused, match="no-reason"):
        correct_interview(SYSTEM, first, {"home": "green"}, " ")
    second = correct_interview(SYSTEM, first, {"home": "green"}, "Salah tekan")
    with pytest.raises(YouthRecordRefused, match="youth-corrected-meanwhile"):
        correct_interview(SYSTEM, first, RED, "Lagi")
    assert (opened(second).areas, opened(second).reason) == ({"home": "green"}, "Salah tekan")
    assert opened(YouthInterview.objects.get(pk=first.pk)).areas == RED


def test_the_admin_pages_know_no_table_of_young_people():
    assert not [model for model in apps.get_app_config("youth").get_models() if admin.site.is_registered(model)]


def test_nothing_of_it_is_logged(client, girl, counsellor, caplog):
    client.force_login(counsellor)
    with caplog.at_level(logging.DEBUG):
        address = f"/remaja/orang/{girl.code}/konseling/"
        client.post(address, {"day": today().isoformat(), **RED})
        client.post(address, {"day": "2100-01-01", **RED})
        client.get(address)
    own = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert not any(word in line for line in own for word in TELLS)


# -- counts -----------------------------------------------------------------------------------------------------------

NOW = date(2026, 8, 1)
IN_IT = date(2026, 3, 10)  # of the half year before


def counted(village, *outcomes: str):
    """Somebody each with these outcomes, recorded in the last half year."""
    for young, outcome in zip(make_young(village, len(outcomes)), outcomes, strict=True):
        at(kept(young, {"home": outcome}), IN_IT)
    return outcomes_told(village, NOW).table


def shown(table, village):
    return {one.code: table.at(village, one.code) for one in load_youth_rules().interview.outcomes}


def test_counts_that_say_nothing_of_anybody_are_shown(cast):
    village = cast.unit.region_id
    table = counted(village, *["green"] * 8, *["yellow"] * 5, *["red"] * 6)
    assert shown(table, village) == {"green": 8, "yellow": 5, "red": 6}
    assert table.at(village) == 19


def test_a_small_count_takes_another_with_it(cast):
    village = cast.unit.region_id
    table = counted(village, *["green"] * 8, *["yellow"] * 5, "red")
    found = shown(table, village)
    assert found["red"] is None
    assert sum(count is None for count in found.values()) >= 2


@pytest.mark.parametrize(
    "outcomes",
    [
        pytest.param(["green"] * 9, id="nine people"),
        pytest.param(["red"] * 12, id="all alike"),
        pytest.param(["green"] * 4 + ["yellow"] * 10, id="few with nothing found"),
    ],
)
def test_nothing_is_shown_where_it_would_tell_of_those_who_were_asked(cast, outcomes):
    assert counted(cast.unit.region_id, *outcomes) is None


def test_ten_people_are_enough(cast):
    assert counted(cast.unit.region_id, *["green"] * 10) is not None


def test_each_person_counts_once_by_the_most_serious(cast):
    village = cast.unit.region_id
    counted(village, *["green"] * 11)
    first = Person.objects.filter(youth_interviews__isnull=False).first()
    at(kept(first, {"home": "yellow"}), IN_IT)
    table = outcomes_told(village, NOW).table
    assert table.at(village) == 11
    assert table.cells[village, "yellow"] == 1


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 7, 1)])
def test_other_half_years_do_not_count(cast, day):
    village = cast.unit.region_id
    counted(village, *["green"] * 10)
    (young,) = make_young(village)
    at(kept(young), day)
    assert outcomes_told(village, NOW).table.at(village) == 10


def test_a_later_correction_changes_nothing_that_was_shown(cast):
    village = cast.unit.region_id
    counted(village, *["green"] * 10)
    at(correct_interview(SYSTEM, YouthInterview.objects.first(), RED, "Salah"), NOW - timedelta(days=1))
    assert shown(outcomes_told(village, NOW).table, village) == {"green": 10, "yellow": 0, "red": 0}


def test_the_page_of_figures_withholds_in_words(cast, client, girl):
    kept(girl)
    client.force_login(companion(cast, "lurah"))
    told = client.get(f"/remaja/{girl.village_id}/angka/").content.decode()
    assert "Tidak ditampilkan." in told
    assert "Merah" not in told


def test_the_list_of_the_counsellor_asks_the_same_of_one_as_of_many(cast, client, counsellor):
    client.force_login(counsellor)
    village = cast.unit.region_id

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/remaja/{village}/konseling/").status_code == 200
        return len(asked)

    for young in make_young(village):
        kept(young)
    before = queries()
    for young in make_young(village, 3):
        kept(young)
    assert queries() == before


# -- sent twice, or meanwhile ------------------------------------------------------------------------------------------


def test_an_interview_sent_once_more_is_kept_once(girl):
    assert kept(girl) == kept(girl)
    assert kept(girl, {"home": "green"}) != kept(girl)
    assert YouthInterview.objects.count() == 2


def test_a_page_opened_before_the_person_was_erased_keeps_nothing(girl):
    """The key in its memory would still seal, and nothing could ever open it again."""
    before = Person.objects.select_related("key").get(pk=girl.pk)
    erase_person(SYSTEM, girl, "Permintaan")
    with pytest.raises(YouthRecordRefused, match="youth-not-living-here"):
        kept(before)
    assert not YouthInterview.objects.exists()


def test_a_page_opened_before_two_entries_became_one_keeps_nothing_with_the_absorbed_one(cast, girl):
    (twice,) = make_young(cast.unit.region_id)
    before = Person.objects.select_related("key").get(pk=twice.pk)
    merge_people(SYSTEM, (girl, twice), girl)
    with pytest.raises(YouthRecordRefused, match="youth-not-living-here"):
        kept(before)


def test_who_moved_meanwhile_is_counselled_where_they_live_now(girl, counsellor):
    before = Person.objects.select_related("key").get(pk=girl.pk)
    Person.objects.filter(pk=girl.pk).update(rw="002")
    with pytest.raises(NotAllowed):
        record_interview(counsellor, before, today(), RED)
