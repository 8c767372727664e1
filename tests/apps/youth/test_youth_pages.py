"""Pages of young people: whom today, where one stands, forms that ask twice before what is unlikely."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Person
from guyub.apps.youth.models import YouthCheck, YouthReferral
from guyub.apps.youth.presentation.lists import KINDS, listed
from guyub.apps.youth.services import refer
from guyub.apps.youth.standing import standings_of_village
from tests.apps.made_families import kader, today
from tests.apps.youth.youth_world import BOY, STEADY, born, checked, companion, make_young

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


@pytest.fixture
def girl(cast):
    return make_young(cast.unit.region_id)[0]


def on(user, name, village):
    return {one.person for one in listed(KINDS[name], standings_of_village(user, village, today()))}


def test_who_is_on_which_list(cast):
    village, user = cast.unit.region_id, kader(cast)
    pale, sent, heavy, unmeasured, well = make_young(village, 5)
    checked(pale, hb_tenths=110)
    checked(sent, hb_tenths=110)
    refer(SYSTEM, sent)
    checked(heavy, weight_g=60_000, height_mm=1_550)
    checked(well, hb_tenths=125, **STEADY)
    assert on(user, "dirujuk", village) == {pale}
    assert on(user, "menunggu", village) == {sent}
    assert on(user, "hb-rendah", village) == {pale, sent}
    assert on(user, "periksa-hb", village) == {heavy, unmeasured}
    assert on(user, "imt", village) == {heavy}
    assert on(user, "belum-diukur", village) == {unmeasured}
    assert on(user, "semua", village) == {pale, sent, heavy, unmeasured, well}


def test_hb_is_due_of_girls_alone_and_again_at_fifteen(cast):
    village, user = cast.unit.region_id, kader(cast)
    (boy,) = make_young(village, sex=BOY)
    (older,) = make_young(village, years=15)
    (child,) = make_young(village, years=11)
    assert on(user, "periksa-hb", village) == {older}
    checked(older, 300, hb_tenths=125)  # at 14
    assert on(user, "periksa-hb", village) == {older}
    checked(older, hb_tenths=125)
    assert on(user, "periksa-hb", village) == set()
    assert on(user, "semua", village) == {boy, older, child}


def test_who_grew_out_of_the_post_with_a_referral_stays_until_it_is_answered(cast, girl):
    village, user = cast.unit.region_id, kader(cast)
    checked(girl, hb_tenths=100)
    refer(SYSTEM, girl)
    Person.objects.filter(pk=girl.pk).update(birth_date=born(19))
    assert on(user, "menunggu", village) == {girl}
    YouthReferral.objects.update(answered_on=today(), outcome="well")
    assert on(user, "semua", village) == set()


def test_whose_answer_is_late_stands_first(cast, reader):
    village = cast.unit.region_id
    first, second = make_young(village, 2)
    for one in (first, second):
        checked(one, hb_tenths=100)
        refer(SYSTEM, one)
    YouthReferral.objects.filter(person=second).update(due_on=today() - timedelta(days=1))
    told = reader.get(f"/remaja/{village}/daftar/menunggu/").content.decode()
    assert told.index(second.name) < told.index(first.name)
    assert "terlambat sejak" in told


def test_a_cadre_of_another_rw_sees_nobody(cast, client, girl):
    client.force_login(kader(cast, "tetangga", "002"))
    assert girl.name not in client.get(f"/remaja/{cast.unit.region_id}/daftar/semua/").content.decode()
    assert client.get(f"/remaja/orang/{girl.code}/").status_code == 404


def test_the_page_says_what_was_found_and_how_well_the_rule_is_known(reader, girl):
    checked(girl, hb_tenths=109, tablets=4, **STEADY)
    told = reader.get(f"/remaja/orang/{girl.code}/").content.decode()
    for words in ("Anemia sedang, Hb 10,9 g/dL", "perkiraan", "Gizi baik, IMT/U", "4 tablet", "Rujuk ke puskesmas"):
        assert words in told
    assert reader.post(f"/remaja/orang/{girl.code}/rujuk/").status_code == 302
    told = reader.get(f"/remaja/orang/{girl.code}/").content.decode()
    assert "Jawaban ditunggu sampai" in told
    assert "Jawab rujukan" not in told


def test_the_puskesmas_answers(cast, client, girl):
    checked(girl, hb_tenths=109)
    referral = refer(SYSTEM, girl)
    client.force_login(companion(cast, "puskesmas"))
    address = f"/remaja/orang/{girl.code}/rujukan/{referral.pk}/"
    assert "Anemia sedang" in client.get(address).content.decode()
    assert client.post(address, {"outcome": "confirmed"}).status_code == 302
    assert "Dipastikan" in client.get(f"/remaja/orang/{girl.code}/").content.decode()


def test_unlikely_figures_are_asked_about_once_more(reader, girl):
    address = f"/remaja/orang/{girl.code}/periksa/"
    typed = {"day": today().isoformat(), "hb_tenths": "6,9", "topics": ["nutrition"]}
    answer = reader.post(address, typed)
    assert answer.status_code == 422
    assert "Hb (g/dL) 6,9 (biasanya 7 sampai 17)" in answer.content.decode()
    assert not YouthCheck.objects.exists()
    assert reader.post(address, typed | {"sure": "on"}).status_code == 302
    made = YouthCheck.objects.get()
    assert (made.hb_tenths, made.topics) == (69, ["nutrition"])


def test_impossible_figures_are_refused_in_words(reader, girl):
    typed = {"day": today().isoformat(), "weight_g": "47000", "sure": "on"}
    answer = reader.post(f"/remaja/orang/{girl.code}/periksa/", typed)
    assert answer.status_code == 422
    assert "47000: berat itu tidak mungkin" in answer.content.decode()


def test_boys_are_asked_for_neither_hb_nor_tablets(cast, reader):
    (boy,) = make_young(cast.unit.region_id, sex=BOY)
    told = reader.get(f"/remaja/orang/{boy.code}/periksa/").content.decode()
    assert "Hb (g/dL)" not in told
    assert "Tablet" not in told


def test_a_correction_on_the_page(reader, girl):
    one = checked(girl, hb_tenths=100, tablets=4)
    address = f"/remaja/orang/{girl.code}/periksa/{one.pk}/"
    assert (
        'value="10,0"' in reader.get(address).content.decode() or 'value="10"' in reader.get(address).content.decode()
    )
    assert reader.post(address, {"hb_tenths": "12,0", "reason": "Salah baca"}).status_code == 302
    told = reader.get(f"/remaja/orang/{girl.code}/").content.decode()
    assert "Salah baca" in told
    assert "1 pemeriksaan yang diperbaiki" in told
    assert reader.get(address).status_code == 404


def test_young_people_are_found_by_name(cast, reader, girl):
    answer = reader.post(f"/remaja/{cast.unit.region_id}/cari/", {"name": girl.name[:8]})
    assert girl.code in answer.content.decode()
    assert Person.objects.get(name__startswith="Orang Tua").code not in answer.content.decode()


def test_lists_ask_the_same_of_one_as_of_many(cast, reader):
    village = cast.unit.region_id

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert reader.get(f"/remaja/{village}/daftar/semua/").status_code == 200
        return len(asked)

    (one,) = make_young(village)
    checked(one, hb_tenths=100)
    refer(SYSTEM, one)
    before = queries()
    for young in make_young(village, 3):
        checked(young, hb_tenths=100, **STEADY)
        refer(SYSTEM, young)
    assert queries() == before


def test_the_menu_leads_there(cast, reader, girl):
    assert f"/remaja/{cast.unit.region_id}/" in reader.get(f"/keluarga/{cast.unit.region_id}/").content.decode()
