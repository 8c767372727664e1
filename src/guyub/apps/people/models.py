"""People and families over time. What ended stays, with the day it ended: everything can be read as of a day.

NIK and KK numbers are sealed (`sealing`); rows are filtered by territory (`visible_to`, `editable_by`). Only
`people.services` writes.
"""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet
from guyub.apps.people.codes import new_family_code, new_person_code
from guyub.apps.people.sealing import DataKeyBytes, unwrap
from guyub.apps.territory.models import Region


def on_day(day: date | None, since: str = "since", until: str = "until") -> Q:
    """Filter: rows that hold on a day (None: that still hold). The last day is the day before `until`."""
    if day is None:
        return Q(**{f"{until}__isnull": True})
    return Q(**{f"{since}__lte": day}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": day}))


class ResidentQuerySet(models.QuerySet):
    """Rows with `village`, `rw` and `rt`, filtered by territory and role."""

    def visible_to(self, user: User | AnonymousUser | None) -> "ResidentQuerySet":
        """Rows of families whose names the person may read."""
        return self.permitted(user, Right.SEE_PEOPLE)

    def editable_by(self, user: User | AnonymousUser | None) -> "ResidentQuerySet":
        """Rows of families that the person may change."""
        return self.permitted(user, Right.EDIT_PEOPLE)

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "ResidentQuerySet":
        """Rows in whose place the person holds a right."""
        return self.filter(scope_of(user).residents(right))

    def visible_in(self, user: User | AnonymousUser | None, village: str) -> "ResidentQuerySet":
        """Rows of one village that the person may read: as `visible_to`, and cheaper to find."""
        return self.filter(scope_of(user).residents_of(Right.SEE_PEOPLE, village))

    def in_part(self, village: str, rw: str = "", rt: str = "") -> "ResidentQuerySet":
        """Rows of a village, one RW or one RT of it."""
        found = self.filter(village_id=village)
        if rw:
            found = found.filter(rw=rw)
        return found.filter(rt=rt) if rt else found


class Resident(models.Model):
    """A row that lies in an RT of a village. RW and RT have three digits; empty where unknown."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """Code of the place, as scopes compare it: 32.76.01.1009.005.012."""
        return ".".join(part for part in (self.village_id, self.rw, self.rt) if part)


class DataKey(models.Model):
    """The key of one person or family, wrapped. Empty once destroyed."""

    wrapped = models.BinaryField()
    version = models.PositiveSmallIntegerField(db_index=True)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"#{self.pk} v{self.version}"

    def bytes(self) -> DataKeyBytes:
        """The key, open.

        Raises:
            KeyMissing: It was destroyed, or the master key is not here.
        """
        return DataKeyBytes(unwrap(self.wrapped, self.version))


class Dwelling(Resident):
    """A house: families may share one, one after another or at the same time."""

    address = models.CharField(max_length=200, blank=True)
    hamlet = models.CharField(max_length=80, blank=True, help_text="Dusun atau lingkungan")

    objects = ResidentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["village", "rw", "rt"])]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Sex(models.IntegerChoices):
    """K.03."""

    MALE = 1, "Laki-laki"
    FEMALE = 2, "Perempuan"


class Marital(models.IntegerChoices):
    """K.07."""

    NEVER = 1, "Belum kawin"
    MARRIED = 2, "Kawin"
    DIVORCED = 3, "Cerai hidup"
    WIDOWED = 4, "Cerai mati"


class Relation(models.IntegerChoices):
    """K.10: relation to the head of the family."""

    HEAD = 1, "Kepala keluarga"
    WIFE = 2, "Istri"
    CHILD = 3, "Anak"
    OTHER = 4, "Lainnya"


class Person(Resident):
    """One human being, with or without NIK. `village`, `rw`, `rt`: where they live, or lived last."""

    class State(models.TextChoices):
        LIVING = "living", "Hidup"
        DEAD = "dead", "Meninggal"
        LEFT = "left", "Pindah"
        MERGED = "merged", "Digabung"
        ERASED = "erased", "Dihapus"

    class BirthKnown(models.TextChoices):
        DAY = "day", "Tanggal"
        MONTH = "month", "Bulan"
        YEAR = "year", "Tahun"

    code = models.CharField(max_length=11, unique=True, default=new_person_code, editable=False)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, help_text="Nama untuk pencarian: huruf kecil, ejaan disamakan")
    sex = models.PositiveSmallIntegerField(choices=Sex.choices)
    birth_date = models.DateField(null=True)
    birth_known = models.CharField(max_length=5, choices=BirthKnown.choices, default=BirthKnown.DAY)
    marital = models.PositiveSmallIntegerField(choices=Marital.choices, null=True)
    mother = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    mother_name_key = models.CharField(
        max_length=120, blank=True, help_text="Nama ibu menurut dokumen, untuk pencocokan"
    )
    state = models.CharField(max_length=6, choices=State.choices, default=State.LIVING)
    ended_on = models.DateField(null=True, help_text="Hari meninggal atau pindah")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="absorbed")
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="person")
    nik_sealed = models.BinaryField(null=True)
    nik_digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        indexes = [
            # A search by name and the counts of the RT are answered from the index alone.
            models.Index(fields=["village", "name_key", "id", "state", "rw", "rt"], name="person_by_name"),
            models.Index(fields=["village", "rw", "rt"]),
            models.Index(fields=["village", "birth_date"]),
            # Not db_index: PostgreSQL would keep a second index for LIKE, which nobody asks of a digest.
            models.Index(fields=["nik_digest"], name="person_by_nik"),
        ]

    def __str__(self) -> str:
        return self.code  # never the name: what is printed ends in logs


class Family(Resident):
    """A family by the rules of the family survey: at most one married couple, counted where it lives."""

    class Ended(models.TextChoices):
        LEFT = "left", "Pindah"
        JOINED = "joined", "Bergabung dengan keluarga lain"
        DIED = "died", "Semua anggota meninggal"
        MISTAKE = "mistake", "Salah catat"

    code = models.CharField(max_length=11, unique=True, default=new_family_code, editable=False)
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, null=True, related_name="families")
    head = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)
    decile = models.PositiveSmallIntegerField(null=True, help_text="Desil kesejahteraan 1–10 (P3KE/DTSEN)")
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="family")
    kk_sealed = models.BinaryField(null=True)
    kk_digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["village", "rw", "rt"]),
            models.Index(fields=["village", "until", "rw", "rt"], name="family_by_part"),
            models.Index(fields=["kk_digest"], name="family_by_kk"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="family_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Residence(models.Model):
    """Where a family lived from when to when."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="residences")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="residences")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(until__isnull=True), name="one_home_at_a_time")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Membership(models.Model):
    """Someone belongs to a family in a relation from when to when. A change of relation is a new row."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, db_index=False, related_name="memberships"
    )  # found by (family, until)
    relation = models.PositiveSmallIntegerField(choices=Relation.choices)
    line = models.PositiveSmallIntegerField(help_text="Nomor urut pada formulir (K.01)")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["family_id", "line", "pk"]
        indexes = [models.Index(fields=["family", "until"])]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="one_family_at_a_time"),
            models.UniqueConstraint(
                fields=["family"], condition=Q(until__isnull=True, relation=Relation.HEAD), name="one_head_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Couple(models.Model):
    """A marriage on one form. A couple of reproductive age (PUS) follows from the wife's age on the day."""

    class Ended(models.TextChoices):
        DIVORCE = "divorce", "Cerai hidup"
        DEATH = "death", "Cerai mati"
        LEFT = "left", "Pindah"

    wife = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="marriages_as_wife")
    husband = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="marriages_as_husband")
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, db_index=False, related_name="couples"
    )  # found by (family, until)
    since = models.DateField(help_text="Hari kawin, atau hari pertama tercatat")
    until = models.DateField(null=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "until"])]
        constraints = [
            models.UniqueConstraint(fields=["wife"], condition=Q(until__isnull=True), name="one_husband_at_a_time"),
            models.UniqueConstraint(fields=["family"], condition=Q(until__isnull=True), name="one_couple_a_form"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class EventQuerySet(AppendOnlyQuerySet, ResidentQuerySet):
    """Append-only rows in a place."""


class Event(AppendOnlyModel, Resident):
    """Something that happened to a family or person on a day, as someone recorded it.

    ``fields``: names of what changed. ``sealed``: former and new values as JSON, sealed with the person's or family's
    key; unreadable once that key is destroyed.
    """

    class Kind(models.TextChoices):
        REGISTERED = "registered", "Didaftarkan"
        BIRTH = "birth", "Lahir"
        DEATH = "death", "Meninggal"
        MOVED_IN = "moved-in", "Pindah masuk"
        MOVED_OUT = "moved-out", "Pindah keluar"
        MOVED_HOME = "moved-home", "Pindah rumah"
        MARRIAGE = "marriage", "Kawin"
        DIVORCE = "divorce", "Cerai hidup"
        HEAD = "head", "Kepala keluarga diganti"
        SPLIT = "split", "Keluarga dipecah"
        JOINED = "joined", "Keluarga digabung"
        CORRECTED = "corrected", "Data diperbaiki"
        IDENTITY = "identity", "NIK atau nomor KK dicatat"
        PEOPLE_MERGED = "people-merged", "Catatan ganda digabung"
        MERGE_UNDONE = "merge-undone", "Penggabungan dibatalkan"
        ERASED = "erased", "Data pribadi dihapus"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    day = models.DateField()
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="events")
    other_family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="events")
    fields = models.JSONField(default=list)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, null=True, related_name="+")
    sealed = models.BinaryField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "event"
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["village", "day"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.day:%Y-%m-%d}"


class Duplicate(models.Model):
    """Two entries that may be the same human being: found by rule, decided by a person."""

    class State(models.TextChoices):
        OPEN = "open", "Menunggu keputusan"
        MERGED = "merged", "Digabung"
        DISTINCT = "distinct", "Dua orang berbeda"

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField(help_text="0–1000")
    reasons = models.JSONField(default=list, help_text="Kode alasan")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_question_a_pair")]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"


class Merge(models.Model):
    """Two entries made one, until undone. ``moved``: ids of rows that changed owner; overwritten values are sealed."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Duplicate, on_delete=models.SET_NULL, null=True, related_name="merges")
    moved = models.JSONField(default=dict)
    before_sealed = models.BinaryField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"#{self.pk}"
