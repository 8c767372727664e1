"""Pages of pregnant and nursing mothers: whom today, where she stands, forms that ask twice before what is unlikely."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.presentation.lists import KINDS, listed
from guyub.apps.mothers.presentation.standing import standings_of_village
from guyub.apps.mothers.services import (
    BirthFacts,
    CheckFigures,
    Newborn,
    correct_check,
    end_pregnancy,
    record_birth,
    record_birth_of,
)
from guyub.apps.people.models import Membership, Person
from guyub.apps.people.services import NewMember, record_death
from guyub.apps.people.services import record_birth as birth_in_family
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.services.visits import NewVisit, record_visit
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import checked, companion, last_period, make_mothers, pregnant

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(cast):
    return make_mothers(cast.unit.region_id)[0]


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


def page(client, person):
    answer = client.get(f"/ibu/{person.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def on(user, name, village):
    return {one.person for one in listed(KINDS[name], standings_of_village(user, village, today()))}


# -- lists -----------------------------------------------------------------------------------------------------------


def test_who_is_on_which_list(cast):
    village = cast.unit.region_id
    thin, pale, near, late, well = make_mothers(village, 5)
    for one, weeks in ((thin, 10), (pale, 20), (near, 36), (late, 14), (well, 10)):
        pregnant(one, weeks)
    checked(thin, arm_mm=234)
    checked(pale, hb_tenths=109, visit=2)
    checked(near, arm_mm=235, hb_tenths=110, visit=5)
    checked(well, 60, arm_mm=260, visit=1)
    user = kader(cast)
    assert on(user, "hamil", village) == {thin, pale, near, late, well}
    assert on(user, "kek", village) == on(user, "dirujuk", village) == {thin}
    assert on(user, "anemia", village) == {pale}
    assert on(user, "mendekati-lahir", village) == {near}
    assert on(user, "belum-anc", village) == {late}
    assert on(user, "belum-bulan-ini", village) == {late, well}
    assert on(user, "menyusui", village) == set()


@pytest.mark.parametrize(("days", "near"), [(28, True), (29, False), (-1, True)])
def test_a_birth_is_near_four_weeks_before_it_is_due(cast, mother, days, near):
    one = pregnant(mother, 20)
    Pregnancy.objects.filter(pk=one.pk).update(due_on=today() + timedelta(days=days))
    assert (mother in on(kader(cast), "mendekati-lahir", cast.unit.region_id)) is near


def test_those_to_be_referred_stand_first(cast):
    village = cast.unit.region_id
    first, second = make_mothers(village, 2)
    pregnant(first, 38)
    pregnant(second, 10)
    checked(second, systolic=150, diastolic=80)
    found = listed(KINDS["hamil"], standings_of_village(kader(cast), village, today()))
    assert [one.person for one in found] == [second, first]


def test_a_mother_nurses_until_the_baby_is_half_a_year_old(cast, mother):
    home, user, village = Membership.objects.get(person=mother).family, kader(cast), cast.unit.region_id
    baby = birth_in_family(SYSTEM, home, NewMember("Adik Contoh", 1, 3), today() - timedelta(days=183))
    assert on(user, "menyusui", village) == {mother}
    Person.objects.filter(pk=baby.pk).update(birth_date=today() - timedelta(days=184))
    assert on(user, "menyusui", village) == set()


def test_nobody_is_told_to_nurse_a_child_that_died(cast, reader, mother):
    record_birth(SYSTEM, pregnant(mother, 39), BirthFacts(today()), Newborn("Bayi Contoh", 1))
    assert "Beri ASI saja" in page(reader, mother)
    record_death(SYSTEM, Person.objects.get(name="Bayi Contoh"), today())
    told = page(reader, mother)
    assert "Beri ASI saja" not in told
    assert "Kunjungan nifas" in told


def test_nor_after_a_stillbirth_which_leaves_the_list_after_42_days(cast, mother):
    one = end_pregnancy(SYSTEM, pregnant(mother, 44), "stillbirth", today() - timedelta(days=42))
    (standing,) = standings_of_village(kader(cast), cast.unit.region_id, today())
    assert standing.bereaved
    assert standing.nursing
    Pregnancy.objects.filter(pk=one.pk).update(ended_on=today() - timedelta(days=43))
    assert standings_of_village(kader(cast, "lain"), cast.unit.region_id, today()) == []


def test_a_visit_after_birth_that_was_missed(cast, mother):
    record_birth(SYSTEM, pregnant(mother, 39), BirthFacts(today() - timedelta(days=3)))
    village = cast.unit.region_id
    user = kader(cast)
    assert on(user, "belum-anc", village) == {mother}
    checked(mother, visit=1)
    assert on(user, "belum-anc", village) == set()


def test_the_page_of_lists(cast, reader, mother):
    pregnant(mother, 20)
    checked(mother, arm_mm=228)
    village = cast.unit.region_id
    told = reader.get(f"/ibu/daftar/{village}/").content.decode()
    for words in (
        mother.name,
        "20 minggu, trimester 2",
        "KEK (kurang energi kronis), LiLA 22,8 cm",
        "K1",
        "tertinggal",
    ):
        assert words in told
    assert reader.get(f"/ibu/daftar/{village}/kek/").content.decode().count(mother.name) == 1
    assert mother.name not in reader.get(f"/ibu/daftar/{village}/anemia/").content.decode()
    assert reader.get(f"/ibu/daftar/{village}/lain/").status_code == 404
    assert "Ibu hamil dan menyusui" in reader.get(f"/posyandu/{village}/").content.decode()


@pytest.mark.parametrize(
    ("name", "grade"),
    [("belum-anc", "perkiraan"), ("mendekati-lahir", "usulan"), ("menyusui", "usulan")],
)
def test_a_list_says_how_well_its_rule_is_known(cast, reader, name, grade):
    told = reader.get(f"/ibu/daftar/{cast.unit.region_id}/{name}/").content.decode()
    assert grade in told.split("<h2>")[1]


def test_another_neighbourhood_is_told_of_nobody(cast, client, mother):
    pregnant(mother, 20)
    client.force_login(kader(cast, rw="002"))
    village = cast.unit.region_id
    assert mother.name not in client.get(f"/ibu/daftar/{village}/").content.decode()
    assert client.get(f"/ibu/{mother.code}/").status_code == 404
    for way in ("hamil", "periksa"):
        assert client.get(f"/ibu/{mother.code}/{way}/").status_code == 404


def test_who_only_reads_is_offered_nothing_to_write(cast, client, mother):
    one = pregnant(mother, 20)
    client.force_login(companion(cast, "lurah"))
    assert "Catat pemeriksaan" not in page(client, mother)
    assert client.get(f"/ibu/{mother.code}/periksa/").status_code == 404
    assert client.get(f"/ibu/{mother.code}/akhir/{one.pk}/").status_code == 404


def test_those_pregnant_by_the_survey_are_shown_to_who_may_read_it(cast, client, mother):
    home = Membership.objects.get(person=mother).family
    FamilyState.objects.update_or_create(
        family=home,
        defaults={"village_id": home.village_id, "rw": "001", "as_of": today(), "rules": "x", "pregnant": 1},
    )
    address = f"/ibu/daftar/{cast.unit.region_id}/"
    words = "1 ibu hamil menurut pendataan keluarga"
    client.force_login(kader(cast))
    assert words not in client.get(address).content.decode()
    client.force_login(companion(cast, "tpk"))
    assert words in client.get(address).content.decode()
    pregnant(mother, 20)
    assert words not in client.get(address).content.decode()


def test_the_count_of_queries_does_not_grow(cast, client, django_assert_max_num_queries):
    client.force_login(companion(cast, "pkb"))
    address, village = f"/ibu/daftar/{cast.unit.region_id}/", cast.unit.region_id

    def add(first, count):
        for one in make_mothers(village, count, first=first):
            pregnant(one, 20)
            checked(one, arm_mm=230)
            record_visit(
                SYSTEM,
                Membership.objects.get(person=one).family,
                NewVisit("bumil-12-16", today(), {"hb": "9.5"}, person=one),
            )

    add(1, 1)
    client.get(address)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    add(2, 4)
    with django_assert_max_num_queries(len(few)):
        answer = client.get(address)
    assert answer.content.decode().count("Anemia sedang") == 5


# -- a mother's page -------------------------------------------------------------------------------------------------


def test_where_a_mother_stands(cast, reader, mother):
    pregnant(mother, 20, gravida=2)
    checked(mother, 30, arm_mm=231, weight_g=48_500, tablets_received=30, visit=1)
    checked(mother, 0, hb_tenths=98, tablets_received=30, tablets_taken=25, systolic=110, diastolic=70)
    told = page(reader, mother)
    for words in (
        "Hamil 20 minggu, trimester 2",
        "kehamilan ke-2",
        "Rujuk ke bidan atau puskesmas",
        "LiLA 23,1 cm",
        "Hb 9,8 g/dL",
        "tekanan 110/70",
        "48,5 kg",
        "paling sedikit 90 hari",
        "<strong>60</strong> dari 90 tablet",
        "<strong>25</strong> tablet",
        "Sampaikan kepada ibu",
        "Berikutnya K2",
        "perkiraan",
    ):
        assert words in told
    assert "Data orang" in told


def test_figures_of_the_companion_team_stand_beside_those_of_checks(cast, client, mother):
    pregnant(mother, 20)
    home = Membership.objects.get(person=mother).family
    answers = {"week": 16, "lila": "23.4", "hb": "12.0", "weight": "50.5"}
    record_visit(SYSTEM, home, NewVisit("bumil-12-16", today(), answers, person=mother))
    client.force_login(companion(cast, "tpk"))
    told = page(client, mother)
    assert "kunjungan TPK: Ibu hamil, minggu 12 dan 16" in told
    assert "50,5 kg · LiLA 23,4 cm · Hb 12,0 g/dL" in told
    assert "KEK (kurang energi kronis)" in told
    client.force_login(kader(cast))  # may not read what visits asked
    assert "kunjungan TPK" not in page(client, mother)


def test_a_later_check_counts_more_than_an_earlier_visit(cast, client, mother):
    pregnant(mother, 20)
    home = Membership.objects.get(person=mother).family
    day = today() - timedelta(days=9)
    Membership.objects.filter(person=mother).update(since=day)
    record_visit(SYSTEM, home, NewVisit("bumil-12-16", day, {"lila": "23.4"}, person=mother))
    checked(mother, arm_mm=236)
    client.force_login(companion(cast, "tpk"))
    assert "KEK (kurang energi kronis)" not in page(client, mother)


def test_a_pregnancy_is_noted(cast, reader, mother):
    address = f"/ibu/{mother.code}/hamil/"
    assert reader.get(address).status_code == 200
    both = {"last_period": last_period(20).isoformat(), "due": today().isoformat()}
    for sent, words in (
        ({"gravida": "2"}, "Isi salah satu"),
        (both, "Isi salah satu"),
        ({"due": "kapan"}, "Isi tanggal yang ada"),
    ):
        answer = reader.post(address, sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert reader.post(address, {"last_period": last_period(20).isoformat(), "gravida": "2"}).status_code == 302
    one = Pregnancy.objects.get()
    assert (one.dated, one.gravida, one.noted_by.username) == ("last-period", 2, "kader-satu")
    again = reader.post(address, {"last_period": last_period(20).isoformat()})
    assert "belum diakhiri" in again.content.decode()


def test_a_woman_is_found_by_name_without_her_name_in_an_address(cast, reader, mother):
    address = f"/ibu/cari/{cast.unit.region_id}/"
    answer = reader.post(address, {"name": "istri"})
    assert f"/ibu/{mother.code}/" in answer.content.decode()
    assert "istri" not in answer.request["QUERY_STRING"]
    assert "Tidak ada nama yang cocok" in reader.post(address, {"name": "zulaikha"}).content.decode()
    assert "Kepala Contoh" not in reader.post(address, {"name": "contoh"}).content.decode()
    assert reader.post(address, {"name": ""}).status_code == 422


def test_a_check_is_recorded_as_people_write_it(cast, reader, mother):
    one = pregnant(mother, 20)
    sent = {
        "day": today().isoformat(), "weight_g": "52,5", "arm_mm": "23.4", "hb_tenths": "10,9", "systolic": "110",
        "diastolic": "70", "tablets_received": "30", "visit": "k2",
    }  # fmt: skip
    assert reader.post(f"/ibu/{mother.code}/periksa/", sent).status_code == 302
    check = MotherCheck.objects.get()
    assert (check.pregnancy, check.weight_g, check.arm_mm, check.hb_tenths, check.visit) == (one, 52_500, 234, 109, 2)
    assert (check.systolic, check.tablets_received, check.tablets_taken, check.breastfeeding) == (110, 30, None, None)


def test_an_unlikely_figure_is_asked_about_once_and_an_impossible_one_refused(cast, reader, mother):
    pregnant(mother, 20)
    address, sent = f"/ibu/{mother.code}/periksa/", {"day": today().isoformat(), "weight_g": "110,1"}
    assert 'name="sure"' not in reader.get(address).content.decode()
    answer = reader.post(address, sent)
    assert answer.status_code == 422
    assert "jarang terjadi: Berat badan" in answer.content.decode()
    assert 'name="sure"' in answer.content.decode()
    assert reader.post(address, {**sent, "sure": "on"}).status_code == 302
    impossible = reader.post(address, {**sent, "weight_g": "525", "sure": "on"})
    assert "berat itu tidak mungkin" in impossible.content.decode()
    assert MotherCheck.objects.count() == 1


def test_a_visit_belongs_to_the_time_of_its_day(cast, reader, mother):
    record_birth(SYSTEM, pregnant(mother, 39), BirthFacts(today()))
    address, day = f"/ibu/{mother.code}/periksa/", today().isoformat()
    told = reader.get(address).content.decode()
    assert "KF1" in told
    assert "Vitamin A ibu nifas" in told
    assert "bukan dari masa" in reader.post(address, {"day": day, "visit": "k6"}).content.decode()
    sent = {"day": day, "visit": "kf1", "breastfeeding": "1", "vitamin_a": "0"}
    assert reader.post(address, sent).status_code == 302
    check = MotherCheck.objects.get()
    assert (check.visit, check.breastfeeding, check.vitamin_a, check.pregnancy) == (1, True, False, None)


def test_a_check_is_put_right_and_the_former_stays(cast, reader, mother):
    pregnant(mother, 20)
    one = checked(mother, arm_mm=332, weight_g=50_000)
    address = f"/ibu/{mother.code}/periksa/{one.pk}/"
    assert 'value="33,2"' in reader.get(address).content.decode()
    assert reader.post(address, {"arm_mm": "23,2"}).status_code == 422
    assert reader.post(address, {"arm_mm": "23,2", "weight_g": "50", "reason": "Salah baca"}).status_code == 302
    told = page(reader, mother)
    assert "1 pemeriksaan yang diperbaiki" in told
    assert "Salah baca" in told
    assert reader.get(address).status_code == 404


def test_a_pregnancy_is_ended(cast, reader, mother):
    one = pregnant(mother, 20)
    address = f"/ibu/{mother.code}/akhir/{one.pk}/"
    assert "Lahir hidup" not in reader.get(address).content.decode()
    assert reader.post(address, {"outcome": "birth", "day": today().isoformat()}).status_code == 422
    assert reader.post(address, {"outcome": "miscarriage", "day": today().isoformat()}).status_code == 302
    told = page(reader, mother)
    assert "Keguguran" in told
    assert "Catat kehamilan" in told
    assert reader.get(address).status_code == 404


# -- births ----------------------------------------------------------------------------------------------------------


def test_a_birth_enters_the_child_and_its_page_tells_of_it(cast, reader, mother):
    one = pregnant(mother, 39)
    address, day = f"/ibu/{mother.code}/lahir/{one.pk}/", today().isoformat()
    nameless = reader.post(address, {"day": day, "child": "new"})
    assert (nameless.status_code, Birth.objects.count()) == (422, 0)
    sent = {
        "day": day, "child": "new", "name": "Bayi Contoh", "sex": "1", "weight_g": "2450", "length_mm": "47,9",
        "venue": "midwife", "helper": "midwife", "early_breastfeeding": "1",
    }  # fmt: skip
    assert reader.post(address, sent).status_code == 302
    birth = Birth.objects.get()
    assert (birth.weight_g, birth.length_mm, birth.weeks, birth.child.mother) == (2450, 479, 39, mother)
    told = reader.get(f"/anak/{birth.child.code}/").content.decode()
    for words in ("Berat lahir rendah (BBLR)", "berat 2,450 kg", "panjang 47,9 cm", mother.name, "IMD", "Bidan"):
        assert words in told
    hers = page(reader, mother)
    assert "Bayi Contoh" in hers
    assert "Kunjungan nifas" in hers
    assert "Tambah anak kembar" in hers


def test_a_child_on_the_registry_is_offered_and_linked(cast, reader, mother):
    home = Membership.objects.get(person=mother).family
    child = birth_in_family(SYSTEM, home, NewMember("Adik Contoh", 1, 3), today())
    one = pregnant(mother, 39)
    address = f"/ibu/{mother.code}/lahir/{one.pk}/"
    assert "Adik Contoh" in reader.get(address).content.decode()
    assert reader.post(address, {"day": today().isoformat(), "child": child.code}).status_code == 302
    assert Birth.objects.get().child == child


def test_who_may_not_enter_people_leaves_the_child_for_later(cast, client, mother):
    one = pregnant(mother, 39)
    client.force_login(companion(cast, "tpk"))
    address = f"/ibu/{mother.code}/lahir/{one.pk}/"
    assert "Nama bayi" not in client.get(address).content.decode()
    assert (
        client.post(address, {"day": today().isoformat(), "child": "new", "name": "x", "sex": "1"}).status_code == 422
    )
    assert client.post(address, {"day": today().isoformat(), "child": "later", "weight_g": "3000"}).status_code == 302
    birth = Birth.objects.get()
    client.force_login(kader(cast))
    assert "Hubungkan anaknya" in page(client, mother)
    sent = {"child": "new", "name": "Bayi Contoh", "sex": "2"}
    way = f"/ibu/{mother.code}/kelahiran/{birth.pk}/anak/"
    assert client.get(way).status_code == 200
    assert client.post(way, sent).status_code == 302
    assert Birth.objects.get().child.name == "Bayi Contoh"
    assert client.get(way).status_code == 404


def test_a_child_that_lives_elsewhere_is_not_named(cast, reader, mother):
    child = Person.objects.get(mother=mother)
    birth = record_birth_of(SYSTEM, child, BirthFacts(today()))
    assert child.name in page(reader, mother)
    Person.objects.filter(pk=child.pk).update(rw="002")
    told = page(reader, mother)
    assert "Kelahiran" in told
    assert child.name not in told
    assert f"/kelahiran/{birth.pk}/anak/" not in told


def test_a_mother_who_lives_elsewhere_is_not_led_to(cast, client, mother):
    child = Person.objects.get(mother=mother)
    Person.objects.filter(pk=mother.pk).update(rw="002")
    client.force_login(kader(cast))
    told = client.get(f"/anak/{child.code}/").content.decode()
    assert mother.name not in told
    assert f"/ibu/anak/{child.code}/" not in told


def test_the_page_asks_as_much_for_many_checks_and_births_as_for_few(reader, mother, django_assert_num_queries):
    def add(weeks_ago):
        day = today() - timedelta(weeks=weeks_ago)
        one = Pregnancy.objects.create(
            mother=mother, village_id=mother.village_id, dated="due", dated_on=day, due_on=day, ended_on=day,
            outcome="birth", noted_at=timezone.now(),
        )  # fmt: skip
        child = Person.objects.get(mother=mother, birth_facts=None) if weeks_ago == 200 else None
        Birth.objects.create(
            pregnancy=one, child=child, village_id=mother.village_id, day=day, recorded_at=timezone.now()
        )
        check = checked(mother, arm_mm=230)
        correct_check(SYSTEM, check, CheckFigures(arm_mm=232), "Salah ketik")

    pregnant(mother, 20)
    add(200)
    page(reader, mother)
    with CaptureQueriesContext(connection) as few:
        page(reader, mother)
    add(300)
    add(400)
    with django_assert_num_queries(len(few)):
        assert page(reader, mother).count("Salah ketik") == 3


def test_facts_of_a_birth_are_put_right_on_their_page(cast, reader, mother):
    birth = record_birth(SYSTEM, pregnant(mother, 39), BirthFacts(today(), 3400, early_breastfeeding=False))
    address = f"/ibu/{mother.code}/kelahiran/{birth.pk}/"
    assert 'value="3400"' in reader.get(address).content.decode()
    assert reader.post(address, {"weight_g": "99"}).status_code == 422
    assert reader.post(address, {"weight_g": "2400", "weeks": "36"}).status_code == 302
    birth.refresh_from_db()
    assert (birth.weight_g, birth.weeks, birth.early_breastfeeding) == (2400, 36, None)


def test_a_child_of_whom_only_the_mother_is_known_leads_to_her(cast, reader, mother):
    child = Person.objects.get(mother=mother)
    assert f"/ibu/{mother.code}/" in reader.get(f"/anak/{child.code}/").content.decode()


def test_birth_weight_of_a_child_that_is_older_is_filled_in_from_its_page(cast, reader, client, mother):
    child = Person.objects.get(mother=mother)
    address = f"/ibu/anak/{child.code}/"
    assert address in reader.get(f"/anak/{child.code}/").content.decode()
    assert reader.post(address, {"weight_g": "2499"}).status_code == 302
    told = reader.get(f"/anak/{child.code}/").content.decode()
    assert "Berat lahir rendah (BBLR)" in told
    assert address not in told
    client.force_login(companion(cast, "lurah"))
    assert client.get(address).status_code == 404


def test_the_family_page_shows_its_mothers(cast, reader, mother):
    home = Membership.objects.get(person=mother).family
    address = f"/keluarga/{home.village_id}/{home.code}/"
    assert f"Catat kehamilan {mother.name}" in reader.get(address).content.decode()
    pregnant(mother, 20)
    checked(mother, arm_mm=220)
    told = reader.get(address).content.decode()
    assert "hamil 20 minggu, trimester 2" in told
    assert "KEK (kurang energi kronis)" in told
    assert f"Catat kehamilan {mother.name}" not in told


def test_the_language_of_the_reader(cast, reader, mother):
    pregnant(mother, 20)
    checked(mother, arm_mm=220)
    reader.cookies["django_language"] = "en"
    told = page(reader, mother)
    for words in ("Pregnant 20 weeks, trimester 2", "KEK (chronic energy deficiency)", "Tell the mother"):
        assert words in told
    assert timezone.localdate() == today()
