"""A file of people on its way into the registry, its problems, and what is remembered about an office's columns."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import DataKey, Family
from guyub.apps.surveys.models import Round
from guyub.apps.territory.models import Region


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, user: User | AnonymousUser | None) -> "PeopleImportQuerySet":
        """Imports into villages where the person may import."""
        return self.filter(scope_of(user).rows(Right.IMPORT_PEOPLE, "village__code"))


class PeopleImport(models.Model):
    """One file for one village. The content is sealed with a key of its own; destroying the key ends it.

    ``cursor``: families (or listed rows) that were applied, of ``units``; it moves in the transaction that applies
    them, so that an import that was cut off goes on where it was. ``worker``, ``lease_until``: who works on it, and
    until when nobody else takes it up. ``counts``: rows by outcome; they add up to ``rows``.
    """

    class State(models.TextChoices):
        COLUMNS = "columns", "Menunggu kolom"
        TO_CHECK = "to-check", "Sedang diperiksa"
        CHECKED = "checked", "Menunggu keputusan"
        TO_APPLY = "to-apply", "Sedang dicatat"
        DONE = "done", "Selesai"
        DROPPED = "dropped", "Dibatalkan"
        FAILED = "failed", "Gagal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="people_import")
    content_sealed = models.BinaryField(null=True)
    sheet = models.CharField(max_length=200, blank=True)
    sheets = models.JSONField(default=list, help_text="Nama semua lembar berkas")
    header_line = models.PositiveIntegerField(null=True)
    headings = models.JSONField(default=list, help_text="Nama kolom, tanpa isinya")
    layout = models.CharField(max_length=20)
    mapping = models.JSONField(default=dict, help_text="Arti → nomor kolom")
    choices = models.JSONField(default=dict, help_text="date_order, code_book, ask")
    day = models.DateField(help_text="Hari yang diceritakan berkas")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.COLUMNS)
    queued_at = models.DateTimeField(null=True)
    good_rows_only = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    blank_rows = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    expected = models.JSONField(default=dict, help_text="Hitungan menurut pemeriksaan")
    refused_units = models.JSONField(default=list, help_text="Urutan keluarga yang ditolak aturan registrasi")
    worker = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True, help_text="Kode sebab gagal")
    finished_at = models.DateTimeField(null=True)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["state", "queued_at"]), models.Index(fields=["village", "uploaded_at"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def subject(self) -> str:
        """What the audit trail calls it: at most 40 signs."""
        return f"import:{self.pk.hex}"

    @property
    def busy(self) -> bool:
        """Whether the worker has it, or will."""
        return self.state in (self.State.TO_CHECK, self.State.TO_APPLY)


class PeopleImportProblem(models.Model):
    """What is wrong in one row or cell. ``value`` is masked."""

    run = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=30, blank=True)
    rule = models.CharField(max_length=40)
    value = models.CharField(max_length=60, blank=True)
    severity = models.CharField(max_length=7)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["line", "pk"]
        indexes = [models.Index(fields=["run", "severity", "line"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line} {self.rule}"


class PeopleImportRow(models.Model):
    """A row that was not taken: refused for its problems, or left out with a reason."""

    run = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="left_out")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=7, help_text="refused, skipped")
    reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="a_row_ends_in_one_place")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line} {self.outcome}"


class ColumnMapping(models.Model):
    """What the columns of a file with these headings meant the last time, in one village's office."""

    village = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    layout = models.CharField(max_length=20)
    mapping = models.JSONField()
    choices = models.JSONField(default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "fingerprint"], name="one_meaning_of_a_header")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.layout}"


class ReportedScreening(models.Model):
    """What a by-name list of families at risk of stunting says about a family on a day; never mixed with our own.

    ``flags``: code → 1 yes, 2 no, 3 does not apply, as the declared code book reads them.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="reported_screenings")
    as_of = models.DateField()
    flags = models.JSONField()
    assistance = models.JSONField(default=list)
    run = models.ForeignKey(PeopleImport, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "as_of"], name="one_reported_screening_a_day")]

    def __str__(self) -> str:
        return f"{self.family_id} {self.as_of:%Y-%m-%d}"
