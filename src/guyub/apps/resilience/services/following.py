"""Follow the registry: when families change, their states, the sums of their areas and the village's figures follow."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.assessment.services import follow_stream
from guyub.apps.inserting import insert_rows
from guyub.apps.people.models import Family
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.services.records import records_of
from guyub.apps.resilience.services.registry_facts import STREAM
from guyub.apps.resilience.services.states import states_of
from guyub.apps.resilience.services.sums import Change, change_sums, lock_villages, rebuild_sums

BATCH = 2000  # families whose records are held in memory at once
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


def refresh(families: Iterable[int], on: date | None = None, *, anew: bool = False) -> int:
    """Work out states, sums and figures of these families anew, as of today; returns how many there were.

    A fixed number of queries for every thousand families, and for every village. ``anew``: sum up their villages from
    all families, not by what changed.
    """
    keys, day = sorted(set(families)), on or timezone.localdate()
    if not keys:
        return 0
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    with transaction.atomic():
        villages = {code for batch in batches for code in _villages_of(batch)}
        lock_villages(villages)
        changes = [change for batch in batches for change in _refresh_batch(batch, day)]
        if anew:
            for village in sorted(villages):
                rebuild_sums(village, day)
        else:
            change_sums(changes, day)
        follow_stream(STREAM, villages, day)
    return len(keys)


def _villages_of(keys: Sequence[int]) -> set[str]:
    """Villages in which these families live, or lived when they were last looked at."""
    now = Family.objects.filter(pk__among=keys).values_list("village_id", flat=True)
    before = FamilyState.objects.filter(family__among=keys).values_list("village_id", flat=True)
    return set(now.union(before))


def _refresh_batch(keys: Sequence[int], day: date) -> list[Change]:
    """States of a batch; returns what changed where."""
    families = list(Family.objects.filter(pk__among=keys).order_by("pk"))
    before = FamilyState.objects.filter(family__among=keys).values_list("pk", "village_id", "rw", "rt", "record")
    former = {pk: Change(-1, *row) for pk, *row in before}
    living = [family for family in families if family.until is None]
    recorded = records_of(living, day)
    states = states_of(living, recorded, day)
    names = [field.name for field in FamilyState._meta.concrete_fields if field.name not in KEPT]
    insert_rows(FamilyState, [state for state in states if state.pk not in former])  # the village is locked
    changed = [state for state in states if state.pk in former]
    FamilyState.objects.bulk_create(changed, update_conflicts=True, unique_fields=["family"], update_fields=names)
    gone = [family.pk for family in families if family.until is not None]
    FamilyState.objects.filter(family__in=gone).delete()
    return [*former.values()] + [Change(1, state.village_id, state.rw, state.rt, state.record) for state in states]
