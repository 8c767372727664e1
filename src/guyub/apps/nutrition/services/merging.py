"""When two entries of the registry become one: rounds with their servings follow, and portions of a kitchen."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.nutrition.models import KitchenGuest, PmtRound
from guyub.apps.people.models import Person

STOPPED = "stopped"


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    pair = (kept, absorbed)
    return [PmtRound.objects.filter(person__in=pair), KitchenGuest.objects.filter(person__in=pair)]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`. Where a round runs on both, that of the absorbed entry stops."""
    if PmtRound.objects.filter(person=kept, ended_on=None).exists():
        ended = {"ended_on": timezone.localdate(), "outcome": STOPPED, "ended_by": person(actor)}
        PmtRound.objects.filter(person=absorbed, ended_on=None).update(**ended)
    PmtRound.objects.filter(person=absorbed).update(person=kept)
    if KitchenGuest.objects.filter(person=kept, ended_on=None).exists():
        KitchenGuest.objects.filter(person=absorbed, ended_on=None).update(ended_on=timezone.localdate())
    KitchenGuest.objects.filter(person=absorbed).update(person=kept)
