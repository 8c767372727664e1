"""Facilities of which the city checked a proof: claimed proves nothing, expired proves nothing any more."""

from datetime import timedelta

import pytest

from guyub.apps.accounts.rights import Right
from guyub.apps.evidence.facilities import proofs_tell
from guyub.apps.evidence.models import Evidence, State
from guyub.apps.evidence.services import proofs
from guyub.apps.evidence.services.proofs import Description
from tests.apps.made_families import today

pytestmark = pytest.mark.django_db


def proof_of(cast, item, state):
    described = Description(kind="photo", title="Foto ruang", items=[("kkb-siap-1.0", item)])
    proof = proofs.add(cast.operator, cast.unit, described)
    Evidence.objects.filter(pk=proof.pk).update(state=state)
    return proof


def told(cast):
    return {one.code: one for one in proofs_tell(cast.unit, None, today())}


@pytest.mark.parametrize("state", [State.CLAIMED, State.UPLOADED, State.REJECTED, State.EXPIRED])
def test_what_the_city_has_not_checked_says_nothing(cast, state):
    proof_of(cast, "A8", state)
    assert told(cast) == {}


@pytest.mark.parametrize("state", [State.CHECKED, State.VERIFIED])
def test_a_checked_proof_tells_of_the_secretariat(cast, state):
    proof_of(cast, "A8", state)
    assert told(cast)["facilities_present"].entries == {"secretariat": ""}
    assert told(cast)["secretariat_present"].value == 1
    assert told(cast)["facilities_present"].evidence[0].right == Right.SEE_EVIDENCE


def test_both_facilities_are_two_and_the_data_house_alone_is_no_secretariat(cast):
    proof_of(cast, "A9", State.CHECKED)
    assert "secretariat_present" not in told(cast)
    proof_of(cast, "A8", State.CHECKED)
    assert told(cast)["facilities_present"].value == 2


def test_a_proof_counts_up_to_its_last_day(cast):
    proof = proof_of(cast, "A8", State.CHECKED)
    Evidence.objects.filter(pk=proof.pk).update(valid_until=today())
    assert told(cast)
    Evidence.objects.filter(pk=proof.pk).update(valid_until=today() - timedelta(days=1))
    assert told(cast) == {}
