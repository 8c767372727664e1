"""The pages of e-PPGBM: an export is sent, looked at, taken in, compared and written again."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.models import EppgbmFile, Measurement
from guyub.apps.growth.services import Figures, eppgbm, record_measurement
from tests.apps.growth.eppgbm_files import children_of, export_of, pkb, row_of
from tests.apps.growth.ruined_eppgbm import ruin

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(cast):
    return pkb(cast)


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def children(cast):
    return children_of(cast)


@pytest.fixture
def address(cast):
    return lambda name, *more: reverse(f"growth:eppgbm{name}", args=[cast.unit.region_id, *more])


def send(browser, address, content, name="ekspor.csv"):
    return browser.post(address(""), {"file": SimpleUploadedFile(name, content)})


def test_from_sending_to_comparing(browser, address, children):
    record_measurement(SYSTEM, children[1], date(2024, 3, 10), Figures(weight_g=11_900))
    rows = [
        row_of(children[0]),
        row_of(children[1]),
        row_of(children[2], name="Entah Siapa"),
        row_of(children[2], weight="?"),
    ]
    response = send(browser, address, export_of(*rows))
    found = EppgbmFile.objects.get()
    assert response.headers["Location"] == address("_file", found.pk)
    page = browser.get(address("_file", found.pk)).content.decode()
    assert "1 pengukuran baru siap dicatat" in page
    assert children[0].name in page
    assert "Berat" in page
    assert "11,9 kg" in browser.get(address("_file", found.pk), {"hasil": "different"}).content.decode()
    assert "Entah Siapa" in browser.get(address("_file", found.pk), {"hasil": "not-found"}).content.decode()
    assert not Measurement.objects.filter(child=children[0]).exists()
    taken = browser.post(address("_take", found.pk), follow=True).content.decode()
    assert "1 pengukuran dicatat dari berkas ini" in taken
    assert Measurement.objects.get(child=children[0]).weight_g == 11_200
    compared = browser.get(address("_compare", found.pk)).content.decode()
    assert "Maret 2024" in compared
    assert "Entah Siapa" in compared


def test_rare_figures_are_recorded_when_they_are_ticked(browser, address, children):
    send(browser, address, export_of(row_of(children[0], weight="25")))
    found = EppgbmFile.objects.get()
    page = browser.get(address("_file", found.pk)).content.decode()
    assert "Catat juga 1 yang jarang pada umurnya" in page
    browser.post(address("_take", found.pk))
    assert not Measurement.objects.exists()
    browser.post(address("_take", found.pk), {"jarang": "1"})
    assert Measurement.objects.get().weight_g == 25_000


def test_the_list_of_differences_has_a_purpose(browser, address, children, user):
    found = eppgbm.receive(user, children[0].village, "ekspor.csv", export_of(row_of(children[0])))
    refused = browser.post(address("_compare", found.pk), {"format": "csv"})
    assert refused.status_code == 422
    assert not AuditEntry.objects.filter(action="export-people").exists()
    response = browser.post(address("_compare", found.pk), {"format": "csv", "purpose": "perbaikan"})
    assert children[0].name in response.content.decode()
    assert AuditEntry.objects.get(action="export-people").details["rows"] == 1


def test_an_order_of_dates_that_nobody_can_tell_is_asked(browser, address, children):
    send(browser, address, export_of(row_of(children[0], birth="1/1/2022", day="3/4/2024")))
    found = EppgbmFile.objects.get()
    assert "Mana yang di depan?" in browser.get(address("_file", found.pk)).content.decode()
    browser.post(address("_order", found.pk), {"date_order": "day-first"})
    page = browser.get(address("_file", found.pk)).content.decode()
    assert "Mana yang di depan?" not in page
    assert "3\N{NO-BREAK SPACE}Apr\N{NO-BREAK SPACE}2024" in page


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"a;b\n1;2\n", "ekspor.csv", "tidak ada nama kolom yang dikenal"),
        (b"Nama;Tgl Lahir;Januari_BB\na;b;c\n", "ekspor.csv", "kolom per bulan"),
        (b"Nama;Tgl Lahir;Tanggal Ukur;Berat;BB\na;b;c;d;e\n", "ekspor.csv", "Berkas ekspor.csv"),
        (b"Nama;Tgl Lahir;Berat\na;b;c\n", "ekspor.csv", "bukan ekspor e-PPGBM"),
        (b"PK\x03\x04 broken", "ekspor.xlsx", "ekspor.xlsx"),
        (b"%PDF-1.7", "ekspor.pdf", "bukan tabel"),
        (b"", "ekspor.csv", "kosong"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(browser, address, content, name, told):
    response = send(browser, address, content, name)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not EppgbmFile.objects.exists()


def test_a_workbook_that_unpacks_to_a_mountain_is_not_unpacked(browser, address):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    response = send(browser, address, packed.getvalue(), "bom.xlsx")
    assert response.status_code == 422
    assert "ditolak: bila dibuka isinya jauh lebih besar" in response.content.decode()


def test_a_file_that_is_too_large_is_given_up(browser, address, settings):
    settings.UPLOAD_MAX_BYTES = 1_000
    response = send(browser, address, b"x" * 5_000)
    assert response.status_code == 422
    assert "lebih besar dari" in response.content.decode()


def test_a_ruined_file_is_shown_without_numbers_and_names_in_its_problems(browser, address):
    made = ruin(400)
    send(browser, address, made.csv())
    found = EppgbmFile.objects.get()
    page = browser.get(address("_file", found.pk)).content.decode()
    assert "tidak ditemukan" in page
    listed = browser.get(address("_problems", found.pk)).content.decode()
    come = made.rules["day-to-come"]  # a day of 2024 is none to come by now
    assert len(listed.splitlines()) == 1 + sum(made.rules.values()) - come
    assert not [nik for nik in made.niks if nik in listed + page]
    assert not [name for name in made.names if name in listed]
    assert "people-problem" not in listed


def test_a_forgotten_file_says_so(browser, address, children):
    send(browser, address, export_of(row_of(children[0])))
    found = EppgbmFile.objects.get()
    assert "menunggu keputusan" in browser.get(address("")).content.decode()
    browser.post(address("_drop", found.pk))
    listed = browser.get(address("")).content.decode()
    assert "menunggu keputusan" not in listed
    assert "dihapus" in listed
    assert "sudah dihapus" in browser.get(address("_file", found.pk)).content.decode()
    for name in ("_compare", "_problems"):
        assert browser.get(address(name, found.pk)).status_code == 404
    assert "tidak disimpan" in browser.post(address("_take", found.pk), follow=True).content.decode()


def test_the_export_page_gives_the_file_or_says_why_not(browser, address, children):
    record_measurement(SYSTEM, children[0], date(2024, 3, 10), Figures(weight_g=11_900))
    wanted = {"month": "2024-03", "format": "xlsx", "purpose": "laporan"}
    response = browser.post(address("_export"), wanted)
    assert response.content[:2] == b"PK"
    assert "eppgbm-99.01.01.1001-2024-03.xlsx" in response.headers["Content-Disposition"]
    for change, told in (
        ({"month": "2024-04"}, "Tidak ada pengukuran"),
        ({"month": "?"}, "Pilih bulan"),
        ({"purpose": ""}, "Pilih tujuan"),
    ):
        refused = browser.post(address("_export"), wanted | change)
        assert refused.status_code == 422
        assert told in refused.content.decode()


def test_files_of_another_village_are_not_found(browser, address, children, user, cast):
    found = eppgbm.receive(user, children[0].village, "ekspor.csv", export_of(row_of(children[0])))
    browser.force_login(cast.operator)
    assert browser.get(address("_file", found.pk)).status_code == 404
    assert browser.get(address("")).status_code == 404
    assert browser.get(address("_export")).status_code == 200


def test_the_page_asks_as_often_for_many_rows_as_for_few(
    browser, address, cast, children, user, django_assert_max_num_queries
):
    many = children_of(cast, 30, first=10)
    for rows in ([row_of(children[0])], [row_of(child) for child in many]):
        found = eppgbm.receive(user, cast.unit.region, "ekspor.csv", export_of(*rows))
        with django_assert_max_num_queries(12):
            assert browser.get(address("_file", found.pk)).status_code == 200
        with django_assert_max_num_queries(12):
            assert browser.get(address("_compare", found.pk)).status_code == 200
