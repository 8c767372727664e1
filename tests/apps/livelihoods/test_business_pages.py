"""Pages of businesses: lists, totals per group, the book on a phone, masked numbers, the file."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.livelihoods.models import Business, CashEntry
from guyub.apps.livelihoods.presentation.lists import KINDS
from guyub.apps.livelihoods.presentation.words import masked
from guyub.apps.livelihoods.services import (
    BusinessFacts,
    NoteFacts,
    PermitFacts,
    describe_business,
    record_note,
    record_permit,
)
from guyub.apps.livelihoods.standing import standings_of_village
from guyub.apps.programmes.services import GroupFacts, enrol, open_group
from tests.apps.livelihoods.business_world import make_business, wrote
from tests.apps.made_families import kader, make_families, today

pytestmark = pytest.mark.django_db
NUMBER = "1234000056789"


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


@pytest.fixture
def business(cast):
    return make_business(cast.unit.region_id)


def on(user, name, village):
    return {one.business for one in standings_of_village(user, village, today()) if KINDS[name].belongs(one)}


def test_who_is_on_which_list(cast):
    village, user = cast.unit.region_id, kader(cast)
    expired, silent, visited, behind, kitchen = (
        make_business(village, number, supplies_kitchen=number == 5 or None) for number in range(1, 6)
    )
    for one in (expired, visited, behind, kitchen):
        wrote(one, 50_000)
    record_permit(SYSTEM, expired, PermitFacts("spp-irt", today() - timedelta(days=5 * 366 + 1)))
    record_note(SYSTEM, visited, "mentoring", NoteFacts(today(), "books", next_on=today() + timedelta(days=7)))
    record_note(SYSTEM, behind, "loan", NoteFacts(today(), "behind"))
    assert on(user, "izin", village) == {expired}
    assert on(user, "tanpa-catatan", village) == {silent}
    assert on(user, "pendampingan", village) == {visited}
    assert on(user, "menunggak", village) == {behind}
    assert on(user, "dashat", village) == {kitchen}
    assert len(on(user, "semua", village)) == 5


def test_totals_per_group_count_what_was_written_down(cast, reader):
    village = cast.unit.region_id
    uppka = open_group(SYSTEM, cast.unit.region, "uppka", GroupFacts("Sejahtera"))
    first, _second = (make_business(village, number, group=uppka) for number in (1, 2))
    make_business(village, 3)
    wrote(first, 150_000)
    wrote(first, 100_000, "material")
    wrote(first, 900_000, "capital")
    told = reader.get(f"/usaha/{village}/").content.decode()
    assert "1 dari 2 usaha" in told
    assert "0 dari 1 usaha" in told
    assert "Rp50.000" in told.replace("\xa0", "").replace(" ", "")
    assert "900.000" not in told


def test_a_cadre_of_another_rw_sees_nothing(cast, client, business):
    client.force_login(kader(cast, "tetangga", "002"))
    assert business.name not in client.get(f"/usaha/{cast.unit.region_id}/").content.decode()
    assert client.get(f"/usaha/buku/{business.pk}/").status_code == 404


def test_a_business_is_registered_from_its_owners_name(cast, reader, business):
    owner = business.owners.get().person
    assert owner.code in reader.post(f"/usaha/{cast.unit.region_id}/cari/", {"name": owner.name}).content.decode()
    answer = reader.post(f"/usaha/orang/{owner.code}/", {"product": "Kue basah", "markets": ["stall"]})
    made = Business.objects.latest("pk")
    assert answer.url == f"/usaha/buku/{made.pk}/"
    assert (made.name, made.supplies_kitchen, made.family) == ("Kue basah", None, business.family)


def test_others_of_the_family_and_the_group_may_run_it_too(cast, reader, business):
    head = business.family.head
    address = f"/usaha/buku/{business.pk}/pemilik/"
    (stranger,) = make_families(cast.unit.region_id, 1, "001", 50)
    told = reader.get(address).content.decode()
    assert head.code in told
    assert stranger.head.code not in told
    assert reader.post(address, {"person": stranger.head.code}).status_code == 422
    assert reader.post(address, {"person": head.code}).status_code == 302
    assert business.owners.count() == 2
    assert head.name in reader.get(f"/usaha/{cast.unit.region_id}/").content.decode()
    uppka = open_group(SYSTEM, cast.unit.region, "uppka", GroupFacts("Sejahtera"))
    enrol(SYSTEM, uppka, [stranger], today())
    describe_business(SYSTEM, business, BusinessFacts("Dapur", "Keripik", group=uppka))
    assert stranger.head.code in reader.get(address).content.decode()


@pytest.mark.parametrize("rupiah", ["0", "499", "20000001", "Rp 50.000.000"])
def test_unlikely_amounts_are_asked_about_once_more(reader, business, rupiah):
    address = f"/usaha/buku/{business.pk}/kas/"
    typed = {"rupiah": rupiah, "category": "sale", "day": today().isoformat()}
    answer = reader.post(address, typed)
    assert answer.status_code == 422
    assert "jarang terjadi" in answer.content.decode()
    assert not CashEntry.objects.exists()
    assert reader.post(address, typed | {"sure": "on"}).status_code == 302
    assert CashEntry.objects.get().rupiah == int("".join(sign for sign in rupiah if sign.isdigit()))


@pytest.mark.parametrize("rupiah", ["500", "20000000", "50.000"])
def test_likely_amounts_are_not(reader, business, rupiah):
    typed = {"rupiah": rupiah, "category": "material", "day": today().isoformat()}
    assert reader.post(f"/usaha/buku/{business.pk}/kas/", typed).status_code == 302


def test_the_same_amount_of_a_day_is_asked_about_once_more(reader, business):
    address = f"/usaha/buku/{business.pk}/kas/"
    typed = {"rupiah": "50000", "category": "sale", "day": today().isoformat()}
    assert reader.post(address, typed).status_code == 302
    answer = reader.post(address, typed)
    assert answer.status_code == 422
    assert "sudah tercatat" in answer.content.decode()
    assert 'name="another"' in answer.content.decode()
    assert CashEntry.objects.count() == 1
    assert reader.post(address, typed | {"another": "on"}).status_code == 302
    assert CashEntry.objects.count() == 2


def test_a_note_is_put_right_on_its_page(reader, business):
    note = record_note(SYSTEM, business, "income", NoteFacts(today(), "up"))
    address = f"/usaha/buku/{business.pk}/catatan/{note.pk}/"
    assert address in reader.get(f"/usaha/buku/{business.pk}/").content.decode()
    typed = {"code": "down", "day": today().isoformat(), "reason": "Salah dengar"}
    assert reader.post(address, typed).status_code == 302
    assert "Salah dengar" in reader.get(f"/usaha/buku/{business.pk}/").content.decode()
    assert reader.get(address).status_code == 404


def test_the_book_on_its_page(reader, business):
    entry = wrote(business, 500_000)
    address = f"/usaha/buku/{business.pk}/kas/{entry.pk}/"
    assert 'value="500000"' in reader.get(address).content.decode()
    typed = {"rupiah": "50.000", "category": "sale", "day": entry.day.isoformat(), "reason": "Nol terlalu banyak"}
    assert reader.post(address, typed).status_code == 302
    told = reader.get(f"/usaha/buku/{business.pk}/").content.decode()
    for words in ("50.000", "Nol terlalu banyak", "1 catatan yang diperbaiki", "usulan"):
        assert words in told
    assert reader.get(address).status_code == 404


def test_two_months_make_a_picture(reader, business):
    wrote(business, 500_000)
    assert "<rect" not in reader.get(f"/usaha/buku/{business.pk}/").content.decode()
    wrote(business, 70_000, day=today())
    assert "<rect" in reader.get(f"/usaha/buku/{business.pk}/").content.decode()


def test_numbers_of_permits_are_masked(cast, reader, business):
    record_permit(SYSTEM, business, PermitFacts("nib", today(), NUMBER))
    for address in (f"/usaha/{cast.unit.region_id}/", f"/usaha/buku/{business.pk}/"):
        assert NUMBER not in reader.get(address).content.decode()
    told = reader.get(f"/usaha/buku/{business.pk}/").content.decode()
    assert "6789" in told
    assert "selama usaha berjalan" in told


@pytest.mark.parametrize(("number", "shown"), [("", ""), ("123", "123"), ("12345", "•2345"), (NUMBER, "••••6789")])
def test_masking(number, shown):
    assert masked(number) == shown


def test_the_file_leaves_months_without_entries_empty(cast, client, business):
    other = make_business(cast.unit.region_id, 2)
    wrote(other, 150_000)
    record_permit(SYSTEM, other, PermitFacts("nib", today(), NUMBER))
    client.force_login(cast.operator)
    answer = client.post(f"/usaha/{cast.unit.region_id}/berkas/", {"purpose": "rakor"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = {row[1]: row for row in book.worksheets[0].values}
    assert rows[business.name][10] is None
    assert rows[other.name][10] == 150_000
    assert NUMBER not in str(list(rows.values()))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.details["rows"]) == ("export-people", 2)


def test_lists_ask_the_same_of_one_as_of_many(cast, reader):
    village = cast.unit.region_id

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"/usaha/{village}/").status_code == 200
        return len(asked)

    uppka = open_group(SYSTEM, cast.unit.region, "uppka", GroupFacts("Sejahtera"))
    for number in range(1, 5):
        one = make_business(village, number, group=uppka)
        wrote(one, 50_000)
        record_permit(SYSTEM, one, PermitFacts("nib", today(), NUMBER))
        record_note(SYSTEM, one, "income", NoteFacts(today(), "up"))
        if number == 1:
            before = queries()
    assert queries() == before


def test_the_menu_leads_there(cast, reader, business):
    assert f"/usaha/{cast.unit.region_id}/" in reader.get(f"/keluarga/{cast.unit.region_id}/").content.decode()
