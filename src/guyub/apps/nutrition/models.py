"""Rounds of local supplementary food (PMT) and what was eaten in them. Only `nutrition.services` writes.

Weights are no part of it: a child's are the measurements of `growth`, a mother's her checks in `mothers`. ``village``,
``rw``, ``rt`` say where somebody lived when a round began; who may see it is asked of where they live now.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guyub.apps.nutrition.models_days import KitchenDay, KitchenPortion, KitchenSending
from guyub.apps.nutrition.models_kitchen import KitchenGuest, MarketPrice, MenuWeek
from guyub.apps.nutrition.models_visits import PmtVisit
from guyub.apps.nutrition.querysets import CODE, OfPersonQuerySet
from guyub.apps.people.models import Person, Resident

__all__ = [
    "KitchenDay",
    "KitchenGuest",
    "KitchenPortion",
    "KitchenSending",
    "MarketPrice",
    "MenuWeek",
    "PmtRound",
    "PmtServing",
    "PmtVisit",
]


class PmtRound(Resident):
    """Somebody is given local supplementary food for so many days; category, edition and outcome as in pmt.yaml."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pmt_rounds")
    category = models.CharField(max_length=CODE)
    edition = models.CharField(max_length=CODE)
    begun = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="Hari yang direncanakan")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=CODE, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-begun", "-pk"]
        indexes = [models.Index(fields=["village", "ended_on", "begun"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="one_pmt_round_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="a_pmt_round_ends_in_something",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.category}"


class PmtServing(models.Model):
    """One day's serving of a round. It is never changed: a correction is a new one that counts instead.

    ``eaten``: quarters; None where nobody asked. ``reason``: why not all of it, a code of pmt.yaml.
    """

    round = models.ForeignKey(PmtRound, on_delete=models.PROTECT, related_name="servings")
    day = models.DateField()
    eaten = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=CODE, blank=True)
    counts = models.BooleanField(default=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "day"], condition=Q(counts=True), name="a_pmt_serving_counts_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(eaten__isnull=True) | Q(eaten__lte=4), name="a_serving_has_four_quarters"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.round_id} {self.day:%Y-%m-%d}"
