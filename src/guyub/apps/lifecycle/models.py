"""Who came to a post of the life cycle, checks of whom no other form serves, and their referrals.

Only `lifecycle.services` writes. A check is never changed: a correction is a new one that replaces it, and both stay.
What was measured of mothers, small children, young people and elders stays in their own apps; a session reads it there.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import PosyanduDay, Referral, Referred
from guyub.apps.people.models import Person, Resident, ResidentQuerySet

CODE = 12  # letters of a code of the rule file, at the most


class OfPersonQuerySet(ResidentQuerySet):
    """Rows about somebody, filtered by where they live now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfPersonQuerySet":
        """Rows of people in whose place the person holds a right."""
        return self.filter(person__in=Person.objects.permitted(user, right).values("pk"))


class Arrival(models.Model):
    """Somebody at the post on a day: their number in the queue, and what was ticked.

    ``stage``: of life on that day, which says who may see the row. ``came`` false: ticked by mistake; the number stays
    used. ``tuberculosis``: code of the answer; empty: not asked. What was measured stands in the records of the day.
    """

    held = models.ForeignKey(PosyanduDay, on_delete=models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="post_arrivals")
    stage = models.CharField(max_length=CODE)
    number = models.PositiveIntegerField()
    came = models.BooleanField(default=True)
    service = models.BooleanField(default=False, help_text="Mendapat pelayanan kesehatan (langkah 4)")
    education = models.BooleanField(default=False, help_text="Mendapat penyuluhan (langkah 5)")
    tuberculosis = models.CharField(max_length=CODE, blank=True)
    left = models.BooleanField(default=False, help_text="Pulang sebelum dilayani")
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ["held_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["held", "person"], name="somebody_arrives_once_a_session"),
            models.UniqueConstraint(fields=["held", "number"], name="a_number_once_a_session"),
        ]

    def __str__(self) -> str:
        return f"#{self.held_id} {self.number}"


class ArrivalSending(models.Model):
    """One numbered sending of a page of a session: the proof against doubling when it is sent again."""

    held = models.ForeignKey(PosyanduDay, on_delete=models.CASCADE, related_name="arrival_sendings")
    device = models.CharField(max_length=36, help_text="Halaman yang mengirim")
    sequence = models.PositiveIntegerField(help_text="Urutan pada halaman itu")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["held_id", "device", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["held", "device", "sequence"], name="a_sending_of_a_session_counts_once")
        ]

    def __str__(self) -> str:
        return f"#{self.held_id} {self.sequence}"


class StageCheck(Resident):
    """What was measured on one day of an adult, or of a child of 5 to 9 years, in whole units."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stage_checks")
    day = models.DateField()
    weight_g = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    waist_mm = models.PositiveIntegerField(null=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    glucose_mg = models.PositiveSmallIntegerField(null=True, help_text="Gula darah sewaktu, mg/dL")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True, help_text="Mengapa diperbaiki")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "day", "pk"]
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["village", "day"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class StageReferral(Referred):
    """Somebody sent to the puskesmas because of a check; ``reasons`` as "pressure:grade-1"."""

    Outcome = Referral.Outcome

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stage_referrals")
    check_made = models.ForeignKey(StageCheck, on_delete=models.PROTECT, related_name="referrals")
    outcome = models.CharField(max_length=14, choices=Referral.Outcome.choices, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-pk"]
        indexes = [models.Index(fields=["village", "answered_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(answered_on__isnull=True), name="one_open_referral_an_adult"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
