"""Ledgers: append-only rows, each sealed over itself and the row before it in its chain.

The audit trail says who did what to a subject; a ledger is the subject's own record (a commitment, a proof, an entry of
a cycle), from which its present state can be told anew. The seal needs a key that is not in the database.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.audit.append_only import AppendOnlyModel


class LedgerHead(models.Model):
    """The end of one chain of one ledger; locked while a row is added, a second witness when it is verified."""

    name = models.CharField(max_length=100, primary_key=True, help_text="Tabel dan rantai, mis. evidence.event:17")
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.name} #{self.sequence}"


class LedgerRow(AppendOnlyModel):
    """Base of a ledger's rows. A subclass names in ``SEALED`` its own columns that the seal covers."""

    SEALED: ClassVar[tuple[str, ...]] = ()

    chain = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=LedgerRow)


@dataclass(frozen=True)
class LedgerProblem:
    """A place where a ledger does not hold together. ``reason``: changed, gap, or cut."""

    ledger: str
    chain: str
    sequence: int
    reason: str


@transaction.atomic
def append(actor: Actor, chain: str, *rows: Row) -> list[Row]:
    """Number, seal and store rows at the end of a chain, which stays locked until the transaction is over.

    Args:
        actor: Who is put on record.
        chain: Name of the chain within the ledger, usually the key of what the rows are about.
        rows: New rows of one ledger, in order; their chain, number, time, actor and seal are filled in here.
    """
    head = hold(type(rows[0]), chain)
    now, user = timezone.now(), person(actor)
    for row in rows:
        row.chain, row.sequence, row.at, row.actor = chain, head.sequence + 1, now, user
        row.previous_hash = head.hash
        row.hash = fingerprint(row)
        row.save(force_insert=True)
        head.sequence, head.hash = row.sequence, row.hash
    head.save()
    return list(rows)


def hold(ledger: type[LedgerRow], chain: str) -> LedgerHead:
    """Lock the end of a chain until the transaction is over."""
    name = f"{ledger._meta.label_lower}:{chain}"
    LedgerHead.objects.get_or_create(name=name)
    return LedgerHead.objects.select_for_update().get(name=name)


def ledgers() -> list[type[LedgerRow]]:
    """All ledgers of the site."""
    return [model for model in apps.get_models() if issubclass(model, LedgerRow)]


def verify(ledger: type[LedgerRow], chain: str | None = None) -> Iterator[LedgerProblem]:
    """Problems of one chain of a ledger, or of all: a changed row, a gap, an end that was cut off."""
    label = ledger._meta.label_lower
    rows = ledger.objects.order_by("chain", "sequence")
    rows = rows if chain is None else rows.filter(chain=chain)
    last: dict[str, tuple[int, str]] = {}
    for row in rows.iterator():
        number, previous = last.get(row.chain, (0, ""))
        if row.sequence != number + 1 or row.previous_hash != previous:
            yield LedgerProblem(label, row.chain, row.sequence, "gap")
        if not hmac.compare_digest(row.hash, fingerprint(row)):
            yield LedgerProblem(label, row.chain, row.sequence, "changed")
        last[row.chain] = (row.sequence, row.hash)
    wanted = f"{label}:" if chain is None else f"{label}:{chain}"
    heads = {
        head.name.removeprefix(f"{label}:"): (head.sequence, head.hash)
        for head in LedgerHead.objects.filter(name__startswith=wanted)
        if chain is None or head.name == wanted
    }
    for name in sorted(heads.keys() | last.keys()):
        end = last.get(name, (0, ""))
        if heads.get(name) != end:
            yield LedgerProblem(label, name, end[0], "cut")


def fingerprint(row: LedgerRow) -> str:
    """Keyed fingerprint of a row: without the key, which is not in the database, nobody can make one that fits."""
    names = ("chain", "sequence", "at", "actor_id", "previous_hash", *row.SEALED)
    content = {name: _plain(getattr(row, name)) for name in names}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    message = f"ledger\0{row._meta.label_lower}\0{text}".encode()
    return hmac.digest(settings.SNAPSHOT_KEY.encode(), message, "sha256").hex()


def _plain(value: Any) -> Any:
    """The same text before a row is stored and after it is read back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
