"""When two entries of the registry become one: their businesses follow."""

from typing import Any

from django.db.models import QuerySet

from guyub.apps.accounts.actors import Actor
from guyub.apps.livelihoods.models import Owner
from guyub.apps.people.models import Person


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    return [Owner.objects.filter(person__in=(kept, absorbed))]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`: the kept entry owns what either did."""
    own = Owner.objects.filter(person=kept).values("business")
    Owner.objects.filter(person=absorbed).exclude(business__in=own).update(person=kept)
