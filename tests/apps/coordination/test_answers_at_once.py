"""Two answers to one request at the same moment: one counts, the other is told so, and the link is used up once."""

from __future__ import annotations

import pytest
from django.test import Client

from guyub.apps.audit import chained, trail
from guyub.apps.coordination.models import AnswerLink, CommitmentEvent
from guyub.apps.coordination.services import commitments, links
from guyub.domain.coordination.commitments import Act
from tests.apps.at_once import at_once, browser, meeting_at, told

pytestmark = pytest.mark.django_db(transaction=True)


def answers_of(commitment):
    """What was answered, the request itself apart."""
    return list(commitment.events.exclude(action=Act.PROPOSE).order_by("sequence").values_list("action", flat=True))


def nothing_broken():
    return not list(chained.verify(CommitmentEvent)) and not list(trail.verify())


def test_two_answers_on_one_link(cast, commitment, monkeypatch):
    _link, token = links.make_link(cast.officer, commitment)
    windows = [Client(raise_request_exception=False) for _ in range(2)]
    for window in windows:
        window.get(f"/jawab/{token}/")
    meeting_at(monkeypatch, (links, "answer"))
    accepted, refused = at_once(
        lambda: windows[0].post("/jawab/", {"act": "accept"}),
        lambda: windows[1].post("/jawab/", {"act": "refuse", "words": "Anggaran tidak ada"}),
    )
    assert sorted((accepted.status_code, refused.status_code)) == [200, 404]
    loser = (refused if refused.status_code == 404 else accepted).content.decode()
    assert "Tautan ini tidak dapat dibuka. Sudah dipakai" in loser
    assert answers_of(commitment) in ([Act.ACCEPT], [Act.REFUSE])
    assert AnswerLink.objects.filter(used_at__isnull=False).count() == 1
    assert nothing_broken()


def test_the_link_and_the_account_answer_at_once(cast, desk, commitment, monkeypatch):
    _link, token = links.make_link(cast.officer, commitment)
    window = Client(raise_request_exception=False)
    window.get(f"/jawab/{token}/")
    meeting_at(monkeypatch, (links, "answer"), (commitments, "refuse"))
    account = browser(desk.answerer)
    by_link, by_account = at_once(
        lambda: window.post("/jawab/", {"act": "accept"}),
        lambda: account.post(f"/janji/{commitment.pk}/tolak/", {"refuse-words": "Anggaran tidak ada"}),
    )
    assert max(by_link.status_code, by_account.status_code) < 500
    assert answers_of(commitment) in ([Act.ACCEPT], [Act.REFUSE])
    loser = by_account if answers_of(commitment) == [Act.ACCEPT] else by_link
    assert "Janji ini sedang" in loser.content.decode() or any("Janji ini sedang" in words for words in told(loser))
    assert nothing_broken()
