"""What every change leaves behind: an event with sealed former values, an entry on the trail, a word to other apps."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.audit.trail import Act, note_many
from guyub.apps.people.models import DataKey, Event, Family, Person, Resident
from guyub.apps.people.signals import families_changed

PURPOSE = "event"
Changes = Mapping[str, tuple[Any, Any]]
"""Field → (former value, new value), as JSON writes them."""

_untold: ContextVar[bool] = ContextVar("families_untold", default=False)


def event_row(
    actor: Actor,
    kind: str,
    day: date,
    where: Resident,
    *,
    family: Family | None = None,
    other_family: Family | None = None,
    about: Person | None = None,
    changes: Changes | None = None,
    key: DataKey | None = None,
    at: datetime | None = None,
) -> Event:
    """An event, not yet saved, in the place of a row. ``changes`` are sealed with the key of the person, else of the
    family.
    """
    row = Event(
        kind=kind,
        day=day,
        village_id=where.village_id,
        rw=where.rw,
        rt=where.rt,
        family=family,
        other_family=other_family,
        person=about,
        recorded_by=person(actor),
        recorded_at=at or timezone.now(),
    )
    if changes:
        owner = key or (about or family).key  # type: ignore[union-attr]  sealed values are somebody's
        row.fields, row.key = sorted(changes), owner
        row.sealed = owner.bytes().seal(json.dumps(changes, default=_plain), PURPOSE)
    return row


def opened(row: Event) -> dict[str, tuple[Any, Any]]:
    """Former and new values of an event; empty where the key is destroyed.

    Days come back as text (ISO).
    """
    if not row.sealed or row.key is None or row.key.destroyed_at:
        return {}
    return {name: tuple(pair) for name, pair in json.loads(row.key.bytes().open(row.sealed, PURPOSE)).items()}


def put_on_trail(actor: Actor, acts: Iterable[tuple[str, Act]]) -> None:
    """Acts of several villages: (village code, act). Chains are locked in one order, so that nobody waits in a ring."""
    chains: dict[str, list[Act]] = {}
    for chain, act in acts:
        chains.setdefault(chain, []).append(act)
    for chain in sorted(chains):
        note_many(actor, chain, chains[chain])


def tell(*families: Family | int | None) -> None:
    """Say to other apps which families changed."""
    ids = sorted({getattr(one, "pk", one) for one in families if one is not None})
    if ids and not _untold.get():
        families_changed.send(Family, families=ids)


@contextmanager
def untold() -> Iterator[None]:
    """Other apps hear of no change meanwhile: for what is about to be taken back."""
    token = _untold.set(True)
    try:
        yield
    finally:
        _untold.reset(token)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
