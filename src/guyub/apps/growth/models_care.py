"""What a child was given and asked besides being measured. Only `growth.services.caring` writes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guyub.apps.people.models import Person, Resident, ResidentQuerySet

COUNTS_ONCE = ("immunisation", "breastfeeding")
"""Kinds of which a code counts once for a child, and not once a day."""


class CareMarkQuerySet(ResidentQuerySet):
    """Marks, filtered by territory and role."""

    def counting(self) -> "CareMarkQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on=None)


class CareMark(Resident):
    """One thing given, asked or noted on one day. It is never changed: a mistaken one is withdrawn, and stays.

    ``code``: of the rule file: the dose, the illness, ``month-3`` of breastfeeding.
    `village`, `rw`, `rt`: where the child lived then.
    """

    class Kind(models.TextChoices):
        IMMUNISATION = "immunisation", "Imunisasi"
        VITAMIN_A = "vitamin-a", "Vitamin A"
        DEWORMING = "deworming", "Obat cacing"
        BREASTFEEDING = "breastfeeding", "ASI eksklusif"
        FOOD = "food", "Keragaman makanan (MKM)"
        ILLNESS = "illness", "Sakit"

    class Source(models.TextChoices):
        SEEN = "seen", "Dicatat pada harinya"
        BOOK = "book", "Buku KIA atau catatan"
        TOLD = "told", "Kata ibu atau pengasuh"
        FILE = "file", "Berkas e-PPGBM"

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_marks")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    code = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    detail = models.JSONField(default=dict, help_text="Jawaban yang menyertainya")
    source = models.CharField(max_length=4, choices=Source.choices)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True, help_text="Mengapa dibatalkan")

    objects = CareMarkQuerySet.as_manager()

    class Meta:
        ordering = ["child_id", "day", "pk"]
        indexes = [models.Index(fields=["child", "kind", "code"])]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "kind", "code"],
                condition=Q(withdrawn_on=None, kind__in=COUNTS_ONCE),
                name="a_dose_counts_once",
            ),
            models.UniqueConstraint(
                fields=["child", "kind", "code", "day"], condition=Q(withdrawn_on=None), name="a_mark_counts_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"
