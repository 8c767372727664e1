"""What is on its way into the records: a profile that someone is filling in, and a file that is being checked."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.assessment.models import Recording
from guyub.apps.intake.people_files.models import (
    ColumnMapping,
    PeopleImport,
    PeopleImportProblem,
    PeopleImportRow,
    ReportedScreening,
)
from guyub.apps.territory.models import Unit

__all__ = [
    "ColumnMapping",
    "FileImport",
    "PeopleImport",
    "PeopleImportProblem",
    "PeopleImportRow",
    "ProfileDraft",
    "ReportedScreening",
]


class ProfileDraft(models.Model):
    """Answers that a person gave for one village and has not saved yet, or has saved as a recording.

    ``answers`` holds only what differs from the facts on record when it was typed, so that a draft never takes back
    what someone else recorded in the meantime. ``before`` and ``after``: facts and given scores around the saving.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="profile_drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    recording = models.OneToOneField(Recording, on_delete=models.PROTECT, null=True, related_name="draft")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person"],
                condition=Q(recording__isnull=True),
                name="one_open_draft_of_a_person_for_a_village",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.person_id}"


class FileImportQuerySet(models.QuerySet["FileImport"]):
    def of(self, person: User | AnonymousUser) -> "FileImportQuerySet":
        """The person's own files."""
        return self.filter(uploaded_by=person) if person.is_authenticated else self.none()


class FileImport(models.Model):
    """A file of villages: checked first, then applied in one transaction, or dropped.

    The content is kept only until it is applied or dropped, which happens by itself after some weeks; the list of
    problems stays. ``villages``: codes whose figures came from it. ``code_column``, ``name_column``: which columns say
    what village a row is.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "Diperiksa"
        APPLIED = "applied", "Diterapkan"
        DROPPED = "dropped", "Dibatalkan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    content = models.BinaryField(default=bytes)
    as_of = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKED)
    decided_at = models.DateTimeField(null=True)
    villages = models.JSONField(default=list)
    code_column = models.CharField(max_length=200, blank=True)
    name_column = models.CharField(max_length=200, blank=True)
    problems_csv = models.TextField(blank=True)
    problems_count = models.PositiveIntegerField(default=0)

    objects = FileImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["sha256", "as_of", "state"])]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"
