"""Activities of a Kampung KB, as the national web takes posts about them, with their photos.

A module of its own, loaded by `models`: names of models there stand as texts here. Only `programmes.services` writes.
An activity names no person; photos of people are for those who see groups or proofs.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import either, scope_of, within
from guyub.apps.evidence.models import StoredFile
from guyub.apps.people.serving import Serving, ServingQuerySet
from guyub.apps.territory.models import Region

CODE = 24  # letters of a code of the rule file, at the most
TITLE = 255  # letters of a title or a caption, as the web takes them


def _villages(user: User | AnonymousUser | None, right: Right, path: str) -> Q:
    """Rows of villages in which, or in a part of which, somebody holds a right."""
    return within({code[:VILLAGE_CODE_LENGTH] for code in scope_of(user).codes(right)}, path)


class ActivityQuerySet(ServingQuerySet):
    """Activities, filtered by territory and role."""

    def visible_to(self, user: User | AnonymousUser | None) -> "ActivityQuerySet":
        """Those of villages whose figures the person may read: they are told to the public anyway."""
        return self.filter(_villages(user, Right.SEE_FIGURES, "village__code"))

    def standing(self) -> "ActivityQuerySet":
        """Without those that were taken back."""
        return self.filter(withdrawn_at=None)


class Activity(Serving):
    """One activity. Codes are of `data/programmes`: of the 58, of sections, target groups and institutions.

    ``activity`` or ``title``, or both. ``posted_on``: the day on which it was put on the national web; empty: not yet.
    """

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=CODE)
    activity = models.CharField(max_length=CODE, blank=True)
    title = models.CharField(max_length=TITLE, blank=True)
    day = models.DateField()
    place = models.CharField(max_length=160)
    description = models.TextField()
    section = models.CharField(max_length=CODE)
    targets = models.JSONField(default=list)
    target_told = models.CharField(max_length=120, blank=True, help_text="Peserta lain, dengan kata-kata")
    institutions = models.JSONField(default=list)
    institution_told = models.CharField(max_length=120, blank=True, help_text="Instansi lain, dengan kata-kata")
    present = models.PositiveIntegerField(null=True, help_text="Banyaknya yang hadir; kosong: tidak dihitung")
    group = models.ForeignKey("programmes.Group", on_delete=models.PROTECT, null=True, related_name="activities")
    meeting = models.ForeignKey("programmes.Meeting", on_delete=models.PROTECT, null=True, related_name="activities")
    posted_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, help_text="Dibatalkan: salah catat")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["village", "day"])]
        constraints = [
            models.CheckConstraint(condition=~Q(activity="", title=""), name="an_activity_is_called_something"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(withdrawn_at__isnull=True), name="a_meeting_is_one_activity"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class ActivitySending(models.Model):
    """One numbered sending of the form of a village, and what came of it: the proof against doubling."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="activity_sendings")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, related_name="sendings")
    device = models.CharField(max_length=36, help_text="Halaman yang mengirim")
    sequence = models.PositiveIntegerField(help_text="Urutan pada halaman itu")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["village_id", "device", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "device", "sequence"], name="a_sending_of_an_activity_counts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.sequence}"


class ActivityPhotoQuerySet(models.QuerySet):
    """Photos, filtered by territory and role."""

    def visible_to(self, user: User | AnonymousUser | None) -> "ActivityPhotoQuerySet":
        """Those of villages whose groups or proofs the person may see, agreed to or not."""
        groups = _villages(user, Right.SEE_GROUPS, "activity__village__code")
        proofs = _villages(user, Right.SEE_EVIDENCE, "activity__village__code")
        return self.filter(either(groups, proofs))


class ActivityPhoto(models.Model):
    """A photo of an activity; ``agreed``: everybody in it agrees that the public sees it."""

    class Moment(models.TextChoices):
        DURING = "during", "Kegiatan"
        BEFORE = "before", "Sebelum"
        AFTER = "after", "Sesudah"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="activity_photos")
    moment = models.CharField(max_length=6, choices=Moment.choices, default=Moment.DURING)
    caption = models.CharField(max_length=TITLE, blank=True)
    agreed = models.BooleanField(default=False, help_text="Setiap orang di dalam foto setuju foto ini tampil di web")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ActivityPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["activity_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "file"], name="a_photo_once_an_activity"),
            models.UniqueConstraint(
                fields=["activity", "moment"],
                condition=Q(moment__in=["before", "after"]),
                name="one_photo_before_and_one_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.pk}"
