"""Add to the audit trail, and check that nobody changed it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.audit.hash_chain import End, Problem, link, problems, seal
from guyub.apps.audit.models import SITE, AuditEntry, AuditHead
from guyub.apps.inserting import insert_rows, new_row

HASHED = ("chain", "sequence", "at", "actor_id", "action", "subject", "details", "previous_hash")


@dataclass(frozen=True)
class Act:
    """One thing to put on the trail. ``details``: codes and counts only, never a name or a number of identity."""

    action: str
    subject: str = ""
    details: Mapping[str, Any] | None = None


def note(actor: Actor, action: str, *, chain: str = SITE, subject: str = "", **details: Any) -> AuditEntry:
    """Put one act on the trail of a village (its code) or of the site, in the caller's transaction."""
    return note_many(actor, chain, [Act(action, subject, details)])[0]


@transaction.atomic(savepoint=False)  # an act without its entry must not stay
def note_many(actor: Actor, chain: str, acts: Iterable[Act]) -> list[AuditEntry]:
    """Put several acts on one chain. The chain's end is locked until the transaction is over."""
    head = hold(chain)
    user, now, entries = person(actor), timezone.now(), []
    for act in acts:
        entry = new_row(
            AuditEntry,
            chain=chain,
            at=now,
            actor_id=user.pk if user else None,
            action=act.action,
            subject=act.subject,
            details=dict(act.details or {}),
        )
        head.sequence, head.hash = link(entry, (head.sequence, head.hash), fingerprint)
        entries.append(entry)
    insert_rows(AuditEntry, entries)
    head.save()
    return entries


def hold(chain: str) -> AuditHead:
    """Lock the end of a chain until the transaction is over, for what only one at a time may look for and write."""
    heads = AuditHead.objects.select_for_update()
    head = heads.filter(chain=chain).first()
    if head is None:
        AuditHead.objects.get_or_create(chain=chain)
        head = heads.get(chain=chain)
    return head


def verify(chain: str | None = None, noted: Mapping[str, End] | None = None) -> Iterator[Problem]:
    """Problems of one chain, or of all: a changed entry, a gap, an end that was cut off.

    Args:
        chain: A village's code, or the site; None: all.
        noted: For some chains, number and seal of an entry as `ends` gave them earlier (see `hash_chain.problems`).
    """
    entries, heads = AuditEntry.objects.all(), AuditHead.objects.all()
    if chain is not None:
        entries, heads = entries.filter(chain=chain), heads.filter(chain=chain)
    return problems(
        entries.order_by("chain", "sequence").iterator(),
        chain_of=lambda entry: entry.chain,
        seal_of=fingerprint,
        heads={head.chain: (head.sequence, head.hash) for head in heads},
        noted={name: dict([end]) for name, end in (noted or {}).items() if chain in (None, name)},
    )


def ends() -> dict[str, End]:
    """Number and hash of the last entry of every chain, to be kept elsewhere and given to `verify` later."""
    return {head.chain: (head.sequence, head.hash) for head in AuditHead.objects.order_by("chain")}


def fingerprint(entry: AuditEntry) -> str:
    """The seal that an entry should have."""
    return seal("audit\0", {name: getattr(entry, name) for name in HASHED})
