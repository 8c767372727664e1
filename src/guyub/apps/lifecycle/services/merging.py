"""When two entries of the registry become one: what is held of the person follows."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.lifecycle.models import Arrival, StageCheck, StageReferral
from guyub.apps.people.models import Person

OF_PERSON = (Arrival, StageCheck, StageReferral)


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    pair = (kept, absorbed)
    return [model.objects.filter(person__in=pair) for model in OF_PERSON]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`.

    Where a referral waits on both, that of the absorbed entry was measured of the same person and counts as answered.
    Where both came to one session, the arrival of the kept entry counts.
    """
    waiting = StageReferral.objects.filter(answered_on=None)
    if waiting.filter(person=kept).exists():
        waiting.filter(person=absorbed).update(
            answered_on=timezone.localdate(),
            outcome=StageReferral.Outcome.MEASURED_WRONG,
            answered_by=person(actor),
        )
    twice = Arrival.objects.filter(person=kept).values("held")
    Arrival.objects.filter(person=absorbed, held__in=twice).delete()
    for model in OF_PERSON:
        model.objects.filter(person=absorbed).update(person=kept)
