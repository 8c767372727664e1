"""Businesses of families and of members of UPPKA groups: cash book, permits, mentoring, loans, income.

Only `livelihoods.services` writes. Cash, permits and notes are never changed: a correction is a new row that replaces
the former. ``village``, ``rw``, ``rt`` of a business: where its first owner lived when it was registered.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Family, Person, Resident, ResidentQuerySet
from guyub.apps.programmes.models import Group

CODE = 16  # letters of a code of the rule file, at the most


class Business(Resident):
    """One business. ``supplies_kitchen``: whether it supplies the Dashat kitchen; empty: not known."""

    name = models.CharField(max_length=60)
    product = models.CharField(max_length=80)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="businesses")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="businesses")
    since = models.DateField(null=True)
    capital = models.PositiveBigIntegerField(null=True, help_text="Modal awal, rupiah")
    markets = models.JSONField(default=list)
    supplies_kitchen = models.BooleanField(null=True)
    changed_on = models.DateField(null=True, help_text="Hari bahan atau proses terakhir berubah")
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    objects = ResidentQuerySet.as_manager()

    class Meta:
        ordering = ["village_id", "name", "pk"]
        indexes = [models.Index(fields=["village", "rw", "rt"])]

    def __str__(self) -> str:
        return f"#{self.pk}"


class OfBusinessQuerySet(models.QuerySet):
    """Rows of a business, filtered by where it is."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfBusinessQuerySet":
        """Rows of businesses in whose place the person holds a right."""
        return self.filter(business__in=Business.objects.permitted(user, right).values("pk"))


class Owner(models.Model):
    """Someone who runs a business."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="owners")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="businesses")

    class Meta:
        ordering = ["business_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["business", "person"], name="an_owner_once_a_business")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class _OfBusiness(models.Model):
    """Something on record of a business."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfBusinessQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk}"


class CashEntry(_OfBusiness):
    """Money that came in or went out on a day; ``category`` says which. Code of the rule file."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="cash")
    day = models.DateField()
    category = models.CharField(max_length=CODE)
    rupiah = models.PositiveBigIntegerField()
    note = models.CharField(max_length=80, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["business_id", "day", "pk"]
        indexes = [models.Index(fields=["business", "day"])]


class Permit(_OfBusiness):
    """A permit. ``printed_end``: the last day as written on it; empty: the rule says it, or there is no end."""

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="permits")
    kind = models.CharField(max_length=CODE)
    number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField()
    printed_end = models.DateField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["business_id", "kind", "issued_on", "pk"]


class BusinessNote(_OfBusiness):
    """A mentoring visit, how a loan stands, or how the family says its income changed; ``code`` of the rule file.

    ``next_on``: the day of the next visit, if one was agreed on. A correction replaces it as in the book.
    """

    class About(models.TextChoices):
        MENTORING = "mentoring", "Pendampingan"
        LOAN = "loan", "Pinjaman"
        INCOME = "income", "Pendapatan keluarga"

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="notes")
    about = models.CharField(max_length=9, choices=About.choices)
    day = models.DateField()
    code = models.CharField(max_length=CODE)
    rupiah = models.PositiveBigIntegerField(null=True)
    next_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["business_id", "-day", "-pk"]
