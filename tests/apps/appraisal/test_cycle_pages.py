"""Pages of cycles up to the nomination: what is shown, what is kept, and how many queries lists take."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.appraisal.services import claims, cycles, entries, nominating, verifying
from guyub.apps.appraisal.services.verifying import Verified
from guyub.apps.assessment.services import open_units
from guyub.apps.assessment.services.units import NewUnit
from guyub.apps.evidence.models import Evidence, Support
from guyub.apps.territory.models import Region
from guyub.data.cycle_files import load_cycle_definition
from tests.apps.appraisal.panel import signed_in
from tests.conftest import Cast

CITY = "99.01"


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    rules = load_cycle_definition("provinsi-tiga-tahap").model_copy(update={"entry_rules": ()})
    return cycles.open_cycle(SYSTEM, Region.objects.get(pk="99"), 2025, rules, "Penilaian")


@pytest.fixture
def entry(cast: Cast, cycle: Cycle) -> Entry:
    return entries.enter(SYSTEM, cycle, cast.unit)


def test_the_village_claims_in_the_browser_and_nothing_typed_is_lost(cast: Cast, entry: Entry) -> None:
    client = signed_in(cast.operator)
    page = f"/siklus/entri/{entry.pk}/mandiri/"
    assertContains(client.get(page), 'name="bagian-A7" value="100"')
    assertNotContains(client.get(page), 'name="bagian-A1"')  # unknown: nothing to claim
    answer = client.post(page, {"bagian-A7": "80,5", "catatan-A7": "", "bagian-C6": "12", "catatan-C6": "ada"})
    assertContains(answer, "80,5", status_code=422)
    assertContains(answer, "Tulis alasan", status_code=422)
    assert not entry.items.exists()
    assert client.post(page, {"bagian-A7": "80,5", "catatan-A7": "Satu baru"}).status_code == 302
    assert entry.items.get(item="A7").claimed_share == 8_050
    client.post(f"{page}kirim/")
    assert Entry.objects.get(pk=entry.pk).stage == "verifikasi-kota"
    assertNotContains(client.get(page), 'name="bagian-A7"')


def test_a_village_withdraws_with_a_reason_that_the_others_read(cast: Cast, entry: Entry) -> None:
    client = signed_in(cast.operator)
    page = f"/siklus/entri/{entry.pk}/mandiri/"
    assertNotContains(signed_in(cast.officer).get(page), 'id="mundur"')
    assert signed_in(cast.officer).post(f"/siklus/entri/{entry.pk}/mundur/", {"alasan": "Tidak"}).status_code == 404
    assertContains(client.post(f"/siklus/entri/{entry.pk}/mundur/", {"alasan": " "}, follow=True), "Tulis alasan")
    assert Entry.objects.get(pk=entry.pk).state == Entry.State.ACTIVE
    client.post(f"/siklus/entri/{entry.pk}/mundur/", {"alasan": "Kantor sedang dibangun"})
    assert Entry.objects.get(pk=entry.pk).state == Entry.State.WITHDRAWN
    for user in (cast.operator, cast.officer):
        shown = signed_in(user).get(page)
        assertContains(shown, "Mengundurkan diri: Kantor sedang dibangun")
        assertNotContains(shown, 'id="mundur"')
    assertContains(client.post(f"/siklus/entri/{entry.pk}/mundur/", {"alasan": "Lagi"}, follow=True), "sudah berakhir")


def test_the_city_verifies_asks_and_finishes_in_the_browser(cast: Cast, entry: Entry) -> None:
    entry = claims.submit(SYSTEM, entry)
    proof = Evidence.objects.create(unit=cast.unit, kind="decree", title="SK kelompok BKB")
    Support.objects.create(evidence=proof, instrument="kkb-siap-1.0", item="A7")
    client = signed_in(cast.officer)
    page = f"/siklus/entri/{entry.pk}/verifikasi/"
    assertContains(client.get(page), "SK kelompok BKB")
    values = {f"nilai-{one.item}": "100" for one in entry.items.filter(claimed_share=10_000)}
    assertContains(client.post(page, {**values, "nilai-A7": "50"}), "Tulis alasan", status_code=422)
    assert client.post(page, {**values, "nilai-A7": "50", "alasan-A7": "Dua SK"}).status_code == 302
    assert entry.items.get(item="A7").verified_points == 150
    assertContains(client.get(page), "Dua SK")
    client.post(f"{page}minta/", {"butir": "A7", "kurang": "SK BKL"})
    assertContains(client.get(page), "Waktu melengkapi berjalan")
    assertContains(signed_in(cast.operator).get(f"/siklus/entri/{entry.pk}/mandiri/"), "SK BKL")
    client.post(f"{page}selesai/")
    assert Entry.objects.get(pk=entry.pk).stage == "verifikasi-kota"  # values are missing, and the clock runs


def test_the_claim_is_proposed_where_every_proof_was_checked_and_nothing_is_stored(cast: Cast, entry: Entry) -> None:
    entry = claims.submit(SYSTEM, entry)
    for item, states in (("A7", ["checked", "verified"]), ("A6", ["checked", "uploaded"])):
        for state in states:
            proof = Evidence.objects.create(unit=cast.unit, kind="decree", title="SK", state=state)
            Support.objects.create(evidence=proof, instrument="kkb-siap-1.0", item=item)
    client = signed_in(cast.officer)
    page = f"/siklus/entri/{entry.pk}/verifikasi/"
    assertContains(client.get(page), "Isi 1 butir yang semua buktinya sudah diperiksa")
    assertContains(client.get(page), 'name="nilai-A7" value=""')
    filled = client.get(f"{page}?usul=1")
    assertContains(filled, 'name="nilai-A7" value="100"')
    assertContains(filled, 'name="nilai-A6" value=""')
    assertContains(filled, "diisi dari klaim, belum tersimpan", count=1)
    assertContains(filled, '<a class="text-link" href="#A7">A7</a>')
    changed = client.post(f"{page}?usul=1", {"nilai-A7": "999"})
    assertNotContains(changed, "diisi dari klaim", status_code=422)  # what was typed is one's own
    assert entry.items.get(item="A7").verified_share is None
    verifying.verify(SYSTEM, entry, [Verified("A7", 0, "tidak ada")])
    assertContains(client.get(f"{page}?usul=1"), 'name="nilai-A7" value="0"')  # a value that stands is never replaced


def test_a_zero_stays_a_zero_on_the_page(cast: Cast, entry: Entry) -> None:
    entry = claims.submit(SYSTEM, entry)
    verifying.verify(SYSTEM, entry, [Verified("A7", 0, "tidak ada")])
    page = signed_in(cast.officer).get(f"/siklus/entri/{entry.pk}/verifikasi/")
    assertContains(page, 'name="dilihat-A7" value="0"')
    assertContains(page, 'name="nilai-A7" value="0"')


def test_the_city_nominates_and_its_minutes_name_the_representative(cast: Cast, cycle: Cycle, entry: Entry) -> None:
    entry = claims.submit(SYSTEM, entry)
    claimed = entry.items.filter(claimed_share__isnull=False)
    verifying.verify(SYSTEM, entry, [Verified(one.item, one.claimed_share) for one in claimed])
    verifying.finish(SYSTEM, entry)
    client = signed_in(cast.officer)
    page = f"/siklus/{cycle.code}/pengusulan/{CITY}/"
    assertContains(
        client.get(f"/siklus/entri/{entry.pk}/verifikasi/"), f'href="{page}"'
    )  # what comes next is one step away
    assertContains(client.get(page), "Mawar")
    assert client.get(f"{page}berita-acara.pdf").status_code == 404  # nothing nominated yet
    assertContains(client.post(page, {}), "Pilih dulu siapa yang diusulkan", status_code=422)
    assert client.post(page, {"pilih": str(entry.pk)}).status_code == 302
    document = client.get(f"{page}berita-acara.pdf")
    assert document.content.startswith(b"%PDF")
    from guyub.apps.appraisal.documents.nomination import content

    sent = list(nominating.nominated(cycle, CITY))
    words = content(cycle, Region.objects.get(pk=CITY), sent, [], "0" * 64)
    assert "Mawar (99.01.01.1001)" in words["opening"]


def test_a_city_opens_a_cycle_by_its_own_rules_and_learns_what_is_wrong(cast: Cast) -> None:
    client = signed_in(cast.officer)
    page = f"/siklus/buka/{CITY}/"
    assertContains(client.get(page), "kota-seleksi")
    assertNotContains(client.get(page), "provinsi-tiga-tahap")
    sent = {"title": "Seleksi", "year": "2025", "definition": "", "own": "id: x\nversion: '1'"}
    assertContains(client.post(page, sent), "siklus.yaml", status_code=422)
    answer = client.post(page, {**sent, "own": "", "definition": "kota-seleksi"})
    assert answer.status_code == 302
    assertContains(client.get(answer["Location"]), "Seleksi")


def test_a_cycle_without_entries_says_so(cast: Cast, cycle: Cycle) -> None:
    client = signed_in(cast.officer)
    for url in ("/siklus/", f"/siklus/{cycle.code}/"):
        page = client.get(url)
        assertContains(page, "belum ada peserta")
        assertNotContains(page, "0 peserta")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_many_entries(
    cast: Cast, cycle: Cycle, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    district = Region.objects.get(pk="99.01.01")
    for number in range(count):
        code = f"99.01.01.101{number}"
        place = Region.objects.create(code=code, name=f"Desa {number}", level="village", kind="desa", parent=district)
        (unit,) = open_units(SYSTEM, [NewUnit(place, place.name, place_since())])
        entries.enter(SYSTEM, cycle, unit)
    client = signed_in(cast.officer)
    client.get(f"/siklus/{cycle.code}/")
    with django_assert_num_queries(QUERIES):
        page = client.get(f"/siklus/{cycle.code}/?tahap=mandiri&urut=diklaim&cari=desa")
    assertContains(page, "Penilaian mandiri<span", count=count)


QUERIES = 11


def place_since() -> Any:
    from datetime import date

    return date(2022, 1, 1)


@pytest.mark.parametrize("proofs", [1, 3])
def test_the_claim_page_takes_as_many_queries_for_many_proofs(
    cast: Cast, entry: Entry, proofs: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    claims.submit(SYSTEM, entry)
    for number in range(proofs):
        proof = Evidence.objects.create(unit=cast.unit, kind="photo", title=f"Foto {number}")
        Support.objects.create(evidence=proof, instrument="kkb-siap-1.0", item="A8")
    client = signed_in(cast.operator)
    client.get(f"/siklus/entri/{entry.pk}/mandiri/")
    with django_assert_num_queries(CLAIM_QUERIES):
        client.get(f"/siklus/entri/{entry.pk}/mandiri/")


CLAIM_QUERIES = 15
