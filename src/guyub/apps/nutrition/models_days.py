"""Days on which a kitchen hands out portions, and who got one. Only `nutrition.services` writes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guyub.apps.nutrition.models_kitchen import KitchenGuest
from guyub.apps.nutrition.querysets import CODE
from guyub.apps.territory.models import Region


class KitchenDay(models.Model):
    """One day of a village's kitchen. ``fund``, ``safety``: codes of running.yaml. What is sold is apart from portions.

    ``cost``: rupiah of everything cooked that day; empty: not known.
    """

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="kitchen_days")
    day = models.DateField()
    fund = models.CharField(max_length=CODE, blank=True)
    safety = models.JSONField(default=list, help_text="Yang sudah diperiksa")
    cost = models.PositiveIntegerField(null=True)
    sold = models.PositiveSmallIntegerField(default=0, help_text="Porsi yang dijual, di luar yang dibagikan")
    income = models.PositiveIntegerField(null=True, help_text="Rupiah dari penjualan")
    closed_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["village_id", "-day"]
        constraints = [models.UniqueConstraint(fields=["village", "day"], name="one_kitchen_day_a_day")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.day:%Y-%m-%d}"


class KitchenPortion(models.Model):
    """Whether somebody got a portion, and what was eaten. Without a row: not ticked.

    ``eaten``: quarters; None where nobody asked. ``reason``: why not all of it, or why none was given; of pmt.yaml.
    """

    held = models.ForeignKey(KitchenDay, on_delete=models.CASCADE, related_name="portions")
    guest = models.ForeignKey(KitchenGuest, on_delete=models.CASCADE, related_name="portions")
    given = models.BooleanField()
    eaten = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=CODE, blank=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ["held_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["held", "guest"], name="a_guest_is_ticked_once_a_day"),
            models.CheckConstraint(
                condition=Q(eaten__isnull=True) | Q(given=True, eaten__lte=4), name="only_a_given_portion_is_eaten"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.held_id} {self.guest_id} {int(self.given)}"


class KitchenSending(models.Model):
    """One numbered sending of a page of a kitchen day: the proof against doubling when it is sent again."""

    held = models.ForeignKey(KitchenDay, on_delete=models.CASCADE, related_name="sendings")
    device = models.CharField(max_length=36, help_text="Halaman yang mengirim")
    sequence = models.PositiveIntegerField(help_text="Urutan pada halaman itu")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["held_id", "device", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["held", "device", "sequence"], name="a_sending_of_a_kitchen_counts_once")
        ]

    def __str__(self) -> str:
        return f"#{self.held_id} {self.sequence}"
