"""When two entries of the registry become one: what is held of the child's schooling follows."""

from typing import Any

from django.db.models import QuerySet

from guyub.apps.accounts.actors import Actor
from guyub.apps.people.models import Person
from guyub.apps.schooling.models import SchoolAid, SchoolStep

OF_CHILD = (SchoolStep, SchoolAid)


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    return [model.objects.filter(person__in=(kept, absorbed)) for model in OF_CHILD]


def move(sender: object, *, actor: Actor, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`: the kept entry has the steps of both."""
    for model in OF_CHILD:
        model.objects.filter(person=absorbed).update(person=kept)
