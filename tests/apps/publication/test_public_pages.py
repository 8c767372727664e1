"""Public pages: what everybody reads, what nobody outside reads, and how long it may be kept."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings

from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services import SYSTEM, record_facts, take_snapshot
from guyub.apps.evidence.models import Attachment, Evidence, StoredFile, Support
from guyub.apps.evidence.services.files import path_of
from guyub.apps.publication.services.distances import distances
from tests.conftest import FACTS

pytestmark = pytest.mark.django_db
PAGE = "/desa/99.01.01.1001/"
PICTURE = b"\xff\xd8\xff\xe0 rekaan"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


def proof(unit, *, public=True, state="checked", media="image/jpeg", digest="a", title="Senam lansia", **more):
    found = Evidence.objects.create(
        unit=unit, kind="photo", title=title, public=public, state=state, dated=date(2026, 1, 1), **more
    )
    file, _ = StoredFile.objects.get_or_create(
        sha256=digest * 64, defaults={"kept_sha256": digest * 64, "media_type": media, "size": len(PICTURE)}
    )
    place = path_of(file)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(PICTURE)
    return Attachment.objects.create(evidence=found, file=file, name="nama-berkas-rahasia.jpg", caption="")


def snapshot_then(unit, **changed):
    """A snapshot of today's figures, then other figures."""
    take_snapshot(SYSTEM, unit, note="Catatan dalam")
    record_facts(
        SYSTEM, unit, as_of=date(2024, 5, 31), values={**FACTS, **changed}, source="synthetic", provenance="Uji"
    )


def test_everybody_reads_facts_of_organisations_pictures_and_the_way(client, cast):
    snapshot_then(cast.unit)
    take_snapshot(SYSTEM, cast.unit)
    picture = proof(cast.unit)
    page = client.get(PAGE).content.decode()
    assert "Kelompok kegiatan yang ada" in page
    assert f"/foto-publik/{picture.pk}/" in page
    assert "Senam lansia" in page
    assert "Perjalanan kelas" in page
    assert "<svg" in page
    assert "Berkelanjutan" in page


def test_what_is_not_for_everybody_stays_inside(client, cast):
    snapshot_then(cast.unit)
    hidden = [
        proof(cast.unit, public=False, digest="b", title="Foto tertutup"),
        proof(cast.unit, state="rejected", digest="c", title="Foto ditolak"),
        proof(cast.unit, state="claimed", digest="d", title="Foto disebut"),
        proof(cast.unit, media="application/pdf", digest="e", title="Dokumen umum"),
        proof(cast.other_unit, digest="f", title="Foto desa lain"),
    ]
    shown = proof(cast.unit)
    page = client.get(PAGE).content.decode()
    for words in ("Foto tertutup", "Foto ditolak", "Foto disebut", "Dokumen umum", "Foto desa lain", "Catatan dalam"):
        assert words not in page
    assert "nama-berkas-rahasia" not in page
    for name in ("MOW", "Pasangan usia subur", "Unmet", "PUS"):  # restricted: figures about couples
        assert name not in page
    answer = client.get(f"/foto-publik/{shown.pk}/")
    assert b"".join(answer.streaming_content) == PICTURE
    assert "nama-berkas" not in str(answer.headers)
    for one in hidden[:4]:
        assert client.get(f"/foto-publik/{one.pk}/").status_code == 404, one.evidence.title
    cast.unit.active = False
    cast.unit.save()
    assert client.get(f"/foto-publik/{shown.pk}/").status_code == 404


def test_a_file_that_a_public_and_a_closed_proof_share_is_served_for_the_public_one_only(client, cast):
    closed, public = proof(cast.unit, public=False, title="Tertutup"), proof(cast.unit)
    assert closed.file == public.file
    assert client.get(f"/foto-publik/{closed.pk}/").status_code == 404
    assert client.get(f"/foto-publik/{public.pk}/").status_code == 200


@pytest.mark.parametrize(("families", "shown"), [(4, False), (680, True)])
def test_a_small_count_of_people_is_withheld(client, cast, families, shown):
    values = {**FACTS, "families": families}
    record_facts(SYSTEM, cast.unit, as_of=date(2024, 5, 31), values=values, source="synthetic", provenance="Uji")
    record_facts(SYSTEM, cast.empty_unit, as_of=date(2024, 5, 31), values=FACTS, source="synthetic", provenance="Uji")
    page = client.get(PAGE).content.decode()
    line = page[page.index("Keluarga:") :][:120] if "Keluarga:" in page else ""
    assert ("ditahan" in line) is not shown
    assert ("680" in line) is shown


def test_innovations_are_public_proofs_of_e1_alone(client, cast):
    for title, item, public in [("Dapur bersama", "E1", True), ("Warung gizi", "E1", False), ("Buku kas", "E2", True)]:
        one = Evidence.objects.create(unit=cast.unit, kind="report", title=title, public=public, state="checked")
        Support.objects.create(evidence=one, instrument="kkb-siap-1.0", item=item)
    page = client.get(PAGE).content.decode()
    assert "Dapur bersama" in page
    assert "Warung gizi" not in page
    assert "Buku kas" not in page


def test_those_inside_may_look_at_the_public_page_and_come_back(client, cast):
    client.force_login(cast.operator)
    page = client.get(PAGE, {"umum": ""})
    assert "Beginilah halaman umum" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "Dua belas variabel" not in page.content.decode()


@pytest.mark.parametrize("address", [PAGE, "/wilayah/99.01/", "/wilayah/99.01/jarak/", "/data-terbuka/99.01/kelas.csv"])
def test_visitors_answers_are_kept_a_while_and_asked_again_with_an_etag(client, cast, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer.headers["Cache-Control"]
    assert "max-age=300" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    record_facts(
        SYSTEM,
        cast.unit,
        as_of=date(2024, 5, 31),
        values={**FACTS, "funding_sources": 0, "groups_present": 0},
        source="synthetic",
        provenance="Uji",
    )
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_one_persons_answers_are_never_public(client, cast):
    client.force_login(cast.viewer)
    for address in (PAGE, "/wilayah/99.01/", "/wilayah/99.01/jarak/", "/data-terbuka/99.01/kelas.csv"):
        assert "public" not in client.get(address).headers["Cache-Control"], address


def test_public_pages_need_no_script(client, cast):
    proof(cast.unit)
    for address in (PAGE, "/wilayah/99.01/jarak/"):
        page = client.get(address).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        for word in ("<script", "hx-get", "onclick", "javascript:"):
            assert word not in main, address


def test_the_way_is_told_since_the_first_comparable_snapshot(client, cast):
    snapshot_then(cast.unit, funding_sources=0, groups_present=0)
    (one, other) = distances("99.01")
    state = VillageState.objects.get(unit=cast.unit)
    assert one.code == cast.unit.region_id
    assert one.steps == state.class_rank - one.start.class_rank < 0
    moved = sum(state.indices.values()) - sum(one.start.indices)
    assert abs(one.change * 3 - moved) <= 1
    assert one.change < 0
    assert other.start is None
    page = client.get("/wilayah/99.01/jarak/").content.decode()
    assert "belum ada potret yang sebanding" in page
    assert "Mawar" in page
    assert "Kenanga" not in page  # another city


def test_another_coverage_is_no_earlier_state(cast):
    from guyub.apps.territory.models import UnitLevel

    UnitLevel.objects.create(unit=cast.unit, since=date(2023, 1, 1), covers="rw", part="02")
    take_snapshot(SYSTEM, cast.unit)
    UnitLevel.objects.create(unit=cast.unit, since=date(2024, 1, 1), covers="village")
    record_facts(SYSTEM, cast.unit, as_of=date(2024, 5, 31), values=FACTS, source="synthetic", provenance="Uji")
    second = take_snapshot(SYSTEM, cast.unit)
    one = next(one for one in distances("99.01") if one.code == cast.unit.region_id)
    assert one.start.as_of == second.as_of


def test_open_data_and_what_its_columns_mean(client, cast):
    snapshot_then(cast.unit, funding_sources=0)
    text = client.get("/data-terbuka/99.01/kelas.csv").content.decode("utf-8-sig")
    head, first, second = text.strip().splitlines()
    about = json.loads(client.get("/data-terbuka/99.01/kelas.json").content)
    assert head.split(",") == [column["name"] for column in about["columns"]]
    assert first.startswith("99.01.01.1001,Mawar,Kecamatan Satu,2024-05-31,")
    assert second.startswith("99.01.01.1002,Melati,Kecamatan Satu,,")
    assert about["licence"]["name"] == "CC BY 4.0"
    assert about["personal_data"] is False
    for column in about["columns"]:
        assert column["grade"] in ("CONFIRMED", "PARTIAL", "INFERRED", "PROPOSED")
        assert column["source"]
        assert column["date"] == "2024-05-31"
    assert client.get("/data-terbuka/99.01.01.1001/kelas.csv").status_code == 200
    assert client.get("/data-terbuka/98/kelas.csv").status_code == 404


@pytest.mark.parametrize("villages", [1, 3])
def test_the_league_takes_the_same_queries_however_many_villages(client, cast, villages, django_assert_num_queries):
    for unit in (cast.unit, cast.empty_unit, cast.other_unit)[:villages]:
        record_facts(SYSTEM, unit, as_of=date(2024, 5, 31), values=FACTS, source="synthetic", provenance="Uji")
        take_snapshot(SYSTEM, unit)
    with django_assert_num_queries(7):
        client.get("/wilayah/99/jarak/")
    with django_assert_num_queries(5):  # the order is kept until a figure changes
        client.get("/wilayah/99/jarak/")


@pytest.mark.parametrize("times", [1, 3])
def test_the_public_page_takes_the_same_queries_however_much_is_shown(client, cast, times, django_assert_num_queries):
    for number in range(times):
        proof(cast.unit, digest=f"{number}")
        day = date(2024, 5, 31) + timedelta(days=number)
        record_facts(SYSTEM, cast.unit, as_of=day, values=FACTS, source="synthetic", provenance="Uji")
        take_snapshot(SYSTEM, cast.unit)
    take_snapshot(SYSTEM, cast.unit)
    with django_assert_num_queries(8):
        client.get(PAGE)
