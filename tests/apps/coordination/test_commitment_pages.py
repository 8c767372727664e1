"""Pages of commitments: who gets in, what one click does, and that lists ask a fixed number of questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from guyub.apps.coordination.models import Commitment
from guyub.apps.coordination.services import commitments
from guyub.apps.territory.models import Region, Unit
from tests.apps.coordination.conftest import asked, overdue, proof_by

TODAY = timezone.localdate


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/janji/wilayah/99.01/", "/janji/wilayah/99.01/minta/", "/janji/wilayah/99.01/rapor/", "/janji/{pk}/"]
)
def test_strangers_learn_nothing_and_visitors_are_led_to_the_login(client, cast, commitment, path):
    path = path.format(pk=commitment.pk)
    assert client.get(path).status_code == 302
    client.force_login(cast.stranger)
    assert client.get(path).status_code == 404
    client.force_login(cast.officer)
    assert client.get(path).status_code == 200


def test_the_officer_asks_for_something_and_sees_what_it_is_worth(client, cast, desk):
    client.force_login(cast.officer)
    sent = {
        "office": desk.office.pk,
        "output": "Pelayanan KB bergerak",
        "quantity": 3,
        "quantity_unit": "hari",
        "villages": [cast.unit.pk],
        "due": (TODAY() + timedelta(days=20)).isoformat(),
        "budget_source": "apbd-kota",
        "budget_rupiah": "12500000",
        "fact": "wants_no_more",
        "fact_change": "-90",
        "item": "kkb-klas-web-2021|O4",
    }
    answer = client.post("/janji/wilayah/99.01/minta/", sent, follow=True)
    made = Commitment.objects.get()
    assert answer.redirect_chain[-1][0] == f"/janji/{made.pk}/"
    assert (made.instrument, made.item, made.budget_rupiah) == ("kkb-klas-web-2021", "O4", 12_500_000)
    assert "bernilai 2 poin, kelas tetap Berkelanjutan" in text_of(answer)
    assert "usulan" in text_of(answer)  # the grade of the readiness points


def test_what_cannot_be_comes_back_with_what_was_typed(client, cast, desk):
    client.force_login(cast.officer)
    answer = client.post("/janji/wilayah/99.01/minta/", {"output": "Pelayanan bergerak"})
    assert answer.status_code == 200
    assert "Pelayanan bergerak" in text_of(answer)
    assert not Commitment.objects.exists()


def test_villages_stand_by_kecamatan_and_what_was_chosen_is_unfolded(client, cast, desk):
    far = Region.objects.create(
        code="99.01.02", name="Contoh Selatan", level="district", kind="kecamatan", parent_id="99.01"
    )
    there = Region.objects.create(
        code="99.01.02.1001", name="Contoh Jauh", level="village", kind="kelurahan", parent=far
    )
    distant = Unit.objects.create(region=there, name="Contoh Jauh")
    client.force_login(cast.officer)
    answer = client.post("/janji/wilayah/99.01/minta/", {"villages": [distant.pk]})
    groups = answer.context["form"].village_groups
    assert [(group.name, group.chosen) for group in groups] == [("Kecamatan Satu", 0), ("Contoh Selatan", 1)]
    assert [box.choice_label for box in groups[1].boxes] == ["Contoh Jauh"]
    page = answer.content.decode()
    assert page.count('<details class="opens" open>') == 1
    assert "1 dari 1 dipilih" in text_of(answer)


def test_a_late_one_says_what_is_at_risk_today(client, cast, commitment):
    overdue(commitment, 3)
    client.force_login(cast.officer)
    page = text_of(client.get("/janji/wilayah/99.01.01.1001/"))
    assert "2 poin terancam hari ini" in page
    assert "terlambat 3 hari" in page
    assert "1 berjalan · 1 terlambat" in text_of(client.get("/desa/99.01.01.1001/"))


def test_figures_of_villages_out_of_sight_are_not_told(client, cast, desk):
    made = commitments.propose(cast.officer, asked(cast, desk, villages=[cast.unit, cast.empty_unit]))
    client.force_login(cast.operator)  # of village A only
    answer = client.get(f"/janji/{made.pk}/")
    assert {one.village for one in answer.context["line"].worth} == {cast.unit.name}


@pytest.mark.parametrize(("query", "count"), [("", 2), ("?keadaan=terlambat", 1), ("?keadaan=verified", 0)])
def test_the_list_is_filtered(client, cast, desk, commitment, query, count):
    overdue(commitments.propose(cast.officer, asked(cast, desk)), 1)
    client.force_login(cast.officer)
    assert len(client.get(f"/janji/wilayah/99.01/{query}").context["lines"]) == count
    other = client.get(f"/janji/wilayah/99.01/?opd={desk.other_office.pk}")
    assert other.context["lines"] == []


@pytest.mark.parametrize("further", [0, 3])
@pytest.mark.parametrize(("path", "queries"), [("/janji/wilayah/99.01/", 10), ("/kotak-opd/", 7)])
def test_lists_ask_a_fixed_number_of_questions(
    client, cast, desk, commitment, path, queries, further, django_assert_num_queries
):
    for _ in range(further):
        commitments.propose(cast.officer, asked(cast, desk))
    client.force_login(desk.answerer)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_the_inbox_is_the_offices_own(client, cast, desk, commitment):
    commitments.propose(cast.officer, asked(cast, desk, office=desk.other_office, output="Milik OPD lain"))
    client.force_login(cast.officer)
    assert client.get("/kotak-opd/").status_code == 404
    client.force_login(desk.answerer)
    page = text_of(client.get("/kotak-opd/"))
    assert commitment.output in page
    assert "Milik OPD lain" not in page
    assert "1 menunggu jawaban" in text_of(client.get("/"))


def test_one_click_accepts_and_leads_back_to_the_inbox(client, cast, desk, commitment):
    client.force_login(desk.answerer)
    answer = client.post(f"/janji/{commitment.pk}/terima/", {"kembali": "kotak"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/kotak-opd/"
    commitment.refresh_from_db()
    assert commitment.state == "accepted"
    again = client.post(f"/janji/{commitment.pk}/terima/", follow=True)
    assert "tidak dapat diterima sekarang" in text_of(again)


def test_a_form_that_comes_too_late_says_so(client, cast, desk, commitment):
    """The page shows no form to refuse with any more, so the form cannot carry the message."""
    commitments.accept(desk.answerer, commitment)
    client.force_login(desk.answerer)
    answer = client.post(f"/janji/{commitment.pk}/tolak/", {"refuse-words": "Anggaran tidak ada"})
    assert "tidak dapat ditolak sekarang" in text_of(answer)


@pytest.mark.parametrize("act", ["terima", "tolak", "mulai", "lapor", "serahkan"])
def test_who_coordinates_does_not_answer_for_an_office(client, cast, desk, commitment, act):
    client.force_login(cast.officer)
    sent = {"refuse-words": "x", "report-words": "x", "deliver-on": TODAY().isoformat(), "deliver-kind": "report"}
    sent |= {"deliver-village": cast.unit.pk, "deliver-proof": ""}
    answer = client.post(f"/janji/{commitment.pk}/{act}/", sent)
    commitment.refresh_from_db()
    assert commitment.state == "proposed"
    assert answer.status_code == 403


def test_it_is_delivered_with_a_file_and_checked_by_another(client, cast, desk, commitment, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    commitments.accept(desk.answerer, commitment)
    client.force_login(desk.answerer)
    sent = {
        "deliver-on": TODAY().isoformat(),
        "deliver-village": cast.unit.pk,
        "deliver-kind": "photo",
        "deliver-file": SimpleUploadedFile("foto.png", picture(), "image/png"),
    }
    client.post(f"/janji/{commitment.pk}/serahkan/", sent)
    commitment.refresh_from_db()
    assert commitment.state == "delivered"
    proof = commitments.proof_of(commitment)
    assert (proof.state, proof.attachments.count(), proof.added_by) == ("uploaded", 1, desk.answerer)
    assert client.post(f"/janji/{commitment.pk}/sahkan/").status_code == 403
    client.force_login(cast.officer)
    client.post(f"/janji/{commitment.pk}/sahkan/")
    commitment.refresh_from_db()
    assert commitment.state == "verified"


def picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    kept = BytesIO()
    Image.new("RGB", (64, 48), (15, 118, 110)).save(kept, "PNG")
    return kept.getvalue()


def test_without_a_proof_nothing_is_delivered(client, cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    client.force_login(desk.answerer)
    sent = {"deliver-on": TODAY().isoformat(), "deliver-village": cast.unit.pk, "deliver-kind": "photo"}
    answer = client.post(f"/janji/{commitment.pk}/serahkan/", sent)
    assert "perlu sedikitnya satu bukti" in text_of(answer)
    commitment.refresh_from_db()
    assert commitment.state == "accepted"


def test_it_goes_back_with_the_reason_and_the_day_is_moved(client, cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    commitments.deliver(desk.answerer, commitment, proof_by(desk.answerer, cast))
    client.force_login(cast.officer)
    assert client.post(f"/janji/{commitment.pk}/kembalikan/", {"back-words": ""}).status_code == 200
    client.post(f"/janji/{commitment.pk}/kembalikan/", {"back-words": "Daftar hadir belum ada"})
    later = commitment.due + timedelta(days=7)
    client.post(f"/janji/{commitment.pk}/tanggal/", {"due-due": later.isoformat(), "due-words": "Melengkapi bukti"})
    commitment.refresh_from_db()
    assert (commitment.state, commitment.due) == ("in-progress", later)
    page = text_of(client.get(f"/janji/{commitment.pk}/"))
    assert "Daftar hadir belum ada" in page
    assert "Melengkapi bukti" in page


def test_the_scorecard_shows_the_trend_and_claims_no_cause(client, cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    commitments.deliver(desk.answerer, commitment, proof_by(desk.answerer, cast))
    client.force_login(cast.officer)
    page = text_of(client.get("/janji/wilayah/99.01/rapor/"))
    assert "sebelum 90 (31 Mei 2023), sesudah belum ada data" in page
    assert "tidak berarti disebabkan oleh janji itu" in page
    assert client.get("/janji/wilayah/99.01.01.1001/rapor/").status_code == 404
