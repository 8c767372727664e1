"""Saves that arrive at the same moment: each counts once, none is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.surveys import services
from tests.apps.made_families import make_families

VILLAGE = "99.01.01.1001"
THREADS = 4


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_moment(cast):
    survey = services.open_round(SYSTEM, VILLAGE, timezone.localdate().year, day=timezone.localdate())
    interview = services.start_interview(SYSTEM, survey, make_families(VILLAGE, 1)[0])
    start = Barrier(THREADS * 2)

    def send(number):
        """Half of them repeat one save of one page; the others are pages of their own, each with its own question."""
        repeated = number < THREADS
        code, device = ("P.04", "halaman-satu") if repeated else (f"P.{number + 1:02}", f"halaman-{number}")
        start.wait()
        try:
            return services.save_answers(SYSTEM, interview, {"family": {code: 1}}, 1, device).repeated
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS * 2) as pool:
        repeated = list(pool.map(send, range(THREADS * 2)))
    interview.refresh_from_db()
    assert sorted(repeated[:THREADS]) == [False, True, True, True]
    assert not any(repeated[THREADS:])
    assert interview.answers["family"] == {"P.04": 1, "P.05": 1, "P.06": 1, "P.07": 1, "P.08": 1}
    assert interview.sequence == interview.saves.count() == 1 + THREADS
