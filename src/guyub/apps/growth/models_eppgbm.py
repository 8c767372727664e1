"""Files of e-PPGBM that wait for a decision, or are kept for comparing until they are forgotten."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import DataKey
from guyub.apps.territory.models import Region


class EppgbmFileQuerySet(models.QuerySet["EppgbmFile"]):
    def visible_to(self, user: User | AnonymousUser | None) -> "EppgbmFileQuerySet":
        """Files of villages in which the person may exchange files and measure."""
        scope = scope_of(user)
        places = (scope.rows(right, "village__code") for right in (Right.EXCHANGE_GROWTH, Right.EDIT_GROWTH))
        found = self
        for place in places:
            found = found.filter(place)
        return found


class EppgbmFile(models.Model):
    """One export of e-PPGBM for one village. The content is sealed with a key of its own; destroying it ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="eppgbm_file")
    content_sealed = models.BinaryField(null=True)
    date_order = models.CharField(max_length=11, blank=True, help_text="Urutan hari dan bulan menurut orangnya")
    rows = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    recorded = models.PositiveIntegerField(default=0, help_text="Pengukuran yang dicatat dari berkas ini")

    objects = EppgbmFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["village", "uploaded_at"])]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def subject(self) -> str:
        """What the audit trail calls it: at most 40 signs."""
        return f"import:{self.pk.hex}"

    @property
    def kept(self) -> bool:
        """Whether the content is still there."""
        return self.content_sealed is not None
