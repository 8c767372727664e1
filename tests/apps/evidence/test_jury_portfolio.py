"""The portfolio for the jury, as page and document: what stands in it, what never does, and the document's claims."""

import io
import re
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from guyub.apps.evidence import programmes
from guyub.apps.evidence.documents.portfolio import content, portfolio_pdf
from guyub.apps.evidence.models import Evidence
from guyub.apps.evidence.presentation.portfolio import portfolio_of
from guyub.apps.evidence.programmes import Programme
from tests.apps.evidence.sensed import attach, proof, stored

PARTS = ("1. Profil", "2. Kelas", "3. Data", "4. Program", "5. Hasil", "6. Inovasi", "7. Keberlanjutan", "8. Kesiapan")


@pytest.fixture
def proofs(cast):
    """A checked innovation with a file, a claimed decree without one, a rejected photo; each with a person's name."""
    cast.operator.first_name = "Ayahan Rekaan"
    cast.operator.save()
    told = {"added_by": cast.operator, "issuer": "Ayahan Rekaan", "description": "oleh Ayahan Rekaan"}
    first = proof(cast.unit, "E1", kind="report", title="Dapur sehat keliling", state="checked", **told)
    attach(first, stored("inovasi"))
    decree = proof(
        cast.unit, "A1", "A5", kind="decree", title="SK pokja", state="claimed", dated=date(2023, 1, 2), **told
    )
    proof(cast.unit, "B5", title="Foto ditolak", state="rejected", **told)
    return first, decree


def portfolio(cast):
    return portfolio_of(cast.unit, "id")


def test_points_are_the_instruments_and_unknown_is_not_zero(cast, proofs):
    made = portfolio(cast)
    assert (made.assessed.total, made.points) == (273_799, 2_738)
    assert made.points_unknown == made.assessed.points_unknown / 10_000 > 0
    assert sum(block.weight for block in made.blocks) == 100
    a7 = next(item for item in made.items if item.code == "A7")
    assert (a7.points, a7.weight) == (300, 3)
    assert next(item for item in made.items if item.code == "D1").points is None


def test_an_item_shows_its_strongest_proof(cast, proofs):
    again = proof(cast.unit, "A1", kind="decree", title="SK pokja, pindaian", state="uploaded")
    a1 = next(item for item in portfolio(cast).items if item.code == "A1")
    assert a1.best.pk == again.pk
    assert len(a1.proofs) == 2


def test_rejected_proofs_are_counted_and_not_shown(cast, proofs):
    made = portfolio(cast)
    assert [line.title for line in made.proofs] == ["SK pokja", "Dapur sehat keliling"]
    assert made.left_out == 1


def test_equal_data_equal_hash_and_any_change_another(cast, proofs):
    before = portfolio(cast).data_hash
    assert portfolio(cast).data_hash == before
    Evidence.objects.filter(pk=proofs[1].pk).update(state="uploaded")
    assert portfolio(cast).data_hash != before


def test_no_name_of_a_person_in_anything_that_is_printed(cast, proofs):
    told = str(content(portfolio(cast), "id"))
    assert "Dapur sehat keliling" in told
    assert "Ayahan Rekaan" not in told
    assert cast.operator.username not in told


def test_programmes_come_from_who_knows_them(cast, proofs, monkeypatch):
    monkeypatch.setattr(programmes, "_makers", [])
    assert content(portfolio(cast), "id")["programmes"] == []
    programmes.register(lambda unit, language: [Programme("Kesehatan", "PMT lokal", "Dikerjakan")])
    assert content(portfolio(cast), "id")["programmes"] == [["Kesehatan", "PMT lokal", "Dikerjakan"]]


@pytest.mark.parametrize("where", ["unit", "empty_unit"])
def test_the_document_keeps_what_it_claims_as_far_as_can_be_read(cast, proofs, where):
    made = portfolio_of(getattr(cast, where), "id")
    with pikepdf.open(io.BytesIO(portfolio_pdf(made, "id"))) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert opened.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith("id")
        assert opened.Root.StructTreeRoot
        assert not opened.is_encrypted
        assert all(_embedded(font) for page in opened.pages for font in page.Resources.get("/Font", {}).values())


def _embedded(font) -> bool:
    held = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(name.startswith("/FontFile") for name in held.FontDescriptor)


def test_pictures_are_told_in_words(cast, proofs):
    with pikepdf.open(io.BytesIO(portfolio_pdf(portfolio(cast), "id"))) as opened:
        figures = [
            node for node in opened.objects if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Figure"
        ]
        assert figures
        assert all(str(node.get("/Alt", "")) for node in figures)


def test_the_page_and_the_document_for_those_who_see_proofs(client, cast, proofs):
    client.force_login(cast.operator)
    page = client.get(reverse("sense:jury", args=[cast.unit.region_id])).content.decode()
    assert "Dapur sehat keliling" in page
    assert re.search(r"<code[^>]*>[0-9a-f]{64}</code>", page)
    assert "Ayahan Rekaan" not in page.split("<main")[1]
    answer = client.get(reverse("sense:portfolio", args=[cast.unit.region_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="portofolio-99.01.01.1001-')
    for person in (cast.viewer, cast.stranger, cast.admin):
        client.force_login(person)
        for name in ("sense:jury", "sense:portfolio"):
            assert client.get(reverse(name, args=[cast.unit.region_id])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(client, cast, count, django_assert_num_queries):
    for number in range(count):
        attach(proof(cast.unit, "B3", "B4"), stored(f"berkas {number}"))
    client.force_login(cast.operator)
    address = reverse("sense:jury", args=[cast.unit.region_id])
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)
