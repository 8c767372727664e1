"""Send an adult to the puskesmas, and say what came of it. The only way to write referrals."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.lifecycle.models import StageReferral
from guyub.apps.lifecycle.services.problems import refuse
from guyub.apps.lifecycle.standing import standing_of
from guyub.apps.people.models import Person
from guyub.apps.people.services import held
from guyub.data.growth_files import load_indonesian_growth


@transaction.atomic
def refer(actor: Actor, who: Person) -> StageReferral:
    """Send an adult to the puskesmas for what their checks found since the last referral.

    Raises:
        NotAllowed: The actor may not check adults where this one lives.
        StageRecordRefused: Nothing was found that asks for it, or an earlier referral still waits for its answer.
    """
    who = held(actor, "refer-adult", Right.EDIT_ADULTS, who)
    today = timezone.localdate()
    standing = standing_of(who, today)
    found = standing.unreferred
    refuse("already-referred" if standing.waiting else "" if found else "no-reason-to-refer", who.code)
    referral = StageReferral.objects.create(
        person=who,
        check_made=max((one.check for one in found), key=lambda check: (check.day, check.pk)),
        village_id=who.village_id,
        rw=who.rw,
        rt=who.rt,
        reasons=[f"{one.finding.about}:{one.finding.code}" for one in found],
        referred_on=today,
        due_on=today + timedelta(days=load_indonesian_growth().referral.answer_within_days),
        referred_by=person(actor),
    )
    trail.note(actor, "adult-referred", chain=who.village_id, subject=f"person:{who.code}")
    return referral


@transaction.atomic
def answer_referral(actor: Actor, referral: StageReferral, outcome: str) -> StageReferral:
    """Say what came of a referral.

    Raises:
        NotAllowed: The actor may not answer referrals where they live.
        StageRecordRefused: It was answered already, or the outcome is none that there is.
    """
    require(actor, "answer-referral", Right.ANSWER_REFERRALS, referral.person.place)
    locked = StageReferral.objects.select_for_update(of=("self",)).select_related("person").get(pk=referral.pk)
    known = outcome in StageReferral.Outcome.values
    problem = "already-answered" if locked.answered_on else "" if known else "unknown-outcome"
    refuse(problem, locked.person.code)
    locked.answered_on, locked.outcome, locked.answered_by = timezone.localdate(), outcome, person(actor)
    locked.save(update_fields=["answered_on", "outcome", "answered_by"])
    trail.note(actor, "adult-referral-answered", chain=locked.village_id, subject=f"person:{locked.person.code}")
    return locked
