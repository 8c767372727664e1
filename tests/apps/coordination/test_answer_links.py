"""Answer links and their abuse: expired, used, altered, revoked, of another commitment; and where no token may be."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from guyub.apps.audit.models import AuditEntry
from guyub.apps.coordination.models import AnswerLink, Commitment
from guyub.apps.coordination.services import commitments, links
from guyub.apps.coordination.services.links import LinkDoesNotOpen
from guyub.domain.coordination.commitments import Act, WrongMoment
from guyub.errors import NotAllowed
from tests.apps.coordination.conftest import asked


@pytest.fixture
def link(cast, commitment) -> tuple[AnswerLink, str]:
    return links.make_link(cast.officer, commitment)


def follow(client, token):
    return client.get(f"/jawab/{token}/", follow=True)


def test_the_token_is_kept_as_a_digest_only(link):
    row, token = link
    assert token not in str(AnswerLink.objects.values().get(pk=row.pk))
    assert len(token) >= 43
    assert token not in str(list(AuditEntry.objects.values("details", "subject")))


def test_an_office_without_an_account_answers_once(client, commitment, link):
    _row, token = link
    page = follow(client, token)
    assert page.redirect_chain[-1][0] == "/jawab/"
    assert commitment.output in page.content.decode()
    answer = client.post("/jawab/", {"act": "accept"})
    assert "Jawaban tercatat" in answer.content.decode()
    commitment.refresh_from_db()
    assert commitment.state == "accepted"
    last = commitment.events.order_by("-sequence").first()
    assert (last.by_link_id, last.actor) == (link[0].pk, None)
    assert follow(client, token).status_code == 404
    assert client.post("/jawab/", {"act": "report", "words": "lagi"}).status_code == 404
    assert AuditEntry.objects.filter(action="answer-link-used", subject=f"commitment:{commitment.pk}").count() == 1


def test_programs_that_follow_links_use_nothing_up(client, commitment, link):
    for _ in range(3):
        assert follow(client, link[1]).status_code == 200
        assert client.head(f"/jawab/{link[1]}/").status_code == 302
    commitment.refresh_from_db()
    link[0].refresh_from_db()
    assert (commitment.state, link[0].used_at) == ("proposed", None)
    assert client.post(f"/jawab/{link[1]}/", {"act": "accept"}).status_code == 405


def test_refusing_needs_a_reason_and_without_one_the_link_stays(client, commitment, link):
    follow(client, link[1])
    assert client.post("/jawab/", {"act": "refuse", "words": " "}).status_code == 200
    link[0].refresh_from_db()
    assert link[0].used_at is None
    client.post("/jawab/", {"act": "refuse", "words": "Anggaran tidak ada"})
    commitment.refresh_from_db()
    assert commitment.state == "refused"


def test_progress_is_reported_with_a_link(client, cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    _row, token = links.make_link(cast.officer, commitment)
    follow(client, token)
    client.post("/jawab/", {"act": "report", "words": "Setengah jalan"})
    commitment.refresh_from_db()
    assert commitment.state == "in-progress"


@pytest.mark.parametrize("act", ["verify", "start", "expire", "propose", "", "change-due"])
def test_a_link_does_nothing_else(client, cast, desk, commitment, act):
    commitments.accept(desk.answerer, commitment)
    row, token = links.make_link(cast.officer, commitment)
    follow(client, token)
    assert client.post("/jawab/", {"act": act, "words": "x"}).status_code == 404
    commitment.refresh_from_db()
    row.refresh_from_db()
    assert (commitment.state, row.used_at) == ("accepted", None)


@pytest.mark.parametrize(("seconds", "opens"), [(60, True), (-1, False)])
def test_a_link_opens_until_its_moment(client, link, seconds, opens):
    AnswerLink.objects.update(expires_at=timezone.now() + timedelta(seconds=seconds))
    assert (follow(client, link[1]).status_code == 200) is opens


def test_a_link_that_ran_out_while_the_page_was_open_answers_nothing(client, commitment, link):
    follow(client, link[1])
    AnswerLink.objects.update(expires_at=timezone.now())
    assert client.post("/jawab/", {"act": "accept"}).status_code == 404
    commitment.refresh_from_db()
    assert commitment.state == "proposed"


def test_an_altered_token_opens_nothing_and_says_the_same_as_a_used_one(client, link):
    token = link[1]
    altered = ("A" if token[0] != "A" else "B") + token[1:]
    wrong = follow(client, altered)
    AnswerLink.objects.update(used_at=timezone.now())
    used = follow(client, token)
    assert wrong.status_code == used.status_code == 404
    assert wrong.context["told"] == used.context["told"]


def test_the_digest_itself_opens_nothing(client, link):
    assert follow(client, link[0].digest).status_code == 404


def test_a_revoked_link_opens_nothing(client, cast, commitment, link):
    client.force_login(cast.officer)
    client.post(f"/janji/{commitment.pk}/tautan/{link[0].pk}/cabut/")
    client.logout()
    assert follow(client, link[1]).status_code == 404


def test_a_new_link_takes_the_earlier_one_back(client, cast, commitment, link):
    links.make_link(cast.officer, commitment)
    assert follow(client, link[1]).status_code == 404


def test_a_link_answers_its_own_commitment_only(client, cast, desk, commitment, link):
    other = commitments.propose(cast.officer, asked(cast, desk, output="Janji lain", villages=[cast.empty_unit]))
    page = follow(client, link[1]).content.decode()
    assert "Janji lain" not in page
    assert "Melati" not in page
    assert client.get(f"/janji/{other.pk}/").status_code == 302  # to the login
    client.post("/jawab/", {"act": "accept", "commitment": other.pk, "pk": other.pk})
    other.refresh_from_db()
    assert other.state == "proposed"
    with pytest.raises(NotAllowed):
        commitments.accept(commitments.SYSTEM, other, link=link[0])


def test_a_link_of_another_commitment_cannot_be_revoked_through_this_one(client, cast, desk, commitment, link):
    other = commitments.propose(cast.officer, asked(cast, desk))
    client.force_login(cast.officer)
    assert client.post(f"/janji/{other.pk}/tautan/{link[0].pk}/cabut/").status_code == 404
    link[0].refresh_from_db()
    assert link[0].revoked_at is None


def test_only_who_coordinates_there_makes_links(cast, desk, commitment):
    for user in (desk.answerer, cast.viewer, cast.stranger):
        with pytest.raises(NotAllowed):
            links.make_link(user, commitment)
    assert not AnswerLink.objects.exists()


def test_there_is_no_link_where_nothing_is_to_be_answered(cast, desk, commitment):
    commitments.refuse(desk.answerer, commitment, "Tidak ada anggaran")
    with pytest.raises(WrongMoment):
        links.make_link(cast.officer, commitment)


def test_of_two_answers_with_one_link_one_counts(commitment, link):
    digest = link[0].digest
    links.answer(digest, Act.ACCEPT)
    with pytest.raises(LinkDoesNotOpen):
        links.answer(digest, Act.REPORT, "lagi")
    assert Commitment.objects.get(pk=commitment.pk).events.count() == 2


def test_the_token_stands_in_no_log_and_no_referrer(client, cast, link, caplog):
    token = link[1]
    opened = client.get(f"/jawab/{token}/")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in opened.headers["Cache-Control"]
    page = client.get("/jawab/")
    assert page.headers["Referrer-Policy"] == "same-origin"  # else browsers send its form without an origin
    assert "no-referrer" not in page.content.decode()
    assert token not in page.content.decode()
    AnswerLink.objects.update(used_at=timezone.now())
    with caplog.at_level(logging.DEBUG):
        assert client.get(f"/jawab/{token}/").status_code == 404
    assert token not in caplog.text


def test_the_address_is_shown_once_and_not_kept(client, cast, commitment):
    client.force_login(cast.officer)
    answer = client.post(f"/janji/{commitment.pk}/tautan/")
    assert "/jawab/" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "/jawab/" not in client.get(f"/janji/{commitment.pk}/").content.decode()


def test_an_answer_needs_the_forms_own_token(commitment, link):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/jawab/{link[1]}/")
    assert strict.post("/jawab/", {"act": "accept"}).status_code == 403
    commitment.refresh_from_db()
    assert commitment.state == "proposed"
