"""Records of people that are kept so long after the last of them: whoever has newer ones keeps the old ones too."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.people.models import Person
from guyub.apps.retention.keepers import Keeper

BATCH = 500  # people a transaction: an erasure that is cut off has done whole batches, and goes on the next time

Records = tuple[type[models.Model], str, str]
"""A model, its field that names the person, and its field of the day."""


def keeper_of_people(kind: str, records: Sequence[Records], forget: Callable[..., Any]) -> Keeper:
    """Keep records of people for a time that is counted from the last day of any of them.

    Args:
        kind: As the rule file has it.
        records: What is looked at; ``forget`` has to remove all of it.
        forget: Told ``people``, the row numbers of those whose records are removed.
    """
    return Keeper(
        kind,
        due=lambda now, kept: _overdue(records, timezone.localdate(now) - kept).count(),
        erase=lambda now, kept: _erase(kind, records, timezone.localdate(now) - kept, forget),
    )


def _overdue(records: Sequence[Records], limit: date) -> QuerySet[Person]:
    """People who have such records, none of them of that day or later."""
    there, newer = Q(), Q()
    for model, person, day in records:
        own = model._default_manager.filter(**{person: OuterRef("pk")})
        there |= Exists(own)
        newer |= Exists(own.filter(**{f"{day}__gte": limit}))
    return Person.objects.filter(there).exclude(newer)


def _erase(kind: str, records: Sequence[Records], limit: date, forget: Callable[..., Any]) -> int:
    """Remove the records in batches; every village's trail says of how many people."""
    count = 0
    while True:
        with transaction.atomic():
            people = list(_overdue(records, limit).order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not people:
                return count
            batch = Person.objects.filter(pk__in=people)
            villages = dict(batch.order_by("village_id").values_list("village_id").annotate(Count("pk")))
            forget(None, people=people)
            for village, lost in villages.items():
                trail.note(SYSTEM, "retention-applied", chain=village, kind=kind, people=lost)
            count += len(people)
