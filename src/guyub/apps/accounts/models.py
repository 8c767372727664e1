"""People with an account, and what they may do where."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

VILLAGE_CODE_LENGTH = 13  # 32.76.01.1009

if TYPE_CHECKING:
    from guyub.apps.accounts.scope import Scope


class User(AbstractUser):
    """An account. What it may see and do comes from its assignments alone."""

    @property
    def scope(self) -> "Scope":
        """Territory and rights of this account, read once per loaded user (one query)."""
        from guyub.apps.accounts.scope import scope_of

        return scope_of(self)


class Role(models.TextChoices):
    """What someone is in a territory. The values are stable; the labels are shown."""

    ADMIN = "admin", "Administrator"
    PROVINCE = "province", "Petugas provinsi"
    CITY = "city", "Petugas kota/kabupaten"
    OPD = "opd", "Petugas OPD"
    LURAH = "lurah", "Lurah/kepala desa"
    OPERATOR = "operator", "Operator pokja"
    PKB = "pkb", "PKB/PLKB"
    PUSKESMAS = "puskesmas", "Petugas puskesmas"
    KADER = "kader", "Kader"
    TPK = "tpk", "Tim pendamping keluarga"
    COUNSELLOR = "counsellor", "Konselor remaja"
    JUROR = "juror", "Juri"
    AUDITOR = "auditor", "Pemeriksa"
    VIEWER = "viewer", "Pembaca"


class Assignment(models.Model):
    """One role of one account in one region, or in one RW or RT of a village; everything below is included."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=16, choices=Role.choices)
    region = models.ForeignKey(
        "territory.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        help_text="Kosong hanya untuk administrator seluruh sistem.",
    )
    part = models.CharField(
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9]{3}([.][0-9]{3})?$", "RW atau RW dan RT dengan tiga angka: 005 atau 005.012.")
        ],
        help_text="Hanya untuk kader dan pendamping: RW (005), atau RW dan RT (005.012). Kosong: seluruh wilayah.",
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "region", "part"], name="one_assignment_of_a_kind"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(region__isnull=True), name="one_assignment_everywhere"
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=False) | Q(role=Role.ADMIN), name="only_admins_without_region"
            ),
            models.CheckConstraint(condition=Q(part="") | Q(region__isnull=False), name="a_part_lies_in_a_region"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {self.place or '*'}"

    @property
    def place(self) -> str:
        """Code of the territory: of a region, or of an RW or RT in a village (32.76.01.1009.005); "" is everywhere."""
        return ".".join(part for part in (self.region_id, self.part) if part)

    def clean(self) -> None:
        """A part is an RW or RT, so the region must be a village."""
        if self.part and len(self.region_id or "") != VILLAGE_CODE_LENGTH:
            raise ValidationError({"part": "RW atau RT hanya dapat dipilih di dalam satu kelurahan/desa."})


class ApiToken(models.Model):
    """A key with which a program acts as an account. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, user: User, name: str) -> tuple["ApiToken", str]:
        """Make a token; the second value is shown once and cannot be read again."""
        secret = f"guyub_{secrets.token_urlsafe(32)}"
        return cls.objects.create(user=user, name=name, digest=cls.digest_of(secret)), secret

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
