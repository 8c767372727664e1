"""Proofs: what a village shows for the items of an instrument, its files, and everything that happened to it.

An item of evidence has a state, told by its ledger (`EvidenceEvent`); the column is a copy for lists and filters.
A file is stored once for its content: two proofs may show the same file, and the evidence sense says so.
"""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import either, scope_of, within
from guyub.apps.audit.append_only import AppendOnlyQuerySet
from guyub.apps.audit.chained import LedgerRow
from guyub.apps.territory.models import Unit


class Kind(models.TextChoices):
    """What sort of proof it is. The values are stable; the labels are shown."""

    DECREE = "decree", _("SK atau peraturan")
    MINUTES = "minutes", _("Notula atau berita acara")
    REGISTER = "register", _("Register atau daftar hadir")
    REPORT = "report", _("Laporan")
    PLAN = "plan", _("Rencana kerja atau anggaran")
    PHOTO = "photo", _("Foto kegiatan")
    CERTIFICATE = "certificate", _("Sertifikat")
    AGREEMENT = "agreement", _("Kesepakatan atau nota kerja sama")
    OTHER = "other", _("Lainnya")


class State(models.TextChoices):
    """Where a proof stands, as `guyub.domain.evidence.states` moves it. The values are stable; the labels are shown."""

    CLAIMED = "claimed", _("Disebut, belum diunggah")
    UPLOADED = "uploaded", _("Diunggah")
    CHECKED = "checked", _("Diperiksa kota")
    VERIFIED = "verified", _("Terbukti di lapangan")
    REJECTED = "rejected", _("Ditolak")
    EXPIRED = "expired", _("Kedaluwarsa")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Proofs, filtered by territory."""

    def visible_to(self, user: User | AnonymousUser | None) -> "EvidenceQuerySet":
        """Proofs of places in which the person may see proofs, and those the person added."""
        seen = scope_of(user).rows(Right.SEE_EVIDENCE, "unit__region__code")
        if user is not None and user.is_authenticated and scope_of(user).has(Right.ADD_EVIDENCE):
            seen = either(seen, Q(added_by=user.pk))
        return self.filter(seen)

    def checkable_by(self, user: User | AnonymousUser | None) -> "EvidenceQuerySet":
        """Proofs that the person may check; nobody checks what they added themselves."""
        rows = self.filter(scope_of(user).rows(Right.CHECK_EVIDENCE, "unit__region__code"))
        return rows.exclude(added_by=user.pk) if user is not None and user.pk else rows

    def under(self, code: str) -> "EvidenceQuerySet":
        """Proofs of units in a region or anywhere below it."""
        return self.filter(within([code], "unit__region__code"))


class Evidence(models.Model):
    """One proof of one village."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    dated = models.DateField(null=True, blank=True, help_text="Tanggal pada dokumen, atau tanggal kegiatan")
    valid_until = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    issuer = models.CharField(max_length=160, blank=True, help_text="Penerbit SK, penyelenggara kegiatan")
    number = models.CharField(max_length=80, blank=True, help_text="Nomor dokumen")
    # A record of our own stands in for a file: which, the app that owns it knows (e.g. "meeting", "17").
    record_kind = models.CharField(max_length=24, blank=True)
    record_key = models.CharField(max_length=40, blank=True)
    public = models.BooleanField(default=False, help_text="Boleh tampil di halaman publik (dengan persetujuan)")
    state = models.CharField(max_length=8, choices=State.choices, default=State.CLAIMED, db_index=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["valid_until"])]

    def __str__(self) -> str:
        return f"bukti {self.pk}"


class Support(models.Model):
    """A proof supports one item of an instrument: variable I1 of kkb-klas-web-2021, indicator A1 of kkb-siap-1.0."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="supports")
    instrument = models.CharField(max_length=64)
    item = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "instrument", "item"], name="one_support_of_an_item")
        ]
        indexes = [models.Index(fields=["instrument", "item"])]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.instrument} {self.item}"


class StoredFile(models.Model):
    """Content kept once. ``sha256`` is that of what was sent; pictures are kept re-encoded, without their EXIF.

    Time and place that a picture carried are for checking only and never shown to the public.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    kept_sha256 = models.CharField(max_length=64, help_text="Sidik isi yang disimpan")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text="Byte yang disimpan")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    look = models.CharField(max_length=16, blank=True, db_index=True, help_text="Sidik rupa gambar, 64 bit")
    taken_at = models.DateTimeField(null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file in its place within a proof."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120, help_text="Nama untuk mengunduh")
    caption = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["evidence", "file"], name="a_file_once_in_a_proof")]

    def __str__(self) -> str:
        return f"{self.evidence_id}/{self.position}"


class Upload(models.Model):
    """A file on its way: parts arrive in order, and one that broke off goes on where it stopped."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "sha256"], name="one_upload_of_a_content_in_a_proof")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.received}/{self.size}"


class EvidenceEvent(LedgerRow):
    """What happened to a proof: added, described, file added or taken off, checked, rejected with a reason, expired.

    Chain: the proof's key. ``state``: what it is in afterwards. ``details``: codes and digests, no names.
    """

    SEALED = ("evidence_id", "action", "state", "reason", "details")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "evidence event"
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="evidence_events_are_numbered")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.action}"


class Finding(models.Model):
    """Something the evidence sense noticed; a person decides what it means. Found again, it stays one row."""

    class Verdict(models.TextChoices):
        OPEN = "open", "Belum diputuskan"
        HARMLESS = "harmless", "Wajar"
        PROBLEM = "problem", "Bermasalah"

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="findings")
    other = models.ForeignKey(Evidence, on_delete=models.CASCADE, null=True, related_name="+")
    rule = models.CharField(max_length=32)
    details = models.JSONField(default=dict)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "other", "rule"], name="one_finding_of_a_pair"),
            models.UniqueConstraint(
                fields=["evidence", "rule"], condition=models.Q(other__isnull=True), name="one_finding_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.rule}"
