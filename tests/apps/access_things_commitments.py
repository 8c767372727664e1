"""What rows of the matrix about commitments name: one commitment in each state, a link, what the browser sends."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.coordination.models import Commitment, Office, OfficeMember
from guyub.apps.coordination.services import commitments, links
from guyub.apps.coordination.services.commitments import NewCommitment
from guyub.apps.evidence.models import Evidence, State
from guyub.apps.evidence.services import proofs
from guyub.apps.territory.models import Region
from tests.apps.access_world import CITY, World, thing


def _office(world: World) -> Office:
    """An office for which the OPD of home answers."""
    office, _made = Office.objects.get_or_create(
        region=Region.objects.get(code=CITY), short="Dinas Janji", defaults={"name": "Dinas Janji Rekaan"}
    )
    OfficeMember.objects.get_or_create(office=office, user=world.users["opd"])
    return office


def _asked(world: World) -> Commitment:
    due = timezone.localdate() + timedelta(days=30)
    return commitments.propose(SYSTEM, NewCommitment(_office(world), "Pelayanan bergerak", due, [world.cast.unit]))


def _accepted(world: World) -> Commitment:
    return commitments.accept(SYSTEM, _asked(world))


def _proof(world: World) -> Evidence:
    described = proofs.Description(kind="report", title="Laporan rekaan", items=[("kkb-siap-1.0", "B8")])
    proof = proofs.add(SYSTEM, world.cast.unit, described)
    Evidence.objects.filter(pk=proof.pk).update(state=State.UPLOADED, added_by=world.users["opd"])
    proof.refresh_from_db()
    return proof


@thing("commitment")
def _(world: World) -> int:
    return _asked(world).pk


@thing("commitment_accepted")
def _(world: World) -> int:
    return _accepted(world).pk


@thing("commitment_delivered")
def _(world: World) -> int:
    return commitments.deliver(SYSTEM, _accepted(world), _proof(world)).pk


@thing("commitment_request")
def _(world: World) -> dict[str, object]:
    """What the browser sends to ask an office for something."""
    due = timezone.localdate() + timedelta(days=30)
    return {
        "office": _office(world).pk,
        "output": "Pelayanan bergerak",
        "quantity": "1",
        "quantity_unit": "hari",
        "villages": [world.cast.unit.pk],
        "due": due.isoformat(),
        "budget_source": "none",
    }


@thing("delivery")
def _(world: World) -> dict[str, object]:
    """What the browser sends to deliver with a proof that is there."""
    return {
        "deliver-on": timezone.localdate().isoformat(),
        "deliver-village": world.cast.unit.pk,
        "deliver-kind": "report",
        "deliver-proof": _proof(world).pk,
    }


@thing("day_after_due")
def _(world: World) -> str:
    return (timezone.localdate() + timedelta(days=31)).isoformat()


@thing("answer_link")
def _(world: World) -> int:
    return links.make_link(SYSTEM, Commitment.objects.get(pk=world.thing("linked_commitment")))[0].pk


@thing("linked_commitment")
def _(world: World) -> int:
    return _asked(world).pk


@thing("answer_token")
def _(world: World) -> str:
    return links.make_link(SYSTEM, _asked(world))[1]
