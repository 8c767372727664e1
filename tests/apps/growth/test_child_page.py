"""A child's page: where it stands, how figures came about, its curves; corrections; who may open it."""

import re
from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import Measurement
from guyub.apps.growth.presentation.charts import HEIGHT, WIDTH
from guyub.apps.growth.services import Figures, correct_measurement, record_measurement, renew
from guyub.apps.people.models import Person
from tests.apps.made_families import kader, make_families, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast):
    (family,) = make_families(cast.unit.region_id, 1)
    return Person.objects.get(memberships__family=family, memberships__relation=3)


@pytest.fixture
def measured(child):
    return [
        record_measurement(
            SYSTEM,
            child,
            date(2023, month, 10),
            Figures(weight_g=8400 + 50 * month, height_mm=720 + 4 * month, posture="l", arm_mm=130),
        )
        for month in (1, 2, 3, 4, 6)
    ]


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


def words(reader, child):
    content = reader.get(f"/anak/{child.code}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())


def test_where_the_child_stands(reader, child, measured):
    text = words(reader, child)
    assert "8,7 kg · 74,4 cm · LiLA 13,0 cm" in text
    assert "O Bulan lalu tidak ditimbang" in text
    assert "Panjang/tinggi menurut umur (PB/U) Normal z −1,93 sebagian" in text
    assert "Berat menurut umur (BB/U) Berat badan normal z −1,21" in text


def test_every_figure_says_how_it_came_about(reader, child, measured):
    text = words(reader, child)
    assert "Nilai 74,4; tabel lhfa-day (who-2006 1.0), baris 525" in text
    assert text.count("sebelum dibulatkan") >= 5 * 4


def test_charts_have_a_point_a_measurement_with_its_letter(reader, child, measured):
    content = reader.get(f"/anak/{child.code}/").content.decode()
    pictures = re.findall(r"<svg class=\"growth-chart\".*?</svg>", content, re.S)
    assert len(pictures) == 4  # no head circumference was measured
    weight = pictures[0]
    assert re.findall(r"class=\"growth-dot-letter[^>]*>(\w)<", weight) == ["B", "T", "T", "T", "O"]
    places = [tuple(map(int, found)) for found in re.findall(r"<circle[^>]*cx=\"(\d+)\" cy=\"(\d+)\"", weight)]
    assert len(places) == 5
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert [y for _, y in places] == sorted((y for _, y in places), reverse=True)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)


def test_the_chart_of_weight_names_its_bands_and_the_lines_of_the_card(reader, child, measured):
    text = words(reader, child)
    assert "Berat badan kurang (−3 sampai −2 SD)" in text
    assert "Berat badan sangat kurang (di bawah −3 SD)" in text
    assert "Risiko berat badan lebih (di atas +1 SD)" in text
    assert text.count("Garis merah (BGM di bawahnya): −2 SD perkiraan") == 1  # on the chart of weight alone
    assert text.count("Garis jingga: +1 SD") == 1


def test_what_cannot_be_judged_is_not_called_missing(reader, child):
    record_measurement(SYSTEM, child, date(2023, 1, 10), Figures(weight_g=8400, height_mm=720, oedema=True))
    text = words(reader, child)
    assert "Berat menurut umur tidak dinilai bengkak di kedua kaki" in text
    assert "Lingkar kepala menurut umur belum ada data tidak diukur" in text


def test_a_child_that_was_never_measured_is_told_what_to_do(reader, child):
    assert "Belum pernah diukur" in words(reader, child)


def test_an_unknown_day_of_birth_is_said(reader, child, measured):
    Person.objects.filter(pk=child.pk).update(birth_known=Person.BirthKnown.YEAR)
    renew([Person.objects.get(pk=child.pk)])
    assert "tanggal lahir belum diketahui" in words(reader, child)


def test_a_correction_shows_both(reader, child, measured):
    correct_measurement(SYSTEM, measured[-1], Figures(weight_g=9100), "Salah baca timbangan")
    text = words(reader, child)
    assert "1 pengukuran yang diperbaiki" in text
    assert "8,7 kg · 74,4 cm · Salah baca timbangan" in text


def test_correcting_on_the_page(reader, child, measured):
    address = f"/anak/{child.code}/perbaiki/{measured[-1].pk}/"
    shown = reader.get(address).content.decode()
    assert 'value="8,7"' in shown
    typed = {"weight_g": "9,15", "height_mm": "74.4", "posture": "l", "arm_mm": "", "reason": "Salah baca timbangan"}
    assert reader.post(address, typed).status_code == 302
    one = Measurement.objects.get(replaces=measured[-1])
    assert (one.weight_g, one.height_mm, one.arm_mm, one.reason) == (9150, 744, None, "Salah baca timbangan")
    assert reader.get(address).status_code == 404  # it is replaced


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"weight_g": "9", "reason": ""}, "Tulis alasannya"),
        ({"weight_g": "", "reason": "Salah"}, "isi paling sedikit satu ukuran"),
        ({"weight_g": "9000", "reason": "Salah"}, "berat itu tidak mungkin"),
        ({"weight_g": "sembilan", "reason": "Salah"}, "Masukkan"),
    ],
)
def test_a_correction_that_cannot_be(reader, child, measured, typed, said):
    answer = reader.post(f"/anak/{child.code}/perbaiki/{measured[-1].pk}/", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Measurement.objects.filter(replaces__isnull=False).exists()


def test_an_unlikely_figure_is_asked_about_once(reader, child, measured):
    address = f"/anak/{child.code}/perbaiki/{measured[-1].pk}/"
    typed = {"weight_g": "87", "height_mm": "74,4", "posture": "l", "reason": "Salah baca timbangan"}
    asked = reader.post(address, typed)
    assert asked.status_code == 422
    assert "Angka ini jarang terjadi: Berat badan (kg) " in asked.content.decode()
    assert not Measurement.objects.filter(replaces__isnull=False).exists()
    assert reader.post(address, typed | {"sure": "on"}).status_code == 302
    content = reader.get(f"/anak/{child.code}/").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", content).split())
    assert "Berat menurut umur (BB/U) tidak masuk akal, ukur ulang z +" in text
    weight = re.findall(r"<svg class=\"growth-chart\".*?</svg>", content, re.S)[0]
    assert weight.count("<circle") == 4  # it would press the curve flat


def test_who_may_open_it(cast, client, child, measured):
    addresses = (f"/anak/{child.code}/", f"/anak/{child.code}/perbaiki/{measured[-1].pk}/")
    statuses = {}
    for name, user in (
        ("stranger", cast.stranger),
        ("operator", cast.operator),
        ("other", kader(cast, "lain", rw="002")),
    ):
        client.force_login(user)
        statuses[name] = [client.get(address).status_code for address in addresses]
    assert statuses == {"stranger": [404, 404], "operator": [200, 404], "other": [404, 404]}


def test_the_count_of_queries_does_not_grow(reader, child, measured, django_assert_max_num_queries):
    reader.get(f"/anak/{child.code}/")
    with django_assert_max_num_queries(20) as few:
        reader.get(f"/anak/{child.code}/")
    for day in range(1, 9):
        record_measurement(SYSTEM, child, date(2024, day, 10), Figures(weight_g=10_000 + day))
    with django_assert_max_num_queries(len(few)):
        reader.get(f"/anak/{child.code}/")


def test_the_family_page_shows_its_children_under_five(cast, reader, child):
    family = child.memberships.get().family
    Person.objects.filter(pk=child.pk).update(birth_date=today() - timedelta(days=700))
    address = f"/keluarga/{family.village_id}/{family.code}/"

    def told():
        return " ".join(re.sub(r"<[^>]+>", " ", reader.get(address).content.decode()).split())

    assert "Tumbuh kembang balita" in told()
    assert "belum pernah diukur" in told()
    record_measurement(SYSTEM, child, today(), Figures(weight_g=11_000, height_mm=840, posture="l"))
    assert "BB/TB" in told()
    Person.objects.filter(pk=child.pk).update(birth_date=today() - timedelta(days=1900))
    assert "Tumbuh kembang balita" not in told()
