"""The ministry's quick-win programmes: foster-parent aid, activities of fathers, day cares.

Only `quickwins.services` writes. What elders, measurements and groups say stands in their own apps and is counted
there.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Family, Person, Resident, ResidentQuerySet
from guyub.apps.territory.models import Region

CODE = 12  # letters of a code of the rule file, at the most


class Donor(models.Model):
    """A foster parent (orang tua asuh) of a village."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="foster_parents")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=CODE)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["village_id", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["village", "name"], name="foster_parents_of_a_village_differ")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class OfFamilyQuerySet(ResidentQuerySet):
    """Rows about a family, filtered by where it lives now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfFamilyQuerySet":
        """Rows of families in whose place the person holds a right."""
        return self.filter(family__in=Family.objects.permitted(user, right).values("pk"))


class FosterAid(Resident):
    """Aid of a foster parent to a family at risk of stunting, or to one of it. ``rupiah``: planned for all of it.

    ``person``: the child or mother who is given food; empty where it is for the family.
    """

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="aids")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="foster_aids")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="foster_aids")
    package = models.CharField(max_length=CODE)
    rupiah = models.PositiveBigIntegerField()
    since = models.DateField()
    until = models.DateField(help_text="Hari terakhir menurut rencana")
    ended_on = models.DateField(null=True)
    ended = models.CharField(max_length=CODE, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = OfFamilyQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["village", "ended_on", "since"])]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="foster_aid_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["donor", "family", "package"],
                condition=Q(ended_on__isnull=True),
                name="one_running_aid_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AidDelivery(models.Model):
    """What was handed over on a day: food for so many days (0 for other aid), worth so much."""

    aid = models.ForeignKey(FosterAid, on_delete=models.CASCADE, related_name="deliveries")
    day = models.DateField()
    days = models.PositiveSmallIntegerField(default=0)
    rupiah = models.PositiveBigIntegerField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["aid_id", "day"]
        constraints = [models.UniqueConstraint(fields=["aid", "day"], name="one_delivery_a_day")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class FatherActivity(models.Model):
    """An activity of GATI on a day, through a channel, and how many it reached."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="father_activities")
    day = models.DateField()
    channel = models.CharField(max_length=CODE)
    fathers = models.PositiveSmallIntegerField(default=0)
    boys = models.PositiveSmallIntegerField(default=0)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name_plural = "father activities"
        indexes = [models.Index(fields=["village", "day"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class DayCare(models.Model):
    """A day care (TPA) of TAMASYA, with its carers and how many of them are trained."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="day_cares")
    name = models.CharField(max_length=80)
    base = models.CharField(max_length=CODE)
    carers = models.PositiveSmallIntegerField()
    trained = models.PositiveSmallIntegerField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["village_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["village", "name"], name="day_cares_of_a_village_differ"),
            models.CheckConstraint(condition=Q(trained__lte=F("carers")), name="no_more_trained_than_carers"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DayCareChild(models.Model):
    """A child at a day care, from when to when."""

    day_care = models.ForeignKey(DayCare, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="day_cares")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["day_care_id", "since", "pk"]
        verbose_name_plural = "day care children"
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(until__isnull=True), name="one_day_care_at_a_time")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
