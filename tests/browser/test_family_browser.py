"""The pages about families in a real browser: read well on a phone and a desk, and a family entered by hand."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.people.models import Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_look import SMALL_TARGETS, SMALLEST_TARGET, STICKS_OUT_OF_ITS_CARD

VILLAGE = "99.01.01.1001"
NIK, KK = "9901014101900001", "9901010101230001"


@pytest.fixture
def lurah(cast):
    user = User.objects.create_user("lurah", "lurah@contoh.invalid", "kampung-berkualitas-1")
    Assignment.objects.create(user=user, role="lurah", region=cast.unit.region)
    return user


@pytest.fixture
def family(cast):
    members = [
        NewMember("Ayah Contoh", 1, 1, date(1970, 1, 1), marital=2),
        NewMember("Ibu Contoh Dengan Nama Yang Panjang Sekali", 2, 2, date(1990, 1, 1), marital=2, nik=NIK),
        NewMember("Anak Contoh", 2, 3, date(2023, 1, 1), marital=1, mother=2),
    ]
    place = Place(VILLAGE, "001", "001", "Gang Contoh 1")
    others = [
        NewFamily(
            Place(VILLAGE, f"00{1 + n % 4}", "001"),
            [NewMember(f"Contoh {n}", 1, 1, date(1980, 1, 1))],
            date(2020, 1, 1),
        )
        for n in range(60)
    ]
    return register_families(SYSTEM, [NewFamily(place, members, date(2020, 1, 1), kk_number=KK), *others])[0]


PAGES = [
    pytest.param("keluarga/{village}/", id="list"),
    pytest.param("keluarga/{village}/?rw=9", id="list, nothing here"),
    pytest.param("keluarga/{village}/baru/", id="new family"),
    pytest.param("keluarga/{village}/ganda/", id="duplicates"),
    pytest.param("keluarga/{village}/{family}/", id="family"),
    pytest.param("keluarga/{village}/{family}/?per=2022-01-01", id="family, earlier"),
    pytest.param("keluarga/{village}/{family}/catat/perkawinan/", id="marriage"),
    pytest.param("keluarga/{village}/{family}/catat/pecah/", id="split"),
    pytest.param("keluarga/{village}/{family}/nomor-kk/", id="number of the card"),
    pytest.param("keluarga/{village}/{family}/perbaiki/", id="correct family"),
    pytest.param("orang/{person}/", id="person"),
    pytest.param("orang/{person}/perbaiki/", id="correct person"),
    pytest.param("orang/{person}/hapus/", id="erase"),
]


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_reads_well(visit, lurah, family, path, width):
    address = path.format(village=VILLAGE, family=family.code, person=family.new_members[1].code)
    page = visit(address, user=lurah, width=width)
    page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach(row => row.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(STICKS_OUT_OF_ITS_CARD) == []
    if width == PHONE:
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []
    found = Axe().run(page).response["violations"]
    serious = [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert not serious


def test_a_family_is_entered_on_a_phone_and_a_birth_recorded(visit, cast):
    page = visit(f"keluarga/{VILLAGE}/", user=cast.operator)
    page.click("text=Daftarkan keluarga")
    page.fill("#id_rw", "1")
    page.fill("#id_rt", "2")
    page.fill("#id_since", "2023-01-01")
    page.fill("#id_anggota-0-name", "Kepala Rekaan")
    page.check("#id_anggota-0-sex_0")
    page.select_option("#id_anggota-0-marital", "2")
    page.click("text=Tambah anggota")
    page.wait_for_selector("#id_anggota-1-name")
    assert page.input_value("#id_anggota-0-name") == "Kepala Rekaan"
    page.fill("#id_anggota-1-name", "Istri Rekaan")
    page.check("#id_anggota-1-sex_1")
    page.select_option("#id_anggota-1-relation", "2")
    page.fill("#id_anggota-1-birth_date", "1990-02-03")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Keluarga terdaftar")
    page.click(".event-choices a:has-text('Kelahiran')")
    page.fill("#id_day", "2024-05-06")
    page.fill("#id_name", "Bayi Rekaan")
    page.check("#id_sex_1")
    page.click("text=Lanjut")
    page.wait_for_selector("text=menjadi anggota keluarga sejak lahir")
    page.click("button:has-text('Catat')")
    page.wait_for_selector("text=Tercatat: Kelahiran")
    assert Person.objects.get(name="Bayi Rekaan").mother.name == "Istri Rekaan"


def test_the_way_back_from_a_found_family_leads_to_what_was_found(visit, cast, family):
    page = visit(f"keluarga/{VILLAGE}/", user=cast.operator)
    page.fill("#cari", "nama yang panjang")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 orang ditemukan")
    assert "panjang" not in page.url
    page.click(".family-table th a >> nth=0")
    page.wait_for_selector("text=Anggota keluarga")
    page.go_back()
    page.wait_for_selector("text=1 orang ditemukan")
