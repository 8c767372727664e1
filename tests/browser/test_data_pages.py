"""Region, profile form and import in a real browser: look, fingers, keyboard, and what scripts add."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from guyub.apps.assessment.models import Recording
from guyub.apps.intake.models import FileImport, ProfileDraft
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_look import SMALL_TARGETS, SMALLEST_TARGET, WIDTHS, opened

VILLAGE = "desa/99.01.01.1001/"
CITY = "wilayah/99.01/"
ROWS = ".village-table tbody tr"
FILE = "region_code,pus,iud\n99.01.01.1001,400,45\n99.01.01.1002,300,-3\n"

PAGES = [
    pytest.param(None, CITY, id="city, public"),
    pytest.param("officer", CITY, id="city"),
    pytest.param("officer", f"{CITY}?tanda=naik", id="city, nothing found"),
    pytest.param("officer", "wilayah/99.01.01/", id="kecamatan"),
    pytest.param(None, "wilayah/99/", id="province, public"),
    pytest.param("officer", f"{CITY}rencana/?tujuan=Berkelanjutan", id="joint plan"),
    pytest.param("operator", f"{VILLAGE}fakta/", id="topics"),
    *(
        pytest.param("operator", f"{VILLAGE}fakta/isi/{topic}/", id=f"topic {topic}")
        for topic in ("pokja", "mekanisme", "lembaga", "kb")
    ),
    pytest.param("operator", f"{VILLAGE}fakta/periksa/", id="review, nothing changed"),
    pytest.param("operator", f"{VILLAGE}catatan/", id="recordings"),
    pytest.param("operator", f"{VILLAGE}fakta/pus/", id="history of a figure"),
    pytest.param("officer", "berkas/", id="import"),
]


def serious(page):
    found = Axe().run(page).response["violations"]
    return [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


def send_file(visit, cast, tmp_path, width=PHONE):
    file = tmp_path / "angka.csv"
    file.write_text(FILE, encoding="utf-8")
    page = visit("berkas/", user=cast.officer, width=width)
    page.fill("[name=as_of]", "2024-05-31")
    page.set_input_files("[name=file]", file)
    page.click("text=Kirim dan periksa")
    page.wait_for_load_state("networkidle")
    return page


@WIDTHS
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_axe_finds_no_serious_violation(visit, cast, who, path, width):
    assert not serious(opened(visit(path, user=who and getattr(cast, who), width=width)))


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_phone_never_scrolls_sideways_and_fingers_find_every_control(visit, cast, who, path):
    page = opened(visit(path, user=who and getattr(cast, who), width=PHONE))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


# -- region ------------------------------------------------------------------------------------------------------


def test_filter_answers_in_place_and_can_be_shared(visit, cast):
    page = visit(CITY, user=cast.officer, width=DESK)
    page.evaluate("window.stillHere = true")
    page.select_option("#kelas", "kosong")
    expect(page.locator(ROWS)).to_have_count(0)
    assert page.inner_text(".village-links") == "Melati"
    assert "kelas=kosong" in page.url
    assert page.evaluate("window.stillHere")


def test_typing_a_name_keeps_the_cursor_where_it_is(visit, cast):
    page = visit(CITY, user=cast.officer, width=DESK)
    page.focus("#cari")
    page.keyboard.type("maw", delay=20)
    expect(page.locator(ROWS)).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "cari"


def test_list_works_without_scripts(visit, cast):
    page = visit(CITY, user=cast.officer, width=DESK, java_script_enabled=False)
    page.fill("#cari", "maw")
    page.click("text=Terapkan")
    assert page.locator(ROWS).count() == 1
    assert page.locator(".village-links").count() == 0


def test_back_brings_the_whole_page(visit, cast):
    page = visit(CITY, user=cast.officer, width=DESK)
    page.click(".sign >> text=Belum ada data")
    page.wait_for_url("**tanda=kosong")
    page.click(".village-links a")
    page.wait_for_load_state("networkidle")
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").inner_text() == "Kota Contoh"
    assert page.locator(".village-links a").count() == 1


# -- profile form ------------------------------------------------------------------------------------------------


def test_details_show_only_after_a_yes(visit, cast):
    page = visit(f"{VILLAGE}fakta/isi/pokja/", user=cast.operator)
    assert page.is_visible("#id_pokja_members")
    page.check("#id_pokja_exists_no")
    assert not page.is_visible("#id_pokja_members")
    assert page.is_disabled("#id_pokja_members")


def test_none_of_them_stands_alone(visit, cast):
    page = visit(f"{VILLAGE}fakta/isi/dana/", user=cast.operator)
    page.check("#id_funding_csr")
    page.check("#id_funding_none")
    assert not page.is_checked("#id_funding_csr")


def test_running_total_tells_how_far_from_the_couples(visit, cast):
    page = visit(f"{VILLAGE}fakta/isi/kb/", user=cast.operator)
    page.fill("#id_iud", "45")
    assert "405" in page.inner_text(".running-total")
    assert "+5" in page.inner_text(".running-total")


def test_a_figure_goes_from_typing_to_the_record(visit, cast):
    page = visit(f"{VILLAGE}fakta/isi/kb/", user=cast.operator)
    page.fill("#id_iud", "12,5")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click(".form-actions .btn-primary")
    page.wait_for_load_state("networkidle")
    assert page.input_value("#id_iud") == "12,5"
    assert "bilangan bulat" in page.inner_text("#id_iud_error")
    page.fill("#id_iud", "39")
    page.fill("#id_pregnant", "14")
    page.click(".form-actions .btn-primary")
    page.wait_for_url("**/periksa/")
    page.fill("#id_as_of", "2024-05-31")
    page.click("button >> text=Simpan")
    page.wait_for_url("**/catatan/*/")
    assert "Tersimpan." in page.inner_text("main")
    assert Recording.objects.latest("pk").recorded_by == cast.operator


def test_keyboard_alone_fills_a_topic(visit, cast):
    page = visit(f"{VILLAGE}fakta/isi/dana/", user=cast.operator)
    page.focus("#id_funding")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.focus(".form-actions .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/isi/sarana/")
    assert ProfileDraft.objects.get().answers == {"funding": ["apbn", "apbd"]}


# -- import ------------------------------------------------------------------------------------------------------


@WIDTHS
def test_trial_of_a_file_reads_well(visit, cast, tmp_path, width):
    page = opened(send_file(visit, cast, tmp_path, width))
    assert not serious(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "Negatif" in page.inner_text("#masalah")
    assert "405" in page.inner_text("#temuan")


def test_good_rows_are_recorded_after_a_yes(visit, cast, tmp_path):
    page = send_file(visit, cast, tmp_path)
    page.click("text=Catat baris yang baik saja")
    page.wait_for_selector("text=sudah tercatat")
    assert FileImport.objects.get().villages == ["99.01.01.1001"]


def test_a_file_on_its_way_says_so(visit, cast, tmp_path):
    file = tmp_path / "desa.csv"
    file.write_text("region_code,pus\n99.01.01.1001,5\n")
    page = visit("berkas/", user=cast.officer)
    note = page.locator("[data-while-sending]")
    assert note.is_hidden()
    page.fill("input[type=date]", "2023-05-31")
    page.set_input_files("input[type=file]", file)
    page.evaluate("addEventListener('submit', event => event.preventDefault())")
    page.click("button >> text=Kirim dan periksa")
    assert note.is_visible()
