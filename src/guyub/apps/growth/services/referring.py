"""Send a child to the puskesmas, and say what came of it. The only way to write referrals."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.growth.models import Measurement, Referral, Referred
from guyub.apps.growth.services.problems import ReferralNotPossible
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.data.growth_files import load_indonesian_growth


@transaction.atomic
def refer_child(actor: Actor, child: Person) -> Referral:
    """Send a child to the puskesmas for the reasons that its latest measurement gives.

    Raises:
        NotAllowed: The actor may not measure children where this one lives.
        ReferralNotPossible: The measurement gives no reason, or an earlier referral still waits for its answer.
    """
    child = held(actor, "refer-child", Right.EDIT_GROWTH, child)
    latest = Measurement.objects.filter(child=child, state__latest=True).select_related("state").first()
    if latest is None or not latest.state.refer:
        raise ReferralNotPossible(child=child.code, reason="no-reason-to-refer")
    if Referral.objects.filter(child=child, answered_on=None).exists():
        raise ReferralNotPossible(child=child.code, reason="already-referred")
    today = timezone.localdate()
    referral = Referral.objects.create(
        child=child,
        measurement=latest,
        village_id=child.village_id,
        rw=child.rw,
        rt=child.rt,
        reasons=latest.state.refer,
        referred_on=today,
        due_on=today + timedelta(days=load_indonesian_growth().referral.answer_within_days),
        referred_by=person(actor),
    )
    trail.note(actor, "child-referred", chain=child.village_id, subject=f"person:{child.code}")
    return referral


@transaction.atomic
def answer_referral(actor: Actor, referral: Referral, outcome: str, note: str = "") -> Referral:
    """Say what came of a referral.

    Raises:
        NotAllowed: The actor may not answer referrals where the child lives.
        ReferralNotPossible: It was answered already, or the outcome is none that there is.
    """
    require(actor, "answer-referral", Right.ANSWER_REFERRALS, referral.child.place)
    locked = Referral.objects.select_for_update(of=("self",)).select_related("child").get(pk=referral.pk)
    if problem := problem_with_answer(locked, outcome, Referral.Outcome.values):
        raise ReferralNotPossible(child=locked.child.code, reason=problem)
    write_answer(actor, locked, outcome, note)
    trail.note(
        actor, "referral-answered", chain=locked.village_id, subject=f"person:{locked.child.code}", outcome=outcome
    )
    return locked


def problem_with_answer(referral: Referred, outcome: str, outcomes: Collection[str]) -> str:
    """Why a referral cannot be answered so: a reason code, or nothing."""
    if referral.answered_on is not None:
        return "already-answered"
    return "" if outcome in outcomes else "unknown-outcome"


def write_answer(actor: Actor, referral: Referred, outcome: str, note: str) -> None:
    """Write the answer to a locked referral, of a child or of anyone else."""
    referral.answered_on, referral.outcome, referral.note = timezone.localdate(), outcome, note.strip()
    referral.answered_by = person(actor)
    referral.save()
