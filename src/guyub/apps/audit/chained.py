"""Ledgers: append-only rows, each sealed over itself and the row before it in its chain.

The audit trail says who did what to a subject; a ledger is the subject's own record (a commitment, a proof, an entry of
a cycle), from which its present state can be told anew. The seal needs a key that is not in the database.
"""

from collections.abc import Iterator
from typing import ClassVar, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person
from guyub.apps.audit.append_only import AppendOnlyModel
from guyub.apps.audit.hash_chain import Problem, link, problems, seal


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
        row.chain, row.at, row.actor = chain, now, user
        head.sequence, head.hash = link(row, (head.sequence, head.hash), fingerprint)
        row.save(force_insert=True)
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


def verify(ledger: type[LedgerRow], chain: str | None = None) -> Iterator[Problem]:
    """Problems of one chain of a ledger, or of all: a changed row, a gap, an end that was cut off."""
    label = f"{ledger._meta.label_lower}:"
    rows, heads = ledger.objects.all(), LedgerHead.objects.filter(name__startswith=label)
    if chain is not None:
        rows, heads = rows.filter(chain=chain), heads.filter(name=f"{label}{chain}")
    return problems(
        rows.order_by("chain", "sequence").iterator(),
        chain_of=lambda row: row.chain,
        seal_of=fingerprint,
        heads={head.name.removeprefix(label): (head.sequence, head.hash) for head in heads},
    )


def fingerprint(row: LedgerRow) -> str:
    """The seal that a row should have."""
    names = ("chain", "sequence", "at", "actor_id", "previous_hash", *row.SEALED)
    return seal(f"ledger\0{row._meta.label_lower}\0", {name: getattr(row, name) for name in names})
