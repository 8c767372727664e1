"""An office of the cast's city, the account that answers for it, and a commitment for village A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, Role, User
from guyub.apps.accounts.scope import scope_of
from guyub.apps.coordination.models import Commitment, Office, OfficeMember
from guyub.apps.coordination.services import commitments
from guyub.apps.coordination.services.commitments import NewCommitment
from guyub.apps.evidence.models import Evidence, State
from guyub.apps.evidence.services import proofs
from guyub.apps.territory.models import Region
from tests.conftest import PASSWORD, Cast


@dataclass(frozen=True)
class Desk:
    """Who takes part in a commitment: the office, its account, and a second checker of the city."""

    office: Office
    answerer: User
    other_office: Office
    checker: User


@pytest.fixture
def desk(cast: Cast) -> Desk:
    city = Region.objects.get(code="99.01")
    office = Office.objects.create(region=city, short="Dinkes", name="Dinas Kesehatan", email="dinkes@contoh.invalid")
    other = Office.objects.create(region=city, short="Disdik", name="Dinas Pendidikan")
    answerer, checker = account("opd", Role.OPD, city), account("pemeriksa", Role.CITY, city)
    OfficeMember.objects.create(office=office, user=answerer, post="Kepala bidang")
    return Desk(office, answerer, other, checker)


def account(name: str, role: str, region: Region) -> User:
    user = User.objects.create_user(name, f"{name}@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role=role, region=region)
    return user


def asked(cast: Cast, desk: Desk, **changes: Any) -> NewCommitment:
    """What is asked of the office; village A, in thirty days, 37 couples less with unmet need."""
    plain = {
        "office": desk.office,
        "output": "Pelayanan KB bergerak",
        "due": timezone.localdate() + timedelta(days=30),
        "villages": [cast.unit],
        "fact": "wants_no_more",
        "fact_change": -90,
    }
    return NewCommitment(**{**plain, **changes})


@pytest.fixture
def commitment(cast: Cast, desk: Desk) -> Commitment:
    return commitments.propose(cast.officer, asked(cast, desk))


def overdue(commitment: Commitment, days: int) -> Commitment:
    """Its day moved back, as if so many days had gone by since."""
    Commitment.objects.filter(pk=commitment.pk).update(due=timezone.localdate() - timedelta(days=days))
    commitment.refresh_from_db()
    return commitment


def proof_by(user: User, cast: Cast) -> Evidence:
    """A proof of village A that has material: uploaded, not checked."""
    described = proofs.Description(kind="report", title="Laporan pelayanan", items=[("kkb-siap-1.0", "B8")])
    proof = proofs.add(user, cast.unit, described)
    Evidence.objects.filter(pk=proof.pk).update(state=State.UPLOADED)
    proof.refresh_from_db()
    return proof


def fresh(user: User) -> User:
    """The account as the next request loads it."""
    found = User.objects.get(pk=user.pk)
    scope_of(found)
    return found
