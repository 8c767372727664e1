"""Assessment cycles: from a village's own claims to the verdict.

Everything that bears on a score is a row of the cycle's ledger (`EntryRecord`): a claim, a verified value, a juror's
score, a field check, a change of stage. The present standing (`Entry`, `ItemStanding`) is told from it by
`guyub.domain.cycles` and can be told anew, bit by bit, at any time. The definition of a cycle is kept with the cycle,
so that a later version of a template or instrument changes nothing that was decided.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from guyub.apps.accounts.models import Role, User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import NOTHING, either, scope_of, within
from guyub.apps.appraisal.visit_models import VisitPlan as VisitPlan
from guyub.apps.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet
from guyub.apps.audit.chained import LedgerRow
from guyub.apps.evidence.models import StoredFile
from guyub.apps.territory.codes import CITY_LENGTH, PROVINCE_LENGTH, city_of
from guyub.apps.territory.models import Region, Unit
from guyub.domain.cycles import RecordKind

# Roles held in a whole province or city for judging itself; every other role ties a person to its city.
UNTIED = frozenset({Role.JUROR, Role.PROVINCE, Role.ADMIN, Role.AUDITOR})
PANEL_KINDS = (
    RecordKind.SCORE,
    RecordKind.QUESTIONS,
    RecordKind.DISCUSSED,
    RecordKind.CHECK,
    RecordKind.PHOTO,
    RecordKind.PHOTO_OFF,
    RecordKind.REVEAL,
    RecordKind.LOT,
)


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Cycles, filtered by territory and seat."""

    def visible_to(self, user: User | AnonymousUser | None) -> "CycleQuerySet":
        """Cycles that the person runs or has a seat in, and cycles above or around the places the person may read."""
        if user is None or not user.is_authenticated:
            return self.none()
        scope = scope_of(user)
        codes = scope.codes(Right.SEE_FIGURES)
        above = sorted(
            {code[:length] for code in codes for length in (PROVINCE_LENGTH, CITY_LENGTH) if len(code) > length}
        )
        within_reach = scope.rows(Right.SEE_FIGURES, "region__code")
        seen = either(within_reach, Q(region_id__in=above) | Q(seats__user=user.pk))
        return self.filter(pk__in=Cycle.objects.filter(seen).values("pk"))

    def run_by(self, user: User | AnonymousUser | None) -> "CycleQuerySet":
        """Cycles that the person may run."""
        return self.filter(scope_of(user).rows(Right.RUN_CYCLES, "region__code"))


class Cycle(models.Model):
    """One year's assessment in a city or province, with the definition it runs by."""

    class State(models.TextChoices):
        DRAFT = "draft", "Disiapkan"
        OPEN = "open", "Berjalan"
        DECIDED = "decided", "Diputuskan"

    code = models.SlugField(max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    definition = models.JSONField(help_text="Aturan siklus sebagaimana ditetapkan saat dibuka")
    definition_id = models.CharField(max_length=64)
    definition_version = models.CharField(max_length=32)
    definition_checksum = models.CharField(max_length=64)
    feeds = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="fed_by", help_text="Siklus di atasnya"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "region_id", "code"]

    def __str__(self) -> str:
        return self.code


class Seat(models.Model):
    """A place in the panel of a cycle. ``conflicts``: a city whose villages the person may not judge (their own)."""

    class Post(models.TextChoices):
        SECRETARY = "secretary", "Sekretaris"
        CHAIR = "chair", "Ketua"
        JUROR = "juror", "Juri"

    class Team(models.TextChoices):
        FIELD = "field", "Sub-tim lapangan"
        ADMINISTRATION = "administration", "Sub-tim administrasi"

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    post = models.CharField(max_length=9, choices=Post.choices, default=Post.JUROR)
    team = models.CharField(max_length=14, choices=Team.choices, blank=True)
    label = models.CharField(max_length=40, help_text="Sebutan dalam daftar nilai: Juri 1, Juri 2 …")
    conflicts = models.JSONField(default=list, help_text="Kode wilayah yang tidak boleh dinilai orang ini")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "user"], name="one_seat_in_a_cycle"),
            models.UniqueConstraint(fields=["cycle", "label"], name="seats_have_labels_of_their_own"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.label}"


def own_cities(user: User) -> frozenset[str]:
    """Cities that a person's roles tie them to: nobody judges their own city."""
    tied = {code for role, code in scope_of(user).grants if role not in UNTIED and len(code) >= CITY_LENGTH}
    return frozenset(city_of(code) for code in tied)


def conflicts_of(seat: Seat, user: User) -> frozenset[str]:
    """Codes of places that the holder of a seat may not judge: those named at the seat, and the cities they work in."""
    return own_cities(user).union(seat.conflicts)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, filtered by territory and seat."""

    def visible_to(self, user: User | AnonymousUser | None) -> "EntryQuerySet":
        """Entries of villages whose figures the person may read, and of cycles the person has a seat in."""
        if user is None or not user.is_authenticated:
            return self.none()
        seen = scope_of(user).rows(Right.SEE_FIGURES, "unit__region__code")
        seated = Cycle.objects.filter(seats__user=user.pk, seats__active=True).values("pk")
        return self.filter(either(seen, Q(cycle__in=seated)))

    def judged_by(self, user: User | AnonymousUser | None) -> "EntryQuerySet":
        """Entries that the person may read for scoring and score: a seat, the right to judge, and no conflict."""
        return self.filter(_judged(user))

    def followed_by(self, user: User | AnonymousUser | None) -> "EntryQuerySet":
        """Entries whose panel work the person may read: where they may judge, and of cycles they run."""
        run = scope_of(user).rows(Right.RUN_CYCLES, "cycle__region__code")
        return self.filter(either(run, _judged(user)))


def _judged(user: User | AnonymousUser | None) -> Q:
    """Filter on entries: those the person judges. It is never empty. One query."""
    if user is None or not user.is_authenticated:
        return NOTHING
    allowed = NOTHING
    for seat in Seat.objects.filter(user=user.pk, active=True):
        allowed |= Q(cycle_id=seat.cycle_id) & ~within(conflicts_of(seat, user), "unit__region__code")
    return allowed & scope_of(user).rows(Right.JUDGE, "unit__region__code")


class Entry(models.Model):
    """One village in one cycle. Points are hundredths (8980 is 89.80); the final score is kept as it was rounded."""

    class State(models.TextChoices):
        ACTIVE = "active", "Mengikuti"
        ENDED = "ended", "Tidak dilanjutkan"
        WITHDRAWN = "withdrawn", "Mengundurkan diri"
        DECIDED = "decided", "Diputuskan"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    stage = models.CharField(max_length=24, help_text="Kode tahap dalam aturan siklus", db_index=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ACTIVE)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to", help_text="Peserta di siklus bawah"
    )
    completes_by = models.DateTimeField(null=True, help_text="Batas melengkapi bukti yang diminta kota")
    claimed_points = models.IntegerField(null=True)
    verified_points = models.IntegerField(null=True)
    final_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["unit__region_id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="a_village_once_in_a_cycle")]
        indexes = [models.Index(fields=["cycle", "stage", "state"]), models.Index(fields=["cycle", "rank"])]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.unit_id}"


class ItemStanding(models.Model):
    """Where one item of one entry stands: a copy of what the ledger says, for lists and pages.

    Shares are ten-thousandths of the item's weight, points hundredths.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=16)
    weight = models.PositiveIntegerField(help_text="Perseratus poin")
    claimed_share = models.PositiveIntegerField(null=True)
    claimed_points = models.PositiveIntegerField(null=True)
    verified_share = models.PositiveIntegerField(null=True)
    verified_points = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Mengapa nilai dipotong")
    asked = models.BooleanField(default=False, help_text="Kota meminta bukti dilengkapi")
    field_result = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["entry_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "item"], name="one_standing_of_an_item")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.item}"


class EntryRecordQuerySet(AppendOnlyQuerySet):
    """Records of entries. Pages read what the panel wrote through here only; services that add up scores read all."""

    def visible_to(self, user: User | AnonymousUser | None) -> "EntryRecordQuerySet":
        """Records of entries that the person may see.

        What the panel wrote, its members see where they may judge; of scores their own, and all once the chair opened
        the stage of that entry. Nobody sees another's scores before, the chair and the secretary neither.
        """
        if user is None or not user.is_authenticated:
            return self.none()
        # Asked row by row, through the entry's key: "in" would look up all entries the person may see beforehand.
        entry = Entry.objects.filter(pk=OuterRef("entry"))
        plain = ~Q(kind__in=PANEL_KINDS) & Exists(entry.visible_to(user))
        opened = EntryRecord.objects.filter(entry=OuterRef("entry"), stage=OuterRef("stage"), kind=RecordKind.REVEAL)
        panel = Q(kind__in=PANEL_KINDS) & Exists(entry.followed_by(user))
        readable = ~Q(kind=RecordKind.SCORE) | Q(seat__user=user.pk) | Exists(opened)
        return self.filter(plain | panel & readable)


class EntryRecord(LedgerRow):
    """One thing that bears on an entry. Chain: the entry's key. The body's shape: `guyub.domain.cycles.records`.

    ``client_key`` comes from a phone that sends again what it does not know to have arrived; the second is no new row.
    """

    SEALED = ("entry_id", "kind", "stage", "item", "seat_id", "body")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=16)
    stage = models.CharField(max_length=24, blank=True)
    item = models.CharField(max_length=32, blank=True, help_text="Butir instrumen atau kriteria")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="records")
    body = models.JSONField(default=dict)
    client_key = models.UUIDField(null=True, unique=True)

    objects = EntryRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "entry record"
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="entry_records_are_numbered")]
        indexes = [models.Index(fields=["entry", "kind"])]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.kind}"


class FieldPhotoQuerySet(models.QuerySet["FieldPhoto"]):
    """Photos of the field checklist, filtered by territory and seat."""

    def visible_to(self, user: User | AnonymousUser | None) -> "FieldPhotoQuerySet":
        """Photos of entries whose panel work the person may read; villages and the public see none."""
        return self.filter(entry__in=Entry.objects.followed_by(user).values("pk"))


class FieldPhoto(models.Model):
    """A photo that a juror took on the spot for one item. The ledger holds its digests (`RecordKind.PHOTO`).

    Taken off, the row goes and the ledger says so (`RecordKind.PHOTO_OFF`); content that nothing shows goes later.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="photos")
    item = models.CharField(max_length=16)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="field_photos")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = FieldPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "item", "file"], name="a_field_photo_once_an_item")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.item} {self.pk}"


class Verdict(AppendOnlyModel):
    """The outcome of a cycle: scores and ranks of all entries as they were announced, and the minutes' number."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="verdict")
    number = models.CharField(max_length=80, help_text="Nomor berita acara")
    place = models.CharField(max_length=120)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.JSONField(help_text="Hasil perhitungan, urut peringkat")
    ends = models.JSONField(help_text="Kunci entri → nomor dan sidik catatan terakhir yang dihitung")
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "verdict"

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.number}"
