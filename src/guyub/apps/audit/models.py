"""The audit trail: one chain a village (and one for the site), each entry sealed over itself and the one before."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet
from guyub.apps.audit.chained import LedgerHead as LedgerHead

SITE = "site"  # chain of what belongs to no village


class AuditQuerySet(AppendOnlyQuerySet):
    """Entries, filtered by territory."""

    def visible_to(self, user: User | AnonymousUser | None) -> "AuditQuerySet":
        """Entries of places in which the person may read the trail."""
        return self.filter(scope_of(user).rows(Right.AUDIT, "chain"))


class AuditEntry(AppendOnlyModel):
    """One thing that someone did. ``details`` hold codes and counts, never a name, a NIK or a KK number."""

    chain = models.CharField(max_length=13, help_text="Kode kelurahan/desa, atau 'site'")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True, help_text="Jenis dan kode, mis. person:P7K2…")
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "audit entry"
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_entries_are_numbered")]
        indexes = [
            models.Index(fields=["chain", "at"]),
            models.Index(fields=["at"]),
            models.Index(fields=["subject"]),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.action}"


class AuditHead(models.Model):
    """The end of a chain; locked while an entry is added, and a second witness when the chain is verified."""

    chain = models.CharField(max_length=13, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"
