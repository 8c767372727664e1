"""Pages of children out of school: whom today, the unknown apart, the figure with its coverage, forms, the file."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.schooling.presentation.lists import KINDS, listed
from guyub.apps.schooling.services import AidFacts, record_aid
from guyub.apps.schooling.standing import retained, standings_of_village
from tests.apps.made_families import kader, today
from tests.apps.schooling.school_world import make_child, stepped

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


@pytest.fixture
def child(cast):
    return make_child(cast.unit.region_id)


def on(user, name, village):
    return {one.person for one in listed(KINDS[name], standings_of_village(user, village, today()))}


def test_who_is_on_which_list(cast):
    village, user = cast.unit.region_id, kader(cast)
    left, never, pupil, unknown, finished, begun, back, unwilling, aided = (
        make_child(village, education, years=years)
        for education, years in ((2, 13), (1, 8), (5, 13), (None, 9), (8, 18), (4, 14), (6, 17), (2, 12), (3, 10))
    )
    stepped(begun)
    stepped(back, outcome="package-c")
    stepped(unwilling, outcome="refused")
    record_aid(SYSTEM, aided, AidFacts(today(), "pip", "received", 450_000))
    assert on(user, "belum-ditangani", village) == {left, never}
    assert on(user, "ditangani", village) == {begun}
    assert on(user, "kembali", village) == {back}
    assert on(user, "menolak", village) == {unwilling}
    assert on(user, "belum-diketahui", village) == {unknown}
    assert on(user, "tamat", village) == {finished}
    assert on(user, "bantuan", village) == {aided}
    assert pupil not in {one.person for one in standings_of_village(user, village, today())}


@pytest.mark.parametrize(("years", "listed_"), [(6, False), (7, True), (18, True), (19, False)])
def test_only_children_of_school_age(cast, years, listed_):
    village, user = cast.unit.region_id, kader(cast)
    child = make_child(village, 1, years=years)
    assert (child in on(user, "belum-ditangani", village)) is listed_


def test_the_figure_counts_what_is_known_and_says_of_how_many(cast, reader):
    village = cast.unit.region_id
    for education in (5, 5, 2, None):
        make_child(village, education)
    found = retained(kader(cast, "lagi"), village)
    assert (found.value, found.known, found.asked) == (2, 3, 4)
    assert retained(kader(cast, "lain", "002"), village) is None
    told = reader.get(f"/sekolah/{village}/").content.decode()
    assert "2 dari 3" in told
    assert "di antara 4 anak" in told


def test_a_cadre_of_another_rw_sees_nobody(cast, client, child):
    client.force_login(kader(cast, "tetangga", "002"))
    assert child.name not in client.get(f"/sekolah/{cast.unit.region_id}/").content.decode()
    assert client.get(f"/sekolah/anak/{child.code}/").status_code == 404


def test_the_late_stand_first_on_the_list(cast, reader):
    village = cast.unit.region_id
    first, second = make_child(village), make_child(village)
    stepped(first, 10, due_in=5)
    stepped(second, 10, due_in=-1)
    told = reader.get(f"/sekolah/{village}/daftar/ditangani/").content.decode()
    assert told.index(second.name) < told.index(first.name)
    assert "terlambat" in told
    assert "1 langkah sudah lewat harinya" in reader.get(f"/sekolah/{village}/").content.decode()
    assert "sudah lewat harinya" not in told


def test_the_childs_page_says_what_is_known_and_what_fits(reader, child):
    told = reader.get(f"/sekolah/anak/{child.code}/").content.decode()
    for words in ("putus sekolah", "belum ditangani", "Paket A (setara SD)", "Catat langkah", "perkiraan"):
        assert words in told


def test_a_step_is_recorded_and_put_right_on_the_page(reader, child):
    address = f"/sekolah/anak/{child.code}/langkah/"
    typed = {"day": today().isoformat(), "action": "visit", "cause": "", "in_charge": "kader", "due_on": "2100-01-01"}
    answer = reader.post(address, typed)
    assert answer.status_code == 422
    assert "pilih dulu sebab" in answer.content.decode()
    assert reader.post(address, typed | {"cause": "work"}).status_code == 302
    step = SchoolStep.objects.get()
    address += f"{step.pk}/"
    assert "Salah pilih" not in reader.get(address).content.decode()
    assert reader.post(address, typed | {"cause": "cost", "reason": "Salah pilih"}).status_code == 302
    told = reader.get(f"/sekolah/anak/{child.code}/").content.decode()
    assert "1 catatan yang diperbaiki" in told
    assert reader.get(address).status_code == 404


def test_a_note_takes_no_number_of_identity(reader, child):
    typed = {
        "day": today().isoformat(),
        "action": "visit",
        "cause": "cost",
        "outcome": "back",
        "note": "NIK 3276011234567890",
    }
    assert reader.post(f"/sekolah/anak/{child.code}/langkah/", typed).status_code == 422  # fmt: skip
    assert not SchoolStep.objects.exists()


@pytest.mark.parametrize("rupiah", ["0", "49999", "15000001"])
def test_unlikely_amounts_are_asked_about_once_more(reader, child, rupiah):
    address = f"/sekolah/anak/{child.code}/bantuan/"
    typed = {"kind": "pip", "state": "received", "day": today().isoformat(), "rupiah": rupiah}
    assert reader.post(address, typed).status_code == 422
    assert not SchoolAid.objects.exists()
    assert reader.post(address, typed | {"sure": "on"}).status_code == 302
    assert SchoolAid.objects.get().rupiah == int(rupiah)


def test_a_large_amount_beyond_all_bounds_is_refused_in_words(reader, child):
    typed = {"kind": "pip", "state": "received", "day": today().isoformat(), "rupiah": "100000001", "sure": "on"}
    answer = reader.post(f"/sekolah/anak/{child.code}/bantuan/", typed)
    assert answer.status_code == 422
    assert "tidak mungkin" in answer.content.decode()


def test_a_child_is_found_by_name(cast, reader, child):
    answer = reader.post(f"/sekolah/{cast.unit.region_id}/cari/", {"name": child.name[:8]})
    assert child.code in answer.content.decode()


def test_the_file_has_names_and_is_on_the_trail(cast, client, child):
    make_child(cast.unit.region_id, None)
    record_aid(SYSTEM, child, AidFacts(today(), "pip", "asked"))
    client.force_login(cast.operator)
    address = f"/sekolah/{cast.unit.region_id}/berkas/"
    assert client.post(address, {"purpose": ""}).status_code == 422
    answer = client.post(address, {"purpose": "intervensi"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.worksheets[0].values)
    assert child.name in {row[1] for row in rows}
    assert any("belum diketahui" in str(row[8]) for row in rows)
    assert len(list(book.worksheets[1].values)) == 2
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.details["purpose"], entry.details["rows"]) == ("export-people", "intervensi", 3)


def test_a_cadre_gets_no_file(cast, reader):
    assert reader.get(f"/sekolah/{cast.unit.region_id}/berkas/").status_code == 404


def test_lists_ask_the_same_of_one_as_of_many(cast, reader):
    village = cast.unit.region_id

    def queries(name):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"/sekolah/{village}/daftar/{name}/").status_code == 200
        return len(asked)

    def one_more():
        child = make_child(village)
        stepped(child, 3)
        record_aid(SYSTEM, child, AidFacts(today() - timedelta(days=1), "pip", "asked"))

    one_more()
    before = [queries(name) for name in KINDS]
    for _ in range(3):
        one_more()
    assert [queries(name) for name in KINDS] == before


def test_the_menu_leads_there(cast, reader, child):
    assert f"/sekolah/{cast.unit.region_id}/" in reader.get(f"/keluarga/{cast.unit.region_id}/").content.decode()
