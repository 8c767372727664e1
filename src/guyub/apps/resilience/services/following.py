"""Follow the registry: when families change, their states, the sums of their areas and the village's figures follow."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.people.models import Family, Person
from guyub.apps.resilience.models import FamilyState, Visit
from guyub.apps.resilience.services.records import records_of
from guyub.apps.resilience.services.registry_facts import record_registry
from guyub.apps.resilience.services.states import states_of
from guyub.apps.resilience.services.sums import Place, lock_villages, refresh_sums

BATCH = 1000  # families whose records are held in memory at once
KEPT = ("family", "last_visit_on")  # columns that a refresh does not write

_waiting: ContextVar[set[int] | None] = ContextVar("families_to_refresh", default=None)


def follow(sender: object = None, *, families: Iterable[int] = (), **_: Any) -> None:
    """Receiver of `families_changed`."""
    waiting = _waiting.get()
    if waiting is None:
        refresh(families)
    else:
        waiting.update(families)


@contextmanager
def deferred() -> Iterator[None]:
    """Refresh once at the end instead of after every change: for loading many families."""
    families: set[int] = set()
    token = _waiting.set(families)
    try:
        yield
    finally:
        _waiting.reset(token)
    refresh(sorted(families))


def refresh(families: Iterable[int], on: date | None = None) -> int:
    """Work out states, sums and figures of these families anew, as of today; returns how many there were.

    A fixed number of queries for every thousand families, and for every village.
    """
    keys, day = sorted(set(families)), on or timezone.localdate()
    if not keys:
        return 0
    with transaction.atomic():
        villages = Family.objects.filter(pk__in=keys[:BATCH]).values_list("village_id", flat=True).distinct()
        lock_villages(set(villages))
        touched: set[Place] = set()
        for start in range(0, len(keys), BATCH):
            touched |= _refresh_batch(keys[start : start + BATCH], day)
        refresh_sums(touched, day)
        record_registry({village for village, _rw, _rt in touched}, day)
    return len(keys)


def _refresh_batch(keys: Sequence[int], day: date) -> set[Place]:
    """States of a batch; returns the places in which something changed."""
    families = list(Family.objects.filter(pk__in=keys).order_by("pk"))
    before = FamilyState.objects.filter(family__in=keys).values_list("village_id", "rw", "rt")
    touched = set(before.distinct())
    living = [family for family in families if family.until is None]
    recorded = records_of(living, day)
    states = states_of(living, recorded, day)
    names = [field.name for field in FamilyState._meta.concrete_fields if field.name not in KEPT]
    FamilyState.objects.bulk_create(states, update_conflicts=True, unique_fields=["family"], update_fields=names)
    gone = [family.pk for family in families if family.until is not None]
    FamilyState.objects.filter(family__in=gone).delete()
    # Whoever was erased on request leaves no health data behind; that a visit took place stays.
    erased = Visit.objects.filter(family__in=keys, person__state=Person.State.ERASED).exclude(answers={})
    erased.update(answers={}, findings=[])
    return touched | {(state.village_id, state.rw, state.rt) for state in states}
