"""Checks of young people, referrals to the puskesmas, confidential interviews. Only `youth.services` writes.

A check is never changed: a correction is a new one that replaces it, and both stay. What follows from the figures is
not kept: `domain.youth` says it anew. ``village``, ``rw``, ``rt`` say where the young person lived then; who may see a
row is asked of where they live now.

Of an interview the table says that there was one. What came of it is sealed with the person's own key, and opened by
`youth.confidential` alone.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import Referral
from guyub.apps.people.models import DataKey, Person, Resident, ResidentQuerySet
from guyub.apps.programmes.models import Meeting


class OfYoungQuerySet(ResidentQuerySet):
    """Rows about a young person, filtered by where they live now."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfYoungQuerySet":
        """Rows of young people in whose place the person holds a right."""
        return self.filter(person__in=Person.objects.permitted(user, right).values("pk"))


class YouthCheck(Resident):
    """What was measured, given and talked about with a young person on one day, in whole units.

    ``meeting``: of the youth post that serves where they live, where it met on that day. ``topics``: codes of the rule
    file.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="youth_checks")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="youth_checks")
    day = models.DateField()
    weight_g = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    arm_mm = models.PositiveIntegerField(null=True)
    waist_mm = models.PositiveIntegerField(null=True)
    hb_tenths = models.PositiveSmallIntegerField(null=True)
    systolic = models.PositiveSmallIntegerField(null=True)
    diastolic = models.PositiveSmallIntegerField(null=True)
    tablets = models.PositiveSmallIntegerField(null=True, help_text="Tablet tambah darah yang diberikan hari itu")
    topics = models.JSONField(default=list)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True, help_text="Mengapa diperbaiki")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfYoungQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "day", "pk"]
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["village", "day"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class YouthReferral(Resident):
    """A young person sent to the puskesmas because of a check, and what came of it.

    ``reasons``: what was found, as "haemoglobin:mild-anaemia"; codes of the rule file.
    """

    Outcome = Referral.Outcome

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="youth_referrals")
    check_made = models.ForeignKey(YouthCheck, on_delete=models.PROTECT, related_name="referrals")
    reasons = models.JSONField(default=list)
    referred_on = models.DateField()
    due_on = models.DateField(help_text="Hari jawaban ditunggu")
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=14, choices=Referral.Outcome.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfYoungQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-pk"]
        indexes = [models.Index(fields=["village", "answered_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(answered_on__isnull=True), name="one_open_referral_a_young_person"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class YouthInterview(Resident):
    """One confidential interview (HEEADSSS).

    ``sealed``: outcome of each area, and why it was corrected; with the key that was the person's then.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="youth_interviews")
    day = models.DateField()
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfYoungQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "day", "pk"]
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["village", "recorded_at"])]

    def __str__(self) -> str:
        return f"#{self.pk}"
