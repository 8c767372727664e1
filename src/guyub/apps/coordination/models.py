"""Coordination meetings, the commitments made there, and the offices that answer for them."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import EVERYWHERE, either, scope_of, within
from guyub.apps.audit.append_only import AppendOnlyQuerySet
from guyub.apps.audit.chained import LedgerRow
from guyub.apps.evidence.models import Evidence
from guyub.apps.territory.codes import LENGTHS, Level
from guyub.apps.territory.models import Region, Unit


class Office(models.Model):
    """An office of a city (OPD). Names change (Bappeda, Bapperida), so they are rows, not code."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices")
    short = models.CharField(max_length=24, help_text="Nama pendek, seperti dalam instrumen: Dinkes, DP3AP2KB")
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True, help_text="Alamat kantor, untuk pengingat")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["region_id", "short"]
        constraints = [models.UniqueConstraint(fields=["region", "short"], name="one_office_of_a_name")]

    def __str__(self) -> str:
        return self.short


class OfficeMember(models.Model):
    """An account that answers for an office."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offices")
    post = models.CharField(max_length=120, blank=True, help_text="Jabatan")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "user"], name="once_a_member_of_an_office")]

    def __str__(self) -> str:
        return f"{self.office_id}: {self.user_id}"


ABOVE = (LENGTHS[Level.REGENCY], LENGTHS[Level.DISTRICT])


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, filtered by territory."""

    def visible_to(self, user: User | AnonymousUser | None) -> "MeetingQuerySet":
        """Meetings of places whose figures the person may read, and meetings above a place of theirs (city rakor)."""
        return self.filter(_here_or_above(user, Right.SEE_FIGURES, "region__code"))

    def editable_by(self, user: User | AnonymousUser | None) -> "MeetingQuerySet":
        """Meetings that the person may hold."""
        return self.filter(scope_of(user).rows(Right.COORDINATE, "region__code"))


def _here_or_above(user: User | AnonymousUser | None, right: Right, field: str) -> Q:
    scope = scope_of(user)
    above = {code[:length] for code in scope.codes(right) for length in ABOVE if len(code) > length}
    return either(scope.rows(right, field), Q(**{f"{field}__in": sorted(above)}))


class Meeting(models.Model):
    """A coordination meeting (rakor) of a city, or of a village."""

    class State(models.TextChoices):
        PLANNED = "planned", "Direncanakan"
        HELD = "held", "Berlangsung"
        CLOSED = "closed", "Notula disahkan"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    chair = models.CharField(max_length=120, blank=True, help_text="Jabatan pemimpin rapat")
    minutes = models.TextField(blank=True, help_text="Notula")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes_hash = models.CharField(max_length=64, blank=True, help_text="Sidik notula saat disahkan")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="Naik tiap disimpan: dua penulis tidak saling menimpa")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return f"rakor {self.pk}"


class AgendaItem(models.Model):
    """One point of the agenda; generated ones keep what they came from, so that making them anew doubles nothing."""

    class Origin(models.TextChoices):
        WRITTEN = "written", "Ditulis"
        ROAD = "road", "Jalan naik kelas"
        COMMITMENT = "commitment", "Janji yang terbuka"
        EVIDENCE = "evidence", "Bukti yang kurang"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.WRITTEN)
    subject = models.CharField(max_length=80, blank=True, help_text="Apa asalnya, mis. lever:kb-unmet atau item:A1")
    village = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.position}"


class Participant(models.Model):
    """Who is invited and who came: an office or a post, not a person's name."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(max_length=120, help_text="Jabatan: Kepala Dinas, Lurah Mampang, …")
    present = models.BooleanField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "post"], name="one_seat_of_a_post")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.post}"


class Decision(models.Model):
    """A numbered decision of a meeting; fixed when the minutes are."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="decisions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.number}"


class CommitmentState(models.TextChoices):
    """Where a commitment stands. The values are stable; the labels are shown."""

    PROPOSED = "proposed", "Diusulkan"
    ACCEPTED = "accepted", "Diterima"
    IN_PROGRESS = "in-progress", "Dikerjakan"
    DELIVERED = "delivered", "Diserahkan, menunggu pemeriksaan"
    VERIFIED = "verified", "Selesai, terbukti"
    REFUSED = "refused", "Ditolak OPD"
    EXPIRED = "expired", "Lewat waktu, ditutup"


OPEN_STATES = (CommitmentState.PROPOSED, CommitmentState.ACCEPTED, CommitmentState.IN_PROGRESS)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments, filtered by territory and office."""

    def visible_to(self, user: User | AnonymousUser | None) -> "CommitmentQuerySet":
        """Commitments for villages whose figures the person may read, and those of the person's offices."""
        scope = scope_of(user)
        if EVERYWHERE in scope.codes(Right.SEE_FIGURES):  # all of them: no need to go by their villages
            return self.filter()
        there = Commitment.villages.through.objects.filter(scope.rows(Right.SEE_FIGURES, "unit__region__code"))
        seen = Q(pk__in=there.values("commitment"))
        if user is not None and user.is_authenticated:
            seen |= Q(office__in=OfficeMember.objects.filter(user=user.pk).values("office"))
        return self.filter(seen)

    def visible_under(self, user: User | AnonymousUser | None, code: str) -> "CommitmentQuerySet":
        """Those of `visible_to` that are for a village in a region or anywhere below it.

        Whoever may read all figures there sees them all: databases need not ask twice where a village lies.
        """
        seen = self if scope_of(user).may(Right.SEE_FIGURES, code) else self.visible_to(user)
        there = Commitment.villages.through.objects.filter(within([code], "unit__region__code"))
        return seen.filter(pk__in=there.values("commitment"))

    def answerable_by(self, user: User | AnonymousUser | None) -> "CommitmentQuerySet":
        """Commitments of the person's offices, in places where the person answers for an office."""
        if user is None or not user.is_authenticated:
            return self.none()
        mine = Q(office__members__user=user.pk) & scope_of(user).rows(Right.ANSWER, "office__region__code")
        return self.filter(pk__in=Commitment.objects.filter(mine).values("pk"))

    def open(self) -> "CommitmentQuerySet":
        """Not yet delivered, refused or closed."""
        return self.filter(state__in=OPEN_STATES)


class Commitment(models.Model):
    """What an office promised: output, quantity, place, money, day, and what it moves.

    Its state is told by its ledger (`CommitmentEvent`); the columns are copies for lists and filters.
    """

    class Source(models.TextChoices):
        APBD_CITY = "apbd-kota", "APBD kota/kabupaten"
        APBD_PROVINCE = "apbd-provinsi", "APBD provinsi"
        APBN = "apbn", "APBN"
        VILLAGE = "kelurahan", "Dana kelurahan/desa"
        CSR = "csr", "CSR"
        SELF_HELP = "swadaya", "Swadaya"
        NONE = "none", "Tanpa anggaran"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", help_text="Kota/kabupaten")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="commitments")
    post = models.CharField(max_length=120, blank=True, help_text="Jabatan penanggung jawab")
    output = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField(default=1)
    quantity_unit = models.CharField(max_length=40, default="kegiatan")
    villages = models.ManyToManyField(Unit, related_name="commitments")
    budget_line = models.CharField(max_length=160, blank=True)
    budget_source = models.CharField(max_length=16, choices=Source.choices, default=Source.NONE)
    budget_rupiah = models.PositiveBigIntegerField(default=0)
    due = models.DateField()
    fact = models.CharField(max_length=64, blank=True, help_text="Fakta yang bergerak")
    fact_change = models.BigIntegerField(null=True, blank=True, help_text="Seberapa banyak, per kelurahan")
    instrument = models.CharField(max_length=64, blank=True)
    item = models.CharField(max_length=16, blank=True, help_text="Butir instrumen yang bergerak")
    state = models.CharField(
        max_length=12, choices=CommitmentState.choices, default=CommitmentState.PROPOSED, db_index=True
    )
    state_since = models.DateTimeField()
    delivered_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["office", "state", "due"]), models.Index(fields=["region", "state", "due"])]

    def __str__(self) -> str:
        return f"janji {self.pk}"


class CommitmentEvent(LedgerRow):
    """What happened to a commitment. Chain: its key. The first event holds all it promised."""

    SEALED = ("commitment_id", "action", "state", "reason", "details", "evidence_id", "by_link_id")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=CommitmentState.choices)
    reason = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    by_link = models.ForeignKey("AnswerLink", on_delete=models.PROTECT, null=True, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "commitment event"
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="commitment_events_are_numbered")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.action}"


class AnswerLink(models.Model):
    """A link with which an office without an account answers one commitment, once, until a day; kept as a digest."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"tautan {self.pk}"


class Reminder(models.Model):
    """A reminder that went out or was copied, so that nobody is reminded twice a day of the same thing."""

    class Way(models.TextChoices):
        EMAIL = "email", "Surel"
        COPIED = "copied", "Disalin"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reminders")
    way = models.CharField(max_length=8, choices=Way.choices)
    on = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "way", "on"], name="one_reminder_a_day_and_way")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.on:%Y-%m-%d}"
