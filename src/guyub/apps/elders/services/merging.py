"""When two entries of the registry become one: what is held of the elder follows."""

from typing import Any

from django.db.models import QuerySet

from guyub.apps.accounts.actors import Actor
from guyub.apps.elders.models import CarePlan, CareVisit, ElderCheck, ElderReferral, ElderScreening, ElderSituation
from guyub.apps.people.models import Person

OF_ELDER = (ElderScreening, ElderCheck, ElderSituation)


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    own = [
        model.objects.filter(elder__in=(kept, absorbed)) for model in (*OF_ELDER, ElderReferral, CarePlan, CareVisit)
    ]
    return [*own, CarePlan.objects.filter(caregiver__in=(kept, absorbed))]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`.

    A referral of the absorbed entry that waits stays there where one of the kept entry waits too; likewise a care plan
    that runs, with its visits.
    """
    for model in OF_ELDER:
        model.objects.filter(elder=absorbed).update(elder=kept)
    CarePlan.objects.filter(caregiver=absorbed).update(caregiver=kept)
    for model, end in ((ElderReferral, "answered_on"), (CarePlan, "ended_on")):
        rows = model.objects.filter(elder=absorbed)
        if model.objects.filter(elder=kept, **{end: None}).exists():
            rows = rows.exclude(**{end: None})
        rows.update(elder=kept)
    CareVisit.objects.filter(elder=absorbed, plan__elder=kept).update(elder=kept)
