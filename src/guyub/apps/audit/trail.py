"""Add to the audit trail, and check that nobody changed it."""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.audit.models import SITE, AuditEntry, AuditHead
from guyub.apps.inserting import insert_rows, new_row

HASHED = ("chain", "sequence", "at", "actor_id", "action", "subject", "details", "previous_hash")
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Act:
    """One thing to put on the trail. ``details``: codes and counts only, never a name or a number of identity."""

    action: str
    subject: str = ""
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class TrailProblem:
    """A place where the trail does not hold together. ``reason``: changed, gap, or cut."""

    chain: str
    sequence: int
    reason: str


def note(actor: Actor, action: str, *, chain: str = SITE, subject: str = "", **details: Any) -> AuditEntry:
    """Put one act on the trail of a village (its code) or of the site, in the caller's transaction."""
    return note_many(actor, chain, [Act(action, subject, details)])[0]


@transaction.atomic
def note_many(actor: Actor, chain: str, acts: Iterable[Act]) -> list[AuditEntry]:
    """Put several acts on one chain. The chain's end is locked until the transaction is over."""
    head = hold(chain)
    user, now, entries = person(actor), timezone.now(), []
    for act in acts:
        entry = new_row(
            AuditEntry,
            chain=chain,
            sequence=head.sequence + 1,
            at=now,
            actor_id=user.pk if user else None,
            action=act.action,
            subject=act.subject,
            details=dict(act.details or {}),
            previous_hash=head.hash,
        )
        entry.hash = fingerprint(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
        entries.append(entry)
    insert_rows(AuditEntry, entries)
    head.save()
    return entries


def hold(chain: str) -> AuditHead:
    """Lock the end of a chain until the transaction is over, for what only one at a time may look for and write."""
    AuditHead.objects.get_or_create(chain=chain)
    return AuditHead.objects.select_for_update().get(chain=chain)


def verify(chain: str | None = None, noted: Mapping[str, tuple[int, str]] | None = None) -> Iterator[TrailProblem]:
    """Problems of one chain, or of all: a changed entry, a gap, an end that was cut off.

    ``noted``: for some chains, number and hash of an entry as `ends` gave them earlier. Who owns the database can take
    the latest entries away and move the end back; only what was noted elsewhere shows that.
    """
    noted = noted or {}
    heads = {head.chain: head for head in AuditHead.objects.all() if chain in (None, head.chain)}
    entries = AuditEntry.objects.all() if chain is None else AuditEntry.objects.filter(chain=chain)
    last: dict[str, tuple[int, str]] = {}
    for entry in entries.order_by("chain", "sequence").iterator():
        number, previous = last.get(entry.chain, (0, ""))
        if entry.sequence != number + 1 or entry.previous_hash != previous:
            yield TrailProblem(entry.chain, entry.sequence, "gap")
        known = noted.get(entry.chain)
        differs = known is not None and known[0] == entry.sequence and known[1] != entry.hash
        if differs or not hmac.compare_digest(entry.hash, fingerprint(entry)):
            yield TrailProblem(entry.chain, entry.sequence, "changed")
        last[entry.chain] = (entry.sequence, entry.hash)
    named = {name for name in noted if chain in (None, name)}
    for name in sorted(heads.keys() | last.keys() | named):
        end, head = last.get(name, (0, "")), heads.get(name)
        if head is None or (head.sequence, head.hash) != end or end[0] < noted.get(name, (0, ""))[0]:
            yield TrailProblem(name, end[0], "cut")


def ends() -> dict[str, tuple[int, str]]:
    """Number and hash of the last entry of every chain, to be kept elsewhere and given to `verify` later."""
    return {head.chain: (head.sequence, head.hash) for head in AuditHead.objects.order_by("chain")}


def fingerprint(entry: AuditEntry) -> str:
    """Keyed fingerprint of an entry: without the key, which is not in the database, nobody can make one that fits."""
    values = {name: getattr(entry, name) for name in HASHED}
    values["at"] = entry.at.astimezone(UTC).isoformat()
    text = _ENCODER.encode(values)
    return hmac.digest(settings.SNAPSHOT_KEY.encode(), b"audit\0" + text.encode(), "sha256").hex()
