"""Send an elder to the puskesmas, and say what came of it. The only way to write referrals of elders."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.elders.models import ElderReferral
from guyub.apps.elders.services.problems import refuse
from guyub.apps.elders.services.rows import accompanied, noted
from guyub.apps.elders.standing import standing_of
from guyub.apps.growth.services import problem_with_answer, write_answer
from guyub.apps.people.models import Person
from guyub.data.elder_files import load_elder_care


@transaction.atomic
def refer_elder(actor: Actor, elder: Person) -> ElderReferral:
    """Send an elder to the puskesmas for the reasons that the latest screenings and check give.

    Raises:
        NotAllowed: The actor may not accompany elders where this one lives.
        ElderRecordRefused: Nothing gives a reason, or an earlier referral still waits for its answer.
    """
    elder, today = accompanied(actor, elder), timezone.localdate()
    ladder = standing_of(elder, today).ladder
    refuse("elder-is-referred" if ladder.waiting else "" if ladder.reasons else "no-reason-to-refer-elder", elder.code)
    referral = ElderReferral.objects.create(
        elder=elder,
        village_id=elder.village_id,
        rw=elder.rw,
        rt=elder.rt,
        reasons=list(ladder.reasons),
        referred_on=today,
        due_on=today + timedelta(days=load_elder_care().referral.answer_within_days),
        referred_by=person(actor),
    )
    noted(actor, "elder-referred", elder)
    return referral


@transaction.atomic
def answer_elder_referral(actor: Actor, referral: ElderReferral, outcome: str, note: str = "") -> ElderReferral:
    """Say what came of a referral.

    Raises:
        NotAllowed: The actor may not answer referrals where the elder lives.
        ElderRecordRefused: It was answered already, or the outcome is none that there is.
    """
    require(actor, "answer-referral", Right.ANSWER_REFERRALS, referral.elder.place)
    locked = ElderReferral.objects.select_for_update(of=("self",)).select_related("elder").get(pk=referral.pk)
    refuse(problem_with_answer(locked, outcome, ElderReferral.Outcome.values), locked.elder.code)
    write_answer(actor, locked, outcome, note)
    noted(actor, "elder-referral-answered", locked.elder, outcome=outcome)
    return locked
