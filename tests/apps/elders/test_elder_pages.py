"""Pages of elders: whom today, where one stands, forms that ask twice before what is unlikely."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.elders import activities
from guyub.apps.elders.models import CarePlan, ElderCheck, ElderReferral, ElderScreening, ElderSituation
from guyub.apps.elders.presentation.home_lines import waiting_elders_line
from guyub.apps.elders.presentation.lists import KINDS, lines
from guyub.apps.elders.services import refer_elder
from guyub.apps.elders.standing import standings_of_village
from guyub.apps.people.models import Membership, Person
from tests.apps.elders.elders_world import CLEAR, FULL, adl, checked, make_elders, skilas, years_ago
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import companion

pytestmark = pytest.mark.django_db


@pytest.fixture
def elder(cast):
    return make_elders(cast.unit.region_id)[0]


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


def page(client, person):
    answer = client.get(f"/lansia/orang/{person.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def on(user, name, village):
    standings = standings_of_village(user, village, today())
    return [line.standing.person for line in lines(KINDS[name], standings, village, today())]


# -- lists -----------------------------------------------------------------------------------------------------------


def test_who_is_on_which_list(cast):
    village, user = cast.unit.region_id, kader(cast)
    never, last_year, weak, sent, lost = make_elders(village, 5)
    skilas(last_year, 366)
    skilas(weak, 3, chair=2)
    skilas(sent, 2, whisper=2)
    refer_elder(SYSTEM, sent)
    skilas(lost, 1)
    adl(lost, 200)
    adl(lost, 1, bathing=0)
    assert set(on(user, "skrining", village)) == {never, last_year}
    assert on(user, "perlu-dirujuk", village) == [weak, lost]
    assert on(user, "menunggu-jawaban", village) == [sent]
    assert on(user, "menurun", village) == [lost]
    assert on(user, "tinggal-sendiri", village) == []
    assert len(on(user, "semua", village)) == 5


@pytest.mark.parametrize(("days", "listed"), [(0, True), (1, False)])
def test_an_elder_is_listed_from_sixty_years_on(cast, elder, days, listed):
    Person.objects.filter(pk=elder.pk).update(
        birth_date=years_ago(60) + timedelta(days=days + (today() - years_ago(0)).days)
    )
    assert (elder in on(kader(cast), "semua", cast.unit.region_id)) is listed


def test_lists_know_the_latest_pressure_though_a_later_check_took_none(cast, elder):
    checked(elder, 90, systolic=120, diastolic=80)
    checked(elder, 60, systolic=150, diastolic=80)
    checked(elder, 30, weight_g=52_000)
    (standing,) = standings_of_village(kader(cast), cast.unit.region_id, today())
    assert standing.ladder.reasons == ("pressure",)
    assert standing.last_day == today() - timedelta(days=30)
    assert [one.day for one in standing.checks] == [today() - timedelta(days=days) for days in (60, 30)]


def test_the_first_page_of_the_puskesmas_leads_to_elders_who_wait(cast, client, elder):
    skilas(elder, chair=2)
    refer_elder(SYSTEM, elder)
    assert waiting_elders_line(kader(cast)) is None
    user = companion(cast, "puskesmas")
    line = waiting_elders_line(user)
    assert (line.told, line.url) == ("1 lansia", f"/lansia/{cast.unit.region_id}/menunggu-jawaban/")
    ElderReferral.objects.update(due_on=today() - timedelta(days=1))
    assert "1 terlambat" in waiting_elders_line(user).told


def test_who_is_left_alone_in_the_family_lives_alone(cast, elder):
    others = Membership.objects.filter(family__memberships__person=elder).exclude(person=elder)
    others.update(until=today())
    assert on(kader(cast), "tinggal-sendiri", cast.unit.region_id) == [elder]


def test_each_line_says_why_who_and_until_when(cast, reader, elder):
    skilas(elder, 10, chair=2)
    told = reader.get(f"/lansia/{cast.unit.region_id}/").content.decode()
    for words in (elder.name, "Gerak", "kader-satu", "terlambat"):
        assert words in told
    assert reader.get(f"/lansia/{cast.unit.region_id}/lain/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_has_a_fixed_number_of_queries(cast, reader, django_assert_num_queries, count):
    for one in make_elders(cast.unit.region_id, count):
        skilas(one, chair=2)
        checked(one, systolic=150, diastolic=95)
    address = f"/lansia/{cast.unit.region_id}/"
    reader.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert reader.get(address).status_code == 200
    assert len(queries) == 16


def test_a_list_is_handed_out_for_a_purpose(cast, client, reader, elder):
    skilas(elder, chair=2)
    address = f"/lansia/{cast.unit.region_id}/perlu-dirujuk/unduh/"
    assert reader.get(address).status_code == 404
    client.force_login(companion(cast, "lurah"))
    assert client.post(address, {"format": "xlsx"}).status_code == 422
    answer = client.post(address, {"format": "xlsx", "purpose": "intervensi"})
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [elder.name, elder.code, 70] == rows[1][:3]
    assert "Gerak" in rows[1]
    assert AuditEntry.objects.filter(action="elders-exported").count() == 1


def test_another_neighbourhood_is_told_of_nobody(cast, client, elder):
    skilas(elder, chair=2)
    client.force_login(kader(cast, "lain", "002"))
    told = client.get(f"/lansia/{cast.unit.region_id}/semua/").content.decode()
    assert elder.name not in told
    assert elder.code not in told
    assert client.get(f"/lansia/orang/{elder.code}/").status_code == 404


# -- the page --------------------------------------------------------------------------------------------------------


def test_the_result_of_a_screening_says_what_follows(reader, elder):
    assert "Belum pernah diskrining" in page(reader, elder)
    sent = {"day": today().isoformat(), **CLEAR, "arm_mm": "20,9", "sad": "1"}
    assert reader.post(f"/lansia/orang/{elder.code}/skrining/skilas/", sent).status_code == 302
    assert ElderScreening.objects.get().answers == {**CLEAR, "arm_mm": 209, "sad": 1}
    told = page(reader, elder)
    for words in ("Puskesmas: MNA-SF", "Tanyakan suasana hati (GDS-4)", "Tanyakan kemandirian", "Rujuk ke puskesmas"):
        assert words in told


def test_daily_living_is_told_with_its_band_and_decline(reader, elder):
    skilas(elder)
    adl(elder, 100)
    sent = {"day": today().isoformat(), **FULL, "stairs": 0, "bathing": 0}
    assert reader.post(f"/lansia/orang/{elder.code}/skrining/adl/", sent).status_code == 302
    told = page(reader, elder)
    assert "17 dari 20 · Ketergantungan ringan (B)" in told
    assert "Menurun sejak sebelumnya: 20 → 17" in told


def test_an_unanswered_item_gives_no_sum(reader, elder):
    sent = {"day": today().isoformat(), "bathing": "1"}
    assert reader.post(f"/lansia/orang/{elder.code}/skrining/adl/", sent).status_code == 302
    assert "Belum lengkap: 9 pertanyaan belum dijawab" in page(reader, elder)


def test_what_was_recorded_is_said_once(reader, elder):
    sent = {"day": today().isoformat(), "bathing": "1"}
    answer = reader.post(f"/lansia/orang/{elder.code}/skrining/adl/", sent, follow=True)
    assert "Tersimpan." in answer.content.decode()
    assert "Tersimpan." not in page(reader, elder)


def test_nothing_answered_and_impossible_answers_are_told(reader, elder):
    address, day = f"/lansia/orang/{elder.code}/skrining/skilas/", today().isoformat()
    assert "belum ada yang dijawab" in reader.post(address, {"day": day}).content.decode()
    answer = reader.post(address, {"day": day, "arm_mm": "210"})
    assert answer.status_code == 422
    assert "210 tidak mungkin; isi 12 sampai 50." in answer.content.decode()
    assert reader.get(f"/lansia/orang/{elder.code}/skrining/lain/").status_code == 404


def test_a_two_hundred_year_old_is_asked_about_once(reader, elder):
    Person.objects.filter(pk=elder.pk).update(birth_date=years_ago(200))
    address, sent = (
        f"/lansia/orang/{elder.code}/skrining/skilas/",
        {"day": today().isoformat(), **CLEAR, "arm_mm": "23"},
    )
    answer = reader.post(address, sent)
    assert answer.status_code == 422
    assert "umur 200 tahun menurut data keluarga" in answer.content.decode()
    assert reader.post(address, {**sent, "sure": "on"}).status_code == 302


def test_a_weight_in_grams_is_refused_and_a_jump_asked_about(reader, elder):
    checked(elder, 30, weight_g=52_000)
    address, sent = f"/lansia/orang/{elder.code}/periksa/", {"day": today().isoformat(), "weight_g": "62"}
    answer = reader.post(address, sent)
    assert "Berat badan (kg) 62, sebelumnya 52" in answer.content.decode()
    assert reader.post(address, {**sent, "sure": "on"}).status_code == 302
    grams = reader.post(address, {**sent, "weight_g": "52000", "sure": "on"})
    assert "berat itu tidak mungkin" in grams.content.decode()
    assert ElderCheck.objects.count() == 2
    told = page(reader, elder)
    assert 'class="elder-picture"' in told
    assert "62,0 kg" in told


def test_high_pressure_is_a_reason_to_refer_and_is_answered(cast, reader, client, elder):
    sent = {"day": today().isoformat(), "systolic": "140", "diastolic": "85"}
    assert reader.post(f"/lansia/orang/{elder.code}/periksa/", sent).status_code == 302
    assert reader.post(f"/lansia/orang/{elder.code}/rujuk/").status_code == 302
    one = ElderReferral.objects.get()
    assert "Tunggu jawaban puskesmas" in page(reader, elder)
    assert reader.get(f"/lansia/orang/{elder.code}/jawab/{one.pk}/").status_code == 404
    client.force_login(companion(cast, "puskesmas"))
    address = f"/lansia/orang/{elder.code}/jawab/{one.pk}/"
    assert client.post(address, {"outcome": "control", "note": "Kontrol sebulan lagi"}).status_code == 302
    assert "Kontrol sebulan lagi" in page(client, elder)


def test_a_screening_and_a_check_are_put_right_and_the_former_stays(reader, elder):
    one, check = skilas(elder, chair=2), checked(elder, weight_g=52_000)
    address = f"/lansia/orang/{elder.code}/skrining/perbaiki/{one.pk}/"
    assert 'value="23"' in reader.get(address).content.decode()
    sent = {**CLEAR, "arm_mm": "23"}
    assert reader.post(address, sent).status_code == 422
    assert reader.post(address, {**sent, "reason": "Salah baca"}).status_code == 302
    address = f"/lansia/orang/{elder.code}/periksa/{check.pk}/"
    assert reader.post(address, {"weight_g": "53", "reason": "Timbangan bergeser"}).status_code == 302
    told = page(reader, elder)
    assert "2 catatan yang diperbaiki" in told
    assert "Timbangan bergeser" in told
    assert reader.get(address).status_code == 404


def test_illnesses_are_noted(reader, elder):
    address = f"/lansia/orang/{elder.code}/keadaan/"
    assert (
        reader.post(address, {"conditions": ["stroke", "fall"], "uncontrolled": "0", "limited": ""}).status_code == 302
    )
    one = ElderSituation.objects.get()
    assert (one.conditions, one.uncontrolled, one.limited) == (["fall", "stroke"], False, None)
    assert "checked" in reader.get(address).content.decode()
    assert "Setelah jatuh, Stroke" in page(reader, elder)


def test_the_three_words_say_what_is_missing(reader, elder):
    told = page(reader, elder)
    assert "Belum ada: SKILAS setahun terakhir, apakah ada penyakit yang belum terkendali" in told

    def counted(people, first, last):
        return dict.fromkeys(people, 2)

    activities.register(counted)
    try:
        assert "kehadiran di kelompok lansia" not in page(reader, elder)
    finally:
        activities.unregister(counted)


def test_long_term_care_is_planned_visited_and_ended(cast, reader, elder):
    village, user = cast.unit.region_id, kader(cast, "dua")
    adl(elder, 1, bathing=0, stairs=0, dressing=0, feeding=0, transfer=1)
    assert "Perlu pendamping" in page(reader, elder)
    assert on(user, "calon-pendamping", village) == [elder]
    wife = Person.objects.get(memberships__family__head=elder, memberships__relation=2)
    address = f"/lansia/orang/{elder.code}/pendampingan/"
    assert reader.post(address, {"companion": "family"}).status_code == 422
    sent = {"companion": "family", "caregiver": wife.code, "tasks": ["wash", "eat"], "every_days": "14"}
    assert reader.post(address, sent).status_code == 302
    plan = CarePlan.objects.get()
    assert (plan.caregiver, plan.tasks, plan.every_days) == (wife, ["wash", "eat"], 14)
    assert (on(user, "calon-pendamping", village), on(user, "didampingi", village)) == ([], [elder])
    told = page(reader, elder)
    for words in (f"Yang merawat sehari-hari: {wife.name}", "Makan dan minum cukup", "tiap 14 hari"):
        assert words in told
    visit = f"/lansia/orang/{elder.code}/pendampingan/{plan.pk}/kunjungan/"
    assert reader.post(visit, {"day": today().isoformat(), "done": ["eat"]}).status_code == 302
    heavy = {"day": today().isoformat(), "tired": "2", "time": "2", "alone": "1", "health": "0"}
    assert reader.post(f"/lansia/orang/{elder.code}/skrining/pengasuh/", heavy).status_code == 302
    assert on(user, "pengasuh-lelah", village) == [elder]
    assert "5 dari 8 · Berat" in page(reader, elder)
    ending = f"/lansia/orang/{elder.code}/pendampingan/{plan.pk}/akhir/"
    assert reader.post(ending, {"ended": "institution"}).status_code == 302
    assert reader.get(ending).status_code == 404
    assert reader.get(visit).status_code == 404


def test_nothing_is_here_of_the_young(cast, reader, elder):
    wife = Person.objects.get(memberships__family__head=elder, memberships__relation=2)
    assert reader.get(f"/lansia/orang/{wife.code}/").status_code == 404


def test_the_lurah_reads_and_does_not_write(cast, client, elder):
    client.force_login(companion(cast, "lurah"))
    told = page(client, elder)
    assert "/skrining/skilas/" not in told
    assert client.post(f"/lansia/orang/{elder.code}/rujuk/").status_code == 404


def test_the_page_of_the_family_shows_its_elder(cast, reader, elder):
    family = Membership.objects.get(person=elder).family
    told = reader.get(f"/keluarga/{cast.unit.region_id}/{family.code}/").content.decode()
    assert f"/lansia/orang/{elder.code}/" in told
