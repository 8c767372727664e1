"""When two entries of the registry become one: aid and day cares of the person follow."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.people.models import Person
from guyub.apps.quickwins.models import DayCareChild, FosterAid


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    pair = (kept, absorbed)
    return [FosterAid.objects.filter(person__in=pair), DayCareChild.objects.filter(child__in=pair)]


def move(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`: who goes to a day care under both entries left that of the other."""
    if DayCareChild.objects.filter(child=kept, until=None).exists():
        DayCareChild.objects.filter(child=absorbed, until=None).update(until=timezone.localdate())
    FosterAid.objects.filter(person=absorbed).update(person=kept)
    DayCareChild.objects.filter(child=absorbed).update(child=kept)
