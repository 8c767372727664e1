"""What was recorded about a village, what follows from it now, and what was fixed in a snapshot.

Recordings and snapshots are append-only: the model refuses changes, and so does the database itself (triggers,
see the migrations). A correction is a new recording.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet
from guyub.apps.territory.models import Region, Unit, UnitLevel


class InUnitQuerySet(models.QuerySet):
    """Rows that belong to a unit, filtered by territory."""

    def visible_to(self, user: User | AnonymousUser | None) -> "InUnitQuerySet":
        """Rows of units whose details the person may read."""
        return self.filter(scope_of(user).seen("unit__region__code"))

    def editable_by(self, user: User | AnonymousUser | None) -> "InUnitQuerySet":
        """Rows of units whose facts the person may change."""
        return self.filter(scope_of(user).edited("unit__region__code"))

    def under(self, code: str) -> "InUnitQuerySet":
        """Rows of units in a region or anywhere below it."""
        return self.filter(within([code], "unit__region__code"))


class RecordQuerySet(AppendOnlyQuerySet, InUnitQuerySet):
    """Append-only rows of a unit."""


class Source(models.TextChoices):
    """Where figures come from. The values are stable; the labels are shown."""

    REGISTRY = "registry", "Registrasi Guyub"
    GROUPS = "groups", "Catatan kelompok di Guyub"
    HAPPENED = "happened", "Kejadian yang tercatat di Guyub"
    REPORTED_FILE = "reported-file", "Berkas laporan"
    PROFILE_FORM = "profile-form", "Formulir profil"
    WEB_SYSTEM = "web-system", "Sistem web Kampung KB"
    SYNTHETIC = "synthetic", "Data contoh (rekaan)"


class Recording(AppendOnlyModel):
    """One act of recording: some facts of one unit as they were on one day, from one source."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="recordings")
    as_of = models.DateField(help_text="Keadaan per tanggal")
    source = models.CharField(max_length=16, choices=Source.choices)
    provenance = models.CharField(max_length=500, help_text="Asal angka, dengan kata-kata")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "recording"
        ordering = ["as_of", "recorded_at", "pk"]
        indexes = [models.Index(fields=["unit", "as_of", "recorded_at"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.as_of:%Y-%m-%d}"


class FactRecord(AppendOnlyModel):
    """One figure within a recording.

    `kind` fact: a code of the fact catalogue. `kind` score: the score of a variable (I2 …) as the national system
    gave it, for figures whose lists are unknown. `value` null means: recorded as unknown from this day on.
    """

    class Kind(models.TextChoices):
        FACT = "fact", "Fakta"
        SCORE = "score", "Skor dari sistem nasional"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="fact_records")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.FACT)
    code = models.CharField(max_length=64)
    value = models.BigIntegerField(null=True, help_text="Kosong: dinyatakan belum diketahui")
    items = models.JSONField(
        null=True, blank=True, help_text="Pilihan di balik sebuah hitungan: daftar kode, atau kode → frekuensi"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "fact record"
        constraints = [
            models.UniqueConstraint(fields=["recording", "kind", "code"], name="one_value_of_a_code_in_a_recording")
        ]
        indexes = [models.Index(fields=["unit", "code"])]

    def __str__(self) -> str:
        return f"{self.code}={self.value}"


class VillageStateQuerySet(InUnitQuerySet):
    """Current states, for village and region pages."""

    def with_region(self) -> "VillageStateQuerySet":
        """States with unit, region and all its parents in the same query."""
        return self.select_related("unit__region__parent__parent__parent")

    def public(self) -> "VillageStateQuerySet":
        """Only what anyone may know: class, indices, day, instrument. No facts, findings or names of recorders."""
        return self.filter(unit__active=True).only(*PUBLIC_FIELDS).with_region()


INDEX_IDS = ("input", "process", "output")  # each has a column in the stored states
# What pages count villages by: read from an index, for a row with its facts is fifty times as long.
COUNTED = ["unit", "class_name", "class_rank", "points_lacking", "points_spare", "missing_count", "findings_count"]


class VillageState(models.Model):
    """What holds for a unit now under the default instrument: derived, rewritten by `services.refresh_state` only.

    Facts and result sit in one row so that a page over thousands of villages filters and sorts in the database.
    `class_rank` is null while nothing was ever recorded ("belum ada data"). Indices are hundredths (325 is 3.25).
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, primary_key=True, related_name="state")
    as_of = models.DateField(null=True)
    last_recording = models.ForeignKey(Recording, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict, help_text="code → integer; codes that are missing are absent")
    given = models.JSONField(default=dict, help_text="variable → score, as given by the national system")
    items = models.JSONField(default=dict, help_text="fact code → chosen items")

    instrument_id = models.CharField(max_length=64, blank=True)
    instrument_version = models.CharField(max_length=32, blank=True)
    instrument_mode = models.CharField(max_length=32, blank=True)
    instrument_checksum = models.CharField(max_length=64, blank=True)

    class_name = models.CharField(max_length=64, blank=True, db_index=True)
    class_rank = models.PositiveSmallIntegerField(null=True, db_index=True)
    scores = models.JSONField(default=dict, help_text="variable → score")
    index_input = models.IntegerField(null=True)
    index_process = models.IntegerField(null=True)
    index_output = models.IntegerField(null=True)
    points_lacking = models.PositiveSmallIntegerField(
        null=True, help_text="Score points lacking for the nearest higher class; null: at the top"
    )
    points_spare = models.PositiveSmallIntegerField(
        null=True, help_text="Score points that can be lost before the class is; null: it cannot fall by one index"
    )
    missing = models.JSONField(default=list, help_text="codes of facts the instrument needs and nobody recorded")
    missing_count = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="contradictions between facts, with the figures")
    findings_count = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VillageStateQuerySet.as_manager()

    class Meta:
        ordering = ["unit__region_id"]
        indexes = [
            models.Index(fields=["class_rank", "points_spare"]),
            models.Index(fields=["missing_count"]),
            models.Index(fields=COUNTED, name="state_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.class_name or 'belum ada data'}"

    @property
    def has_data(self) -> bool:
        return self.class_rank is not None

    @property
    def indices(self) -> dict[str, int]:
        """Index code → hundredths."""
        return {name: getattr(self, f"index_{name}") for name in INDEX_IDS}


PUBLIC_FIELDS = (
    "as_of",
    "class_name",
    "class_rank",
    "index_input",
    "index_process",
    "index_output",
    "instrument_id",
    "instrument_version",
    "instrument_mode",
    "missing_count",
    "unit",
)


class DerivedFigure(models.Model):
    """What the records of groups, meetings and the like said of a figure when they were last looked at.

    Kept so that a change is noticed. ``speaks``: they have reached what was reported, so they may lower it too.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="derived_figures")
    code = models.CharField(max_length=64)
    value = models.BigIntegerField(null=True, help_text="Kosong: tidak lagi mengatakan apa-apa")
    entries = models.JSONField(null=True, help_text="Pilihan di balik sebuah hitungan: kode → frekuensi")
    speaks = models.BooleanField(default=False)
    looked_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["unit_id", "code"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="one_derived_figure_of_a_code")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.code}={self.value}"


class WaitingFigures(models.Model):
    """A village of which a stream has other figures than those on record, or may have: from when they are recorded."""

    village = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    stream = models.CharField(max_length=16)
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["village", "stream"], name="a_village_waits_once_a_stream")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.stream} {self.until:%Y-%m-%d %H:%M}"


class Snapshot(AppendOnlyModel):
    """A classification that someone acted on: facts, result and instrument, fixed, chained to the one before."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="snapshots")
    sequence = models.PositiveIntegerField()
    as_of = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    covers = models.CharField(max_length=8, choices=UnitLevel.Covers.choices, blank=True)
    part = models.CharField(max_length=40, blank=True)

    facts = models.JSONField()
    given = models.JSONField()
    result = models.JSONField()
    instrument_id = models.CharField(max_length=64)
    instrument_version = models.CharField(max_length=32)
    instrument_mode = models.CharField(max_length=32, blank=True)
    instrument_checksum = models.CharField(max_length=64)

    class_name = models.CharField(max_length=64)
    class_rank = models.PositiveSmallIntegerField()
    index_input = models.IntegerField(null=True)
    index_process = models.IntegerField(null=True)
    index_output = models.IntegerField(null=True)

    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "snapshot"
        ordering = ["unit_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["unit", "sequence"], name="snapshots_are_numbered")]

    def __str__(self) -> str:
        return f"{self.unit_id} #{self.sequence} {self.class_name}"
