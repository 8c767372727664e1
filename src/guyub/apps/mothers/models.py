"""Pregnancies, checks of mothers, and births. Only `mothers.services` writes.

A check is never changed: a correction is a new one that replaces it, and both stay. What follows from the figures is
not kept: `domain.mothers` says it anew. ``village``, ``rw``, ``rt`` say where the mother lived then; who may see a row
is asked of where she lives now, so that whoever accompanies her has all of it.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import PosyanduDay
from guyub.apps.people.models import Person, Resident, ResidentQuerySet


class OfMotherQuerySet(ResidentQuerySet):
    """Rows about a mother, filtered by where she lives now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfMotherQuerySet":
        """Rows of mothers in whose place the person holds a right."""
        return self.filter(mother__in=Person.objects.permitted(user, right).values("pk"))


class Pregnancy(Resident):
    """One pregnancy of a mother, from the day it was noted until it ended."""

    class Dated(models.TextChoices):
        LAST_PERIOD = "last-period", "Hari pertama haid terakhir (HPHT)"
        DUE = "due", "Hari perkiraan lahir (HPL)"

    class Outcome(models.TextChoices):
        BIRTH = "birth", "Lahir hidup"
        STILLBIRTH = "stillbirth", "Lahir mati"
        MISCARRIAGE = "miscarriage", "Keguguran"
        MOVED = "moved", "Pindah, tidak diikuti lagi"
        MISTAKE = "mistake", "Salah catat"

    mother = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pregnancies")
    dated = models.CharField(max_length=11, choices=Dated.choices)
    dated_on = models.DateField(help_text="Hari yang disebut: HPHT atau HPL")
    due_on = models.DateField(help_text="Hari perkiraan lahir")
    gravida = models.PositiveSmallIntegerField(null=True, help_text="Kehamilan yang keberapa")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfMotherQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pregnancies"
        ordering = ["-due_on", "-pk"]
        indexes = [models.Index(fields=["village", "ended_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["mother"], condition=Q(ended_on__isnull=True), name="one_pregnancy_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="a_pregnancy_ends_in_something",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class MotherCheck(Resident):
    """What was measured, given and asked of a mother on one day, in whole units. Without a pregnancy: after birth.

    ``visit``: which of the visits K1–K6 it was, or after birth KF1–KF4; empty where none.
    """

    mother = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mother_checks")
    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.PROTECT, null=True, related_name="checks")
    held = models.ForeignKey(PosyanduDay, on_delete=models.PROTECT, null=True, related_name="mother_checks")
    day = models.DateField()
    weight_g = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    arm_mm = models.PositiveIntegerField(null=True)
    hb_tenths = models.PositiveSmallIntegerField(null=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    tablets_received = models.PositiveSmallIntegerField(null=True)
    tablets_taken = models.PositiveSmallIntegerField(null=True)
    visit = models.PositiveSmallIntegerField(null=True)
    breastfeeding = models.BooleanField(null=True, help_text="Bayi hanya diberi ASI")
    vitamin_a = models.BooleanField(null=True, help_text="Vitamin A ibu nifas diberikan")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True, help_text="Mengapa diperbaiki")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfMotherQuerySet.as_manager()

    class Meta:
        ordering = ["mother_id", "day", "pk"]
        indexes = [models.Index(fields=["mother", "day"]), models.Index(fields=["village", "day"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class BirthQuerySet(ResidentQuerySet):
    """Births, filtered by where the mother lives now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "BirthQuerySet":
        """Births of mothers in whose place the person holds a right."""
        return self.filter(pregnancy__mother__in=Person.objects.permitted(user, right).values("pk"))


class Birth(Resident):
    """One child born of a pregnancy, twins in a row each. ``child`` is empty until it is on the registry."""

    class Venue(models.TextChoices):
        HOSPITAL = "hospital", "Rumah sakit"
        PUSKESMAS = "puskesmas", "Puskesmas"
        MIDWIFE = "midwife", "Klinik atau praktik bidan"
        HOME = "home", "Rumah"
        OTHER = "other", "Lainnya"

    class Helper(models.TextChoices):
        DOCTOR = "doctor", "Dokter"
        MIDWIFE = "midwife", "Bidan"
        TRADITIONAL = "traditional", "Dukun (paraji)"
        OTHER = "other", "Lainnya"

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.PROTECT, related_name="births")
    child = models.OneToOneField(Person, on_delete=models.SET_NULL, null=True, related_name="birth_facts")
    day = models.DateField()
    weight_g = models.PositiveIntegerField(null=True)
    length_mm = models.PositiveIntegerField(null=True)
    weeks = models.PositiveSmallIntegerField(null=True, help_text="Lahir pada minggu kehamilan")
    venue = models.CharField(max_length=9, choices=Venue.choices, blank=True)
    helper = models.CharField(max_length=11, choices=Helper.choices, blank=True)
    early_breastfeeding = models.BooleanField(null=True, help_text="Inisiasi menyusu dini (IMD)")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = BirthQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"
