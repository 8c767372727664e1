"""Plans of field visits: every version is kept, with what it was made from, what came out, and who made it.

A module of its own, loaded by `models`: names of other models stand as texts here.
"""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit.append_only import AppendOnlyQuerySet
from guyub.apps.audit.chained import LedgerRow


class VisitPlanQuerySet(AppendOnlyQuerySet):
    """Versions of plans, by who may read all of them."""

    def visible_to(self, user: User | AnonymousUser | None) -> "VisitPlanQuerySet":
        """All versions for who runs the cycle; published ones for the panel. Villages see their own visit only.

        See `guyub.apps.appraisal.services.visits.own_visit` for these.
        """
        if user is None or not user.is_authenticated:
            return self.none()
        run = VisitPlan.objects.filter(scope_of(user).rows(Right.RUN_CYCLES, "cycle__region__code"))
        seated = VisitPlan.objects.filter(published=True, cycle__seats__user=user.pk, cycle__seats__active=True)
        # Each by itself: a filter that lets everything through would vanish from an "or".
        return self.filter(Q(pk__in=run.values("pk")) | Q(pk__in=seated.values("pk")))


class VisitPlan(LedgerRow):
    """One version of a cycle's plan. Chain: the cycle's code; the number in it is the version."""

    SEALED = ("cycle_id", "kind", "inputs", "result", "published", "moved", "note")

    class Kind(models.TextChoices):
        MADE = "made", "Disusun"
        CHOSEN = "chosen", "Pilihan lain dipakai"
        REPLANNED = "replanned", "Disusun ulang"
        PUBLISHED = "published", "Diterbitkan"

    cycle = models.ForeignKey("appraisal.Cycle", on_delete=models.PROTECT, related_name="visit_plans")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    inputs = models.JSONField(help_text="Desa, tim, hari, dan aturan yang dipakai")
    result = models.JSONField(help_text="Rencana beserta bukti dan pilihan lain")
    published = models.BooleanField(default=False)
    moved = models.JSONField(default=list, help_text="Desa yang berpindah hari atau tim")
    note = models.CharField(max_length=200, blank=True)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        app_label = "appraisal"
        verbose_name = "visit plan"
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="visit_plans_are_numbered")]
        indexes = [models.Index(fields=["cycle", "published"])]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"
