"""When two entries of the registry become one: what is held of the elder follows."""

from typing import Any

from django.db.models import QuerySet

from guyub.apps.accounts.actors import Actor
from guyub.apps.elders.models import ElderCheck, ElderReferral, ElderScreening, ElderSituation
from guyub.apps.people.models import Person

OF_ELDER = (ElderScreening, ElderCheck, ElderSituation)


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    return [model.objects.filter(elder__in=(kept, absorbed)) for model in (*OF_ELDER, ElderReferral)]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`.

    A referral of the absorbed entry that waits stays there where one of the kept entry waits too.
    """
    for model in OF_ELDER:
        model.objects.filter(elder=absorbed).update(elder=kept)
    referrals = ElderReferral.objects.filter(elder=absorbed)
    if ElderReferral.objects.filter(elder=kept, answered_on=None).exists():
        referrals = referrals.exclude(answered_on=None)
    referrals.update(elder=kept)
