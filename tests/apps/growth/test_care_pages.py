"""The panel of a child's page: what is wanted now, marking at one tap, questions, withdrawing; who may."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import CareMark
from guyub.apps.growth.presentation.care import wanted, wanted_words
from guyub.apps.growth.services import Mark, mark_care, mark_many, withdraw_mark
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_care_rules
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.care import Status
from tests.apps.growth.test_care_marks import make_child
from tests.apps.made_families import kader, today

pytestmark = pytest.mark.django_db
DOSES = {one.code: one for one in load_care_rules().immunisation.vaccines}


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(reader, child):
    return text_of(reader.get(f"/anak/{child.code}/"))


def send(reader, child, kind, **typed):
    return reader.post(f"/anak/{child.code}/tanda/{kind}/", {"day": today().isoformat(), **typed})


def give(child, *codes, day=None):
    mark_many(SYSTEM, [(child, Mark("immunisation", day or months_before(today(), 2), code)) for code in codes])


def test_doses_on_record_are_not_offered_again(cast, reader):
    child = make_child(cast.unit.region_id, 10)
    give(child, "bcg")
    content = reader.get(f"/anak/{child.code}/tanda/immunisation/").content.decode()
    assert 'value="mr1"' in content
    assert 'value="bcg"' not in content


def test_what_is_wanted_now_says_so_in_words(cast, reader):
    child = make_child(cast.unit.region_id, 10)
    give(child, *(code for code in DOSES if code not in ("mr1", "ipv2", "pcv3", "dpt4", "mr2", "dpt3")))
    text = page(reader, child)
    assert "Perlu sekarang" in text
    assert "DPT-HB-Hib 3 terlambat" in text
    assert "Campak-rubela (MR) 1 waktunya" in text
    assert "Imunisasi: 14 dari 20 sudah" in text
    assert "PCV 3 nanti, umur 12 bulan" in text
    assert "DPT-HB-Hib lanjutan nanti, umur 18 bulan" in text


def test_one_tap_marks_today(cast, reader):
    child = make_child(cast.unit.region_id, 10)
    content = reader.get(f"/anak/{child.code}/").content.decode()
    form = re.search(r'<form method="post" action="([^"]+immunisation/)"[^>]*>.*?value="mr1".*?</form>', content, re.S)
    assert f'value="{today().isoformat()}"' in form[0]
    answer = reader.post(form[1], {"code": "mr1", "day": today().isoformat()})
    assert answer["Location"] == f"/anak/{child.code}/#perawatan"
    one = CareMark.objects.get()
    assert (one.kind, one.code, one.day, one.source, one.marked_by.username) == (
        "immunisation",
        "mr1",
        today(),
        "seen",
        "kader-satu",
    )


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("immunisation", {"code": "mr9"}, "Pilih salah satu"),
        ("immunisation", {"code": "mr1", "day": ""}, "Pilih tanggalnya"),
        ("immunisation", {"code": "mr1", "day": "2020-01-01"}, "harinya sebelum anak itu lahir"),
        ("breastfeeding", {"only": "1"}, "umurnya tidak sesuai"),
        ("breastfeeding", {}, "Pilih salah satu"),
        ("illness", {"code": "cough", "days": "99"}, "lamanya sakit"),
    ],
)
def test_what_cannot_be_marked_is_asked_again(cast, reader, kind, typed, said):
    child = make_child(cast.unit.region_id, 10)
    answer = send(reader, child, kind, **typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not CareMark.objects.exists()


def test_a_day_to_come_is_refused(cast, reader):
    child = make_child(cast.unit.region_id, 10)
    answer = send(reader, child, "immunisation", code="mr1", day=(today() + timedelta(days=1)).isoformat())
    assert answer.status_code == 422
    assert not CareMark.objects.exists()


def test_food_of_yesterday_by_eight_boxes(cast, reader):
    child = make_child(cast.unit.region_id, 10)
    form = reader.get(f"/anak/{child.code}/tanda/food/").content.decode()
    assert form.count('type="checkbox"') == 8
    assert send(reader, child, "food", groups=["breast-milk", "staples", "eggs", "flesh"]).status_code == 302
    assert "Kurang beragam · 4 dari 8 kelompok (minimal 5)" in page(reader, child)
    withdraw_mark(SYSTEM, CareMark.objects.get(), "Salah dengar")
    send(reader, child, "food", groups=["breast-milk", "staples", "eggs", "flesh", "legumes"])
    assert "Beragam · 5 dari 8 kelompok" in page(reader, child)


def test_the_monthly_question_about_breastfeeding(cast, reader):
    child = make_child(cast.unit.region_id, 2)
    assert "Dalam 24 jam terakhir bayi hanya diberi ASI?" in page(reader, child)
    assert send(reader, child, "breastfeeding", only="1").status_code == 302
    text = page(reader, child)
    assert "Dalam 24 jam terakhir bayi hanya diberi ASI?" not in text
    assert "ASI eksklusif Belum diketahui perkiraan" in text
    assert "0 bln ? belum ditanyakan 1 bln ? belum ditanyakan 2 bln ya" in text
    for months in (1, 2):
        day = months_before(today(), months)
        assert send(reader, child, "breastfeeding", only="1", day=day.isoformat()).status_code == 302
    assert "ASI eksklusif Ya, sampai sekarang" in page(reader, child)


def test_withdrawing_asks_why_and_keeps_it(cast, reader):
    child = make_child(cast.unit.region_id, 20)
    one = mark_care(SYSTEM, child, Mark("illness", today(), "cough", {"days": 3}))
    address = f"/anak/{child.code}/tanda/{one.pk}/batal/"
    assert "Sakit: Batuk pilek (ISPA), 3 hari" in text_of(reader.get(address))
    assert reader.post(address, {"reason": ""}).status_code == 422
    assert reader.post(address, {"reason": "Salah anak"}).status_code == 302
    text = page(reader, child)
    assert "1 catatan yang dibatalkan" in text
    assert "Batuk pilek (ISPA), 3 hari · Salah anak" in text
    assert reader.get(address).status_code == 404


def test_an_unsure_day_of_birth_makes_nothing_due(cast, reader):
    child = make_child(cast.unit.region_id, 10, birth_known="month")
    text = page(reader, child)
    assert "jadwalnya tidak dihitung" in text
    assert "terlambat" not in text
    assert wanted(child, [], today(), "id") == []


def test_a_child_of_five_years_has_no_panel_unless_it_has_marks(cast, reader):
    child = make_child(cast.unit.region_id, 61)
    assert "Imunisasi, vitamin, makanan" not in page(reader, child)
    mark_care(SYSTEM, child, Mark("immunisation", months_before(today(), 30), "mr2"))
    assert "Imunisasi: 1 dari 20 sudah" in page(reader, child)
    assert "Perlu sekarang" not in page(reader, child)


def test_who_may(cast, client):
    child = make_child(cast.unit.region_id, 20)
    one = mark_care(SYSTEM, child, Mark("illness", today(), "cough"))
    addresses = (f"/anak/{child.code}/tanda/food/", f"/anak/{child.code}/tanda/{one.pk}/batal/")
    found = {}
    for name, user in (
        ("stranger", cast.stranger),
        ("operator", cast.operator),
        ("other", kader(cast, "lain", rw="002")),
        ("kader", kader(cast)),
    ):
        client.force_login(user)
        found[name] = [client.get(address).status_code for address in addresses]
    assert found == {"stranger": [404, 404], "operator": [404, 404], "other": [404, 404], "kader": [200, 200]}
    client.force_login(cast.operator)
    content = client.get(f"/anak/{child.code}/").content.decode()
    assert "Riwayat: 1 catatan" in content
    assert "/tanda/" not in content  # who only reads is offered nothing to mark


def test_a_mark_of_another_child_is_not_withdrawn_here(cast, reader):
    child, other = make_child(cast.unit.region_id, 20), make_child(cast.unit.region_id, 20, number=2)
    one = mark_care(SYSTEM, other, Mark("illness", today(), "cough"))
    assert reader.post(f"/anak/{child.code}/tanda/{one.pk}/batal/", {"reason": "Salah"}).status_code == 404
    assert reader.get(f"/anak/{child.code}/tanda/sweets/").status_code == 404


def test_the_page_asks_the_same_of_the_database_with_many_marks(cast, reader, django_assert_num_queries):
    child = make_child(cast.unit.region_id, 20)
    address = f"/anak/{child.code}/"
    reader.get(address)
    give(child, "hb0", day=child.birth_date)
    with CaptureQueriesContext(connection) as few:
        reader.get(address)
    give(child, *(code for code in DOSES if code != "hb0"))
    for days in range(12):
        mark_care(SYSTEM, child, Mark("illness", today() - timedelta(days=days), "fever"))
    with django_assert_num_queries(len(few)):
        reader.get(address)


def test_words_of_one_line():
    found = wanted(
        Person(birth_date=date(2026, 1, 15), birth_known="day"),
        [
            CareMark(kind="immunisation", code=code, day=date(2026, 2, 1))
            for code in DOSES
            if code not in ("pcv2", "rv3")
        ],
        date(2026, 8, 14),
        "id",
    )
    assert [(one.name, one.status) for one in found] == [
        ("PCV 2", Status.LATE),
        ("Vitamin A, kapsul biru", Status.DUE),
    ]
    assert wanted_words(found) == "PCV 2 (terlambat), Vitamin A, kapsul biru"
    assert (
        wanted_words(found * 2)
        == "PCV 2 (terlambat), Vitamin A, kapsul biru, PCV 2 (terlambat), Vitamin A, kapsul biru"
    )
    assert wanted_words(found * 3).endswith("Vitamin A, kapsul biru, dan 2 lagi")
