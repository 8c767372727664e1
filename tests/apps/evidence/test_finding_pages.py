"""The queue of findings: who sees it, what it says, a verdict from it, and a fixed number of queries."""

import pytest
from django.urls import reverse

from guyub.apps.evidence.models import Finding
from guyub.apps.evidence.services.sense import sense_all
from tests.apps.evidence.sensed import attach, proof, stored

LOOK = 0x5A5A_0F0F_3C3C_7777


def queue(client, code="99.01", **query):
    return client.get(reverse("sense:findings", args=[code]), query)


@pytest.fixture
def finding(cast):
    """A photo of the other city's village, used again in village A."""
    attach(proof(cast.other_unit, "B3", title="Foto desa lain"), stored("a", LOOK))
    attach(proof(cast.unit, "B3", title="Posyandu <RW> 3"), stored("b", LOOK ^ 0b11))
    sense_all()
    return Finding.objects.get()


def test_the_city_reads_what_was_measured_and_nothing_of_a_proof_elsewhere(client, cast, finding):
    client.force_login(cast.officer)
    page = queue(client).content.decode()
    assert "Posyandu &lt;RW&gt; 3" in page
    assert "Berbeda 2 dari 64 tanda rupa (batas 6); dipakai untuk desa lain." in page
    assert "bukti desa di luar wilayah Anda" in page
    assert "Foto desa lain" not in page
    assert "usulan" in page


@pytest.mark.parametrize(("name", "code"), [("operator", "99.01.01.1001"), ("viewer", "99.01"), ("officer", "99.02")])
def test_it_does_not_exist_for_others(client, cast, finding, name, code):
    client.force_login(getattr(cast, name))
    assert queue(client, code).status_code == 404
    sent = client.post(reverse("sense:decide", args=[code, finding.pk]), {"putusan": "harmless", "alasan": "wajar"})
    assert sent.status_code == 404


def test_a_verdict_leaves_the_queue_and_stays_to_be_read(client, cast, finding):
    client.force_login(cast.officer)
    address = reverse("sense:decide", args=["99.01", finding.pk])
    client.post(address, {"putusan": "problem", "alasan": ""})
    assert queue(client).context["lines"]
    client.post(address, {"putusan": "problem", "alasan": "foto dari desa lain"})
    assert not queue(client).context["lines"]
    assert "foto dari desa lain" in queue(client, putusan="problem").content.decode()
    assert queue(client, putusan="problem", aturan="place").context["lines"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_a_fixed_number_of_queries(client, cast, count, django_assert_num_queries):
    for number in range(count):
        Finding.objects.create(
            evidence=proof(cast.unit), other=proof(cast.empty_unit), rule="same-file", details={"villages": number}
        )
    client.force_login(cast.officer)
    queue(client)
    with django_assert_num_queries(6):
        assert len(queue(client).context["lines"]) == count


def test_the_first_page_of_the_city_counts_what_waits(client, cast, finding):
    client.force_login(cast.officer)
    page = client.get("/").content.decode()
    assert "Temuan bukti" in page
    assert "1 belum diputuskan" in page
    client.force_login(cast.viewer)
    assert "Temuan bukti" not in client.get("/").content.decode()


def test_the_page_of_the_proof_marks_what_was_noticed(cast, finding):
    from django.template import Context, Template

    shown = Template("{% load evidence_sense %}{% finding_marks proof user %}")
    told = shown.render(Context({"proof": finding.evidence, "user": cast.operator}))
    assert "Foto hampir sama dipakai lagi" in told
    assert reverse("sense:findings", args=[cast.unit.region_id]) not in told
    assert shown.render(Context({"proof": finding.evidence, "user": cast.viewer})).strip() == ""
    Finding.objects.update(verdict="harmless")
    assert shown.render(Context({"proof": finding.evidence, "user": cast.operator})).strip() == ""
