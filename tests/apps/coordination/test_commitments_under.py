"""Which commitments of a place a person sees: asked the short way where they may read all of it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.coordination.models import Commitment
from guyub.apps.coordination.services import commitments
from tests.apps.coordination.conftest import asked

pytestmark = pytest.mark.django_db

PLACES = ("99", "99.01", "99.01.01", "99.01.01.1001", "99.0", "98")


def test_it_is_what_one_sees_and_what_lies_there_for_everybody(cast, desk, commitment):
    commitments.propose(SYSTEM, asked(cast, desk, villages=[cast.unit, cast.empty_unit]))
    commitments.propose(SYSTEM, asked(cast, desk, villages=[cast.empty_unit], output="Hanya di tempat lain"))
    readers = [cast.officer, cast.operator, cast.viewer, cast.stranger, desk.answerer, AnonymousUser(), None]
    told = {}
    for reader in readers:
        for place in PLACES:
            there = {one.pk for one in Commitment.objects.all() for u in one.villages.all() if _in(u.region_id, place)}
            seen = set(Commitment.objects.visible_to(reader).values_list("pk", flat=True))
            found = list(Commitment.objects.visible_under(reader, place).values_list("pk", flat=True))
            assert sorted(found) == sorted(seen & there)
            told[str(reader), place] = len(found)
    assert len(set(told.values())) > 1


def test_a_reader_above_asks_once_where_villages_lie(cast, commitment):
    user = User.objects.create_user("pembaca-provinsi")
    Assignment.objects.create(user=user, role="province", region_id="99")
    assert str(Commitment.objects.visible_under(user, "99.01").query).count("LIKE") == 1
    assert Commitment.objects.visible_under(user, "99.01").get() == commitment


def _in(code, place):
    return code == place or code.startswith(f"{place}.")
