"""A village's Dashat kitchen: prices, who is given a portion, weeks of dishes. Only `nutrition.services` writes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guyub.apps.nutrition.querysets import CODE, OfPersonQuerySet
from guyub.apps.people.models import Person, Resident
from guyub.apps.territory.models import Region


class MarketPrice(models.Model):
    """What a kilogram of a food as bought costs in a month on a market of a village, in rupiah."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="market_prices")
    market = models.CharField(max_length=60)
    month = models.DateField(help_text="Hari pertama bulannya")
    food = models.CharField(max_length=CODE)
    rupiah_per_kg = models.PositiveIntegerField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["village_id", "food", "-month", "market"]
        constraints = [
            models.UniqueConstraint(fields=["village", "market", "month", "food"], name="one_price_a_market_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.food} {self.month:%Y-%m}"


class KitchenGuest(Resident):
    """Somebody who is given a portion: why, and until when. ``avoided``: allergens. `village`: whose kitchen."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kitchen_guests")
    reason = models.CharField(max_length=CODE)
    since = models.DateField()
    until = models.DateField(help_text="Hari terakhir")
    avoided = models.JSONField(default=list)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    ended_on = models.DateField(null=True, help_text="Diakhiri lebih awal, mulai hari ini tidak lagi")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["village_id", "rw", "rt", "pk"]
        indexes = [models.Index(fields=["village", "ended_on", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="a_guest_is_chosen_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.reason}"


class MenuWeek(models.Model):
    """A computed week: what it was computed from, and what came out. Of several of one week the last one counts.

    ``days``: codes of dishes by day; ``measures``: [group, day, dish, measures]; ``cost`` and ``bound`` in thousandths
    of a rupiah; ``shortfalls``: what cannot be kept; ``binding``: what the cost hangs on. ``rules``: file → version.
    ``free_cost``: what was found for the same people with nothing avoided. ``beside``: everybody else's week, where
    this one is a menu apart for those who may not eat something.
    """

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="menu_weeks")
    monday = models.DateField()
    people = models.JSONField(default=dict)
    prices = models.JSONField(default=dict)
    made_up = models.PositiveSmallIntegerField(default=0, help_text="Berapa harga yang dibuat-buat")
    stock = models.JSONField(default=dict)
    avoided = models.JSONField(default=dict)
    days = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    cost = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(default=0)
    free_cost = models.BigIntegerField(null=True)
    beside = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="apart")
    impossible = models.BooleanField(default=False)
    shortfalls = models.JSONField(default=list)
    binding = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["village_id", "-monday", "-pk"]
        indexes = [models.Index(fields=["village", "monday"])]

    def __str__(self) -> str:
        return f"{self.village_id} {self.monday:%Y-%m-%d}"
