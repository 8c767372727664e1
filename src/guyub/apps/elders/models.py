"""Screenings of elders, checks of their pressure and weight, what is told of their days, and referrals.

Only `elders.services` writes. A screening or a check is never changed: a correction is a new one that replaces it, and
both stay. What follows from the answers is not kept: `domain.elders` says it anew. ``village``, ``rw``, ``rt`` say
where the elder lived then; who may see a row is asked of where they live now.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import Referred
from guyub.apps.people.models import Person, Resident, ResidentQuerySet


class OfElderQuerySet(ResidentQuerySet):
    """Rows about an elder, filtered by where they live now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfElderQuerySet":
        """Rows of elders in whose place the person holds a right."""
        return self.filter(elder__in=Person.objects.permitted(user, right).values("pk"))


class OfElder(Resident):
    """What every row about an elder says: whose, of which day, by whom."""

    elder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    day = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfElderQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["elder_id", "day", "pk"]
        indexes = [models.Index(fields=["elder", "day"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class Replaceable(OfElder):
    """A row that a corrected one can replace."""

    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=200, blank=True, help_text="Mengapa diperbaiki")

    class Meta(OfElder.Meta):
        abstract = True


class ElderScreening(Replaceable):
    """Answers to one form. ``version``: of the rule file by which it was asked; ``answers``: value by item."""

    class Form(models.TextChoices):
        SKILAS = "skilas", "SKILAS"
        ADL = "adl", "AKS/ADL"
        MOOD = "gds-4", "GDS-4"
        LOAD = "pengasuh", "Beban pengasuh"

    form = models.CharField(max_length=10, choices=Form.choices)
    version = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)


class ElderCheck(Replaceable):
    """What was measured on one day, in whole grams, millimetres, mmHg and mg/dL; empty where it was not."""

    weight_g = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    waist_mm = models.PositiveIntegerField(null=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    glucose_mg = models.PositiveSmallIntegerField(null=True)
    cholesterol_mg = models.PositiveSmallIntegerField(null=True)


class ElderSituation(OfElder):
    """What is told of an elder's illnesses and days; the latest one counts, empty where it was not asked."""

    conditions = models.JSONField(default=list, help_text="Kode penyakit dari berkas aturan")
    uncontrolled = models.BooleanField(null=True, help_text="Ada penyakit yang belum terkendali")
    limited = models.BooleanField(null=True, help_text="Belanja, masak, uang, atau obat tidak lagi diurus sendiri")


class CarePlan(OfElder):
    """Long-term care of an elder, from ``day`` on: who accompanies, who of the family gives the care, what is done."""

    class Companion(models.TextChoices):
        CADRE = "cadre", "Kader"
        STAFF = "staff", "Petugas kesehatan"
        FAMILY = "family", "Keluarga"

    class Ended(models.TextChoices):
        CHANGED = "changed", "Rencana diganti"
        BETTER = "better", "Membaik, tidak perlu lagi"
        INSTITUTION = "institution", "Dirawat di rumah sakit atau panti"
        MOVED = "moved", "Pindah atau meninggal"

    companion = models.CharField(max_length=6, choices=Companion.choices)
    caregiver = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="cared_for")
    tasks = models.JSONField(default=list, help_text="Kode kegiatan dari berkas aturan")
    every_days = models.PositiveSmallIntegerField(help_text="Dikunjungi tiap sekian hari")
    ended_on = models.DateField(null=True)
    ended = models.CharField(max_length=11, choices=Ended.choices, blank=True)

    class Meta(OfElder.Meta):
        constraints = [
            models.UniqueConstraint(fields=["elder"], condition=Q(ended_on__isnull=True), name="one_care_plan_an_elder")
        ]


class CareVisit(OfElder):
    """A visit under a care plan; ``done``: codes of what was done."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="visits")
    done = models.JSONField(default=list)

    class Meta(OfElder.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="one_care_visit_a_day")]


class ElderReferral(Referred):
    """An elder sent to the puskesmas."""

    class Outcome(models.TextChoices):
        TREATED = "treated", "Diperiksa, ditangani puskesmas"
        CONTROL = "control", "Kontrol rutin"
        HOSPITAL = "hospital", "Dirujuk ke rumah sakit"
        HOME = "home", "Perawatan di rumah"
        WELL = "well", "Diperiksa, tidak ada masalah"
        NOT_COME = "not-come", "Tidak datang"

    elder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="elder_referrals")
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)

    objects = OfElderQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["elder"], condition=Q(answered_on__isnull=True), name="one_open_referral_an_elder"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
