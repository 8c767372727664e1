"""When two entries of the registry become one: visits to the absorbed one are visits to the kept one."""

from typing import Any

from django.db.models import QuerySet

from guyub.apps.people.models import Person
from guyub.apps.resilience.models import Visit


def touched(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> list[QuerySet]:
    """Receiver of `people.signals.merge_touches`: what its undo puts back."""
    return [Visit.objects.filter(person__in=(kept, absorbed))]


def move(sender: object, *, kept: Person, absorbed: Person, **_: Any) -> None:
    """Receiver of `people.signals.people_merged`."""
    Visit.objects.filter(person=absorbed).update(person=kept)
