"""Deliveries by an answer link: what becomes of the file, who checks it, and abuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import chained
from guyub.apps.audit.models import AuditEntry
from guyub.apps.coordination.models import AnswerLink, Commitment, CommitmentEvent
from guyub.apps.coordination.services import commitments, links
from guyub.apps.coordination.services.commitments import UnusableCommitment
from guyub.apps.coordination.services.links import Delivery, LinkDoesNotOpen
from guyub.apps.evidence.errors import OwnProof
from guyub.apps.evidence.models import Evidence, EvidenceEvent, StoredFile
from guyub.apps.evidence.services import proofs
from guyub.domain.coordination.commitments import Act, EvidenceMissing, OwnDelivery, WrongMoment
from guyub.errors import NotAllowed
from tests.apps.coordination.conftest import asked, overdue
from tests.apps.evidence import samples


@pytest.fixture(autouse=True)
def data(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def accepted(desk: Any, commitment: Commitment) -> Commitment:
    return commitments.accept(desk.answerer, commitment)


@pytest.fixture
def link(cast: Any, accepted: Commitment) -> tuple[AnswerLink, str]:
    return links.make_link(cast.officer, accepted)


def sent(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("laporan.pdf", samples.pdf() if content is None else content)


def handed(cast: Any, **changes: Any) -> Delivery:
    plain = {"village": cast.unit, "kind": "report", "on": timezone.localdate(), "file": sent()}
    return Delivery(**{**plain, **changes})


def filled(cast: Any, **changes: Any) -> dict[str, Any]:
    plain = {
        "act": "deliver",
        "deliver-on": timezone.localdate().isoformat(),
        "deliver-village": cast.unit.pk,
        "deliver-kind": "report",
        "deliver-file": sent(),
        "deliver-words": "Sudah selesai",
    }
    return {**plain, **changes}


def followed(client: Client, token: str) -> Client:
    assert client.get(f"/jawab/{token}/", follow=True).status_code == 200
    return client


def untouched(accepted: Commitment, link: tuple[AnswerLink, str]) -> bool:
    """Whether nothing was delivered and the link still opens."""
    accepted.refresh_from_db()
    links.open_link(link[0].digest)
    return accepted.state == "accepted" and not Evidence.objects.exists()


def test_a_file_by_link_becomes_a_proof_that_waits_for_its_check(client, cast, accepted, link):
    answer = followed(client, link[1]).post("/jawab/", filled(cast))
    assertContains(answer, "menunggu diperiksa")
    accepted.refresh_from_db()
    proof, event = Evidence.objects.get(), accepted.events.get(action="deliver")
    assert (accepted.state, accepted.delivered_on) == ("delivered", timezone.localdate())
    assert (proof.state, proof.unit, proof.kind, proof.dated, proof.added_by) == (
        "uploaded",
        cast.unit,
        "report",
        timezone.localdate(),
        None,
    )
    assert (event.evidence, event.by_link, event.actor, event.reason) == (proof, link[0], None, "Sudah selesai")
    assert proof.attachments.get().name == "laporan.pdf"
    assert AuditEntry.objects.filter(action="answer-link-used").count() == 1
    assert not [*chained.verify(CommitmentEvent), *chained.verify(EvidenceEvent)]
    assert client.get(f"/jawab/{link[1]}/").status_code == 404
    assert client.post("/jawab/", filled(cast)).status_code == 404
    client.force_login(cast.officer)
    assertContains(client.get(f"/bukti/{cast.unit.region_id}/{proof.pk}/"), "lewat tautan")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"bukan berkas yang diterima", "PDF, JPEG", id="no type that is taken in"),
        pytest.param(samples.pdf(samples.with_script), "skrip", id="with a script"),
        pytest.param(samples.jpeg()[:200], "rusak", id="broken off"),
    ],
)
def test_a_refused_file_uses_nothing_up(client, cast, accepted, link, content, told):
    answer = followed(client, link[1]).post("/jawab/", filled(cast, **{"deliver-file": sent(content)}))
    assertContains(answer, told)
    assert untouched(accepted, link)
    assert not StoredFile.objects.exists()
    client.post("/jawab/", filled(cast))
    accepted.refresh_from_db()
    assert accepted.state == "delivered"


def test_a_form_that_is_too_large_is_given_up_and_the_link_stays(client, cast, accepted, link, monkeypatch):
    monkeypatch.setattr("guyub.apps.evidence.views.receiving.limits.LARGEST_BYTES", 1000)
    monkeypatch.setattr("guyub.apps.evidence.views.receiving.AROUND", 0)
    large = sent(b"%PDF-" + bytes(300_000))
    assertContains(followed(client, link[1]).post("/jawab/", filled(cast, **{"deliver-file": large})), "lebih dari")
    assert untouched(accepted, link)


@pytest.mark.parametrize("missing", ["deliver-file", "deliver-on", "deliver-kind", "deliver-village"])
def test_file_day_kind_and_village_are_asked(client, cast, accepted, link, missing):
    said = filled(cast)
    del said[missing]
    assert followed(client, link[1]).post("/jawab/", said).status_code == 200
    assert untouched(accepted, link)


def test_a_proof_of_another_village_is_not_taken(client, cast, accepted, link):
    said = filled(cast, **{"deliver-village": cast.other_unit.pk})
    assert followed(client, link[1]).post("/jawab/", said).status_code == 200
    with pytest.raises(UnusableCommitment):
        links.answer(link[0].digest, Act.DELIVER, "", handed(cast, village=cast.other_unit))
    assert untouched(accepted, link)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("days", [pytest.param(1, id="to come"), pytest.param(-1, id="before it was asked")])
def test_a_day_that_cannot_be_is_refused_before_the_file_is_kept(cast, accepted, link, days):
    on = timezone.localdate() + timedelta(days=days)
    with pytest.raises(UnusableCommitment):
        links.answer(link[0].digest, Act.DELIVER, "", handed(cast, on=on))
    assert untouched(accepted, link)
    assert not StoredFile.objects.exists()


def test_nothing_is_delivered_without_a_file(accepted, link):
    with pytest.raises(EvidenceMissing):
        links.answer(link[0].digest, Act.DELIVER, "Sudah")
    assert untouched(accepted, link)


def test_what_was_not_accepted_yet_is_not_delivered(cast, commitment):
    row, _token = links.make_link(cast.officer, commitment)
    with pytest.raises(WrongMoment):
        links.answer(row.digest, Act.DELIVER, "", handed(cast))
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"expires_at": timezone.now() - timedelta(days=400)}, id="expired"),
        pytest.param({"used_at": timezone.now()}, id="used"),
        pytest.param({"revoked_at": timezone.now()}, id="revoked"),
        pytest.param({"digest": "0" * 64}, id="altered"),
    ],
)
def test_a_link_that_does_not_open_delivers_nothing_and_looks_into_no_file(
    client, cast, accepted, link, change, monkeypatch
):
    monkeypatch.setattr("guyub.apps.coordination.services.links.proofs.taken_in", lambda _sent: pytest.fail("looked"))
    followed(client, link[1])
    AnswerLink.objects.update(**change)
    assert client.post("/jawab/", filled(cast)).status_code == 404
    accepted.refresh_from_db()
    assert (accepted.state, Evidence.objects.count()) == ("accepted", 0)


def test_a_link_that_is_taken_back_while_the_file_is_looked_at_delivers_nothing(cast, accepted, link, monkeypatch):
    taken_in = links.proofs.taken_in

    def slow(file: Any) -> StoredFile:
        links.revoke_link(cast.officer, link[0])
        return taken_in(file)

    monkeypatch.setattr("guyub.apps.coordination.services.links.proofs.taken_in", slow)
    with pytest.raises(LinkDoesNotOpen):
        links.answer(link[0].digest, Act.DELIVER, "", handed(cast))
    accepted.refresh_from_db()
    assert (accepted.state, Evidence.objects.count()) == ("accepted", 0)


def test_a_link_delivers_for_its_own_commitment_only(client, cast, desk, accepted, link):
    other = commitments.accept(desk.answerer, commitments.propose(cast.officer, asked(cast, desk)))
    with pytest.raises(NotAllowed):
        commitments.deliver(SYSTEM, other, None, link=link[0])
    followed(client, link[1]).post("/jawab/", filled(cast, commitment=other.pk))
    other.refresh_from_db()
    assert other.state == "accepted"


def test_a_delivery_needs_the_form_s_own_token(cast, accepted, link):
    strict = followed(Client(enforce_csrf_checks=True), link[1])
    assert strict.post("/jawab/", filled(cast)).status_code == 403
    assert untouched(accepted, link)


def test_who_made_the_link_checks_neither_the_proof_nor_the_delivery(cast, desk, accepted, link):
    done = links.answer(link[0].digest, Act.DELIVER, "", handed(cast))
    proof = Evidence.objects.get()
    for act in (lambda: commitments.verify(cast.officer, done), lambda: commitments.send_back(cast.officer, done, "x")):
        with pytest.raises(OwnDelivery):
            act()
    with pytest.raises(OwnProof):
        proofs.check(cast.officer, proof)
    assert commitments.verify(desk.checker, done).state == "verified"
    proof.refresh_from_db()
    assert proof.state == "checked"


def test_the_page_offers_a_delivery_only_once_the_office_has_accepted(client, cast, desk, commitment):
    _row, token = links.make_link(cast.officer, commitment)
    assertNotContains(followed(client, token).get("/jawab/"), 'value="deliver"')
    commitments.accept(desk.answerer, commitment)
    assertContains(client.get("/jawab/"), 'value="deliver"')
    assertContains(client.get("/jawab/"), 'value="report"')


@pytest.mark.parametrize("way", ["link", "verify", "page"])
def test_what_ran_out_stays_closed_when_an_act_within_a_transaction_is_refused(client, cast, desk, accepted, link, way):
    overdue(accepted, 400)
    if way == "page":
        client.force_login(desk.answerer)
        said = {name: value for name, value in filled(cast).items() if name != "act"}
        client.post(f"/janji/{accepted.pk}/serahkan/", said)
    elif way == "link":
        with pytest.raises(WrongMoment):
            links.answer(link[0].digest, Act.REPORT, "Masih jalan")
    else:
        with pytest.raises(WrongMoment):
            commitments.verify(desk.checker, accepted)
    accepted.refresh_from_db()
    assert accepted.state == "expired"
    assert accepted.events.filter(action="expire").count() == 1
