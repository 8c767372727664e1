"""Posyandu, their days, and what children measured there. Only `growth.services` writes.

A measurement is never changed: a correction is a new one that replaces it, and both stay. What follows from it
(z-scores, category, N or T) stands in `GrowthState`, which can be made anew at any time.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models_care import CareMark
from guyub.apps.growth.models_eppgbm import EppgbmFile
from guyub.apps.people.models import Person, Resident, ResidentQuerySet
from guyub.apps.people.serving import Serving, ServingQuerySet
from guyub.apps.territory.models import Region

__all__ = [
    "CareMark",
    "DaySending",
    "EppgbmFile",
    "GrowthState",
    "Measurement",
    "Posyandu",
    "PosyanduDay",
    "Referral",
]


class PosyanduDayQuerySet(models.QuerySet):
    """Posyandu days, filtered by territory and role."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "PosyanduDayQuerySet":
        """Days of posyandu that serve a place in which, or in a part of which, the person holds a right."""
        return self.filter(posyandu__in=Posyandu.objects.permitted(user, right))


class Posyandu(Serving):
    """A post of a village where children are weighed every month, and which RW it serves (all, where none is named)."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="posyandu")
    name = models.CharField(max_length=60)
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = ServingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "posyandu"
        ordering = ["village_id", "name"]
        constraints = [models.UniqueConstraint(fields=["village", "name"], name="posyandu_of_a_village_have_names")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.name}"


class PosyanduDay(models.Model):
    """One day on which a posyandu is held."""

    posyandu = models.ForeignKey(Posyandu, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    closed_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = PosyanduDayQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["posyandu", "day"], name="one_posyandu_a_day")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class Measurement(Resident):
    """What was measured of one child on one day, in whole units. `village`, `rw`, `rt`: where it lived then."""

    class Source(models.TextChoices):
        POSYANDU = "posyandu", "Posyandu"
        PUSKESMAS = "puskesmas", "Puskesmas"
        FILE = "file", "Berkas"

    class Posture(models.TextChoices):
        LYING = "l", "Telentang"
        STANDING = "h", "Berdiri"

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="measurements")
    held = models.ForeignKey(PosyanduDay, on_delete=models.PROTECT, null=True, related_name="measurements")
    day = models.DateField()
    weight_g = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    head_mm = models.PositiveIntegerField(null=True)
    arm_mm = models.PositiveIntegerField(null=True)
    posture = models.CharField(max_length=1, choices=Posture.choices, blank=True)
    oedema = models.BooleanField(default=False)
    source = models.CharField(max_length=9, choices=Source.choices)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=200, blank=True, help_text="Mengapa diperbaiki")
    measured_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ResidentQuerySet.as_manager()

    class Meta:
        ordering = ["child_id", "day", "pk"]
        indexes = [
            models.Index(fields=["child", "day"]),
            models.Index(fields=["village", "day"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight_g__isnull=False)
                | Q(height_mm__isnull=False)
                | Q(head_mm__isnull=False)
                | Q(arm_mm__isnull=False)
                | Q(oedema=True),
                name="a_measurement_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class DaySending(models.Model):
    """One numbered sending of a page of a posyandu day: the proof against doubling when it is sent again.

    ``measurement`` is empty where the sending could not be used, and its number was used up.
    """

    held = models.ForeignKey(PosyanduDay, on_delete=models.CASCADE, related_name="sendings")
    device = models.CharField(max_length=36, help_text="Halaman yang mengirim")
    sequence = models.PositiveIntegerField(help_text="Urutan pada halaman itu")
    measurement = models.OneToOneField(Measurement, on_delete=models.CASCADE, null=True, related_name="sending")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["held_id", "device", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["held", "device", "sequence"], name="a_sending_of_a_day_counts_once")
        ]

    def __str__(self) -> str:
        return f"#{self.held_id} {self.sequence}"


class GrowthState(Resident):
    """What follows from a measurement that was not replaced. Z-scores in hundredths; empty with the reason why.

    ``latest``: no later measurement of this child counts.
    """

    measurement = models.OneToOneField(Measurement, on_delete=models.CASCADE, primary_key=True, related_name="state")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="growth")
    day = models.DateField()
    age_days = models.IntegerField(null=True)
    months = models.IntegerField(null=True)
    wfa = models.IntegerField(null=True)
    hfa = models.IntegerField(null=True)
    wfh = models.IntegerField(null=True)
    bfa = models.IntegerField(null=True)
    hcfa = models.IntegerField(null=True)
    acfa = models.IntegerField(null=True)
    flagged = models.JSONField(default=list, help_text="Indikator yang tidak masuk akal")
    reasons = models.JSONField(default=dict, help_text="Indikator → sebab kosong")
    gain = models.CharField(max_length=1, blank=True, help_text="N, T, O, B; kosong tanpa penimbangan")
    gain_g = models.IntegerField(null=True)
    least_gain_g = models.IntegerField(null=True)
    t_in_a_row = models.PositiveSmallIntegerField(default=0)
    below_red = models.BooleanField(default=False)
    acute = models.CharField(max_length=8, blank=True, help_text="none, moderate, severe; kosong bila tidak diketahui")
    refer = models.JSONField(default=list, help_text="Alasan dirujuk")
    stunting_chance = models.PositiveSmallIntegerField(
        null=True, help_text="Persen; hanya pada pengukuran terakhir anak yang belum pendek"
    )
    rules = models.CharField(max_length=160, help_text="Standar dan aturan, dengan versinya")
    latest = models.BooleanField(default=False)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        ordering = ["child_id", "day", "pk"]
        indexes = [
            models.Index(fields=["village", "latest", "rw"]),
            models.Index(fields=["village", "day"]),
            models.Index(fields=["child", "day"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Referred(Resident):
    """Someone sent to the puskesmas, and what came of it; in the place where they lived then.

    Whoever derives from it says who, and which outcomes there are.
    """

    reasons = models.JSONField(default=list, help_text="Kode alasan dari berkas aturan")
    referred_on = models.DateField()
    due_on = models.DateField(help_text="Hari jawaban ditunggu")
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=14, blank=True)
    note = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Referral(Referred):
    """A child sent to the puskesmas because of a measurement."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Dipastikan, ditangani puskesmas"
        TREATED = "treated", "Ditangani di posyandu (PMT, konseling)"
        HOSPITAL = "hospital", "Dirujuk ke rumah sakit"
        WELL = "well", "Diperiksa, tidak ada masalah"
        MEASURED_WRONG = "measured-wrong", "Diukur ulang, pengukurannya keliru"
        NOT_COME = "not-come", "Tidak datang"

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="referrals")
    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="referrals")
    reasons = models.JSONField(default=list, help_text="Kode alasan, seperti pada keadaan pengukuran")
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-pk"]
        indexes = [models.Index(fields=["village", "answered_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(answered_on__isnull=True), name="one_open_referral_a_child"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
