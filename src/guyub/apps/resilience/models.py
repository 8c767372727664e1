"""What follows from the families: derived rows that lists and sums read, trends, and the companion team's visits.

States and sums can be made anew at any time from registry and answers (`guyub manage refresh_families`). Points of a
trend and visits are records of their own.
"""

from django.conf import settings
from django.db import models

from guyub.apps.people.models import Family, Person, Resident, ResidentQuerySet
from guyub.apps.territory.models import Region

WHOLE_DIMENSION = 420


class FamilyState(Resident):
    """What holds for one family on a day. Flags: 1 yes, 2 no, 3 does not apply, empty: cannot be known.

    ``record`` is the family record that the rules read. Columns repeat what lists filter, sort and count.
    """

    family = models.OneToOneField(Family, on_delete=models.CASCADE, primary_key=True, related_name="state")
    as_of = models.DateField(help_text="Hari yang dipakai untuk menghitung umur")
    interviewed_on = models.DateField(null=True, help_text="Hari pendataan terakhir yang selesai")
    record = models.JSONField(default=dict)
    rules = models.CharField(max_length=200, help_text="Versi aturan")

    tenteram = models.PositiveSmallIntegerField(null=True, help_text="Per 420")
    mandiri = models.PositiveSmallIntegerField(null=True, help_text="Per 420")
    bahagia = models.PositiveSmallIntegerField(null=True, help_text="Per 420")
    ibangga = models.PositiveSmallIntegerField(null=True, help_text="Per 1260")
    category = models.CharField(max_length=12, blank=True)
    variables = models.JSONField(default=dict, help_text="Kode variabel → keadaan")
    unanswered = models.JSONField(default=list)

    target = models.PositiveSmallIntegerField(null=True)
    krs = models.PositiveSmallIntegerField(null=True, help_text="Menurut aturan bawaan")
    krs_any = models.PositiveSmallIntegerField(null=True, help_text="Menurut aturan 'salah satu faktor'")
    targets = models.JSONField(default=dict)
    air = models.PositiveSmallIntegerField(null=True)
    jamban = models.PositiveSmallIntegerField(null=True)
    t_muda = models.PositiveSmallIntegerField(null=True)
    t_tua = models.PositiveSmallIntegerField(null=True)
    t_dekat = models.PositiveSmallIntegerField(null=True)
    t_banyak = models.PositiveSmallIntegerField(null=True)
    pus_4t = models.PositiveSmallIntegerField(null=True)
    non_kbm = models.PositiveSmallIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True, help_text="Peringkat kesejahteraan 1–4; 5: di atas 4")

    pus = models.PositiveSmallIntegerField(null=True)
    pregnant = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=20, blank=True)
    non_user = models.CharField(max_length=24, blank=True)
    unmet_register = models.CharField(max_length=12, blank=True, help_text="Unmet need menurut register")
    unmet_pk = models.CharField(max_length=12, blank=True, help_text="Unmet need menurut BKKBN sejak 2023")

    last_visit_on = models.DateField(null=True, help_text="Kunjungan TPK terakhir")

    objects = ResidentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["village", "rw", "rt"]),
            models.Index(fields=["village", "krs", "last_visit_on"]),
            models.Index(fields=["village", "interviewed_on"]),
        ]

    def __str__(self) -> str:
        return f"#{self.family_id}"


class AreaSums(models.Model):
    """Sums over the families of an RT, an RW or a village: counts only, from which every share and mean follows."""

    class Level(models.TextChoices):
        VILLAGE = "village", "Kelurahan/desa"
        RW = "rw", "RW"
        RT = "rt", "RT"

    village = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=7, choices=Level.choices)
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    families = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict)
    as_of = models.DateField()
    rules = models.CharField(max_length=200)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "area sums"
        constraints = [models.UniqueConstraint(fields=["village", "level", "rw", "rt"], name="one_row_of_sums_an_area")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.level} {self.rw} {self.rt}".strip()


class IndicatorPoint(models.Model):
    """One figure of a village or RW on a day, kept for the trend: ``numerator`` of ``denominator``.

    ``outside``: disclosure control showed it that day to those who do not see the families.
    """

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    rw = models.CharField(max_length=3, blank=True)
    code = models.CharField(max_length=48)
    as_of = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    outside = models.BooleanField(default=False, help_text="Boleh tampil di luar kampung")
    rules = models.CharField(max_length=200)

    class Meta:
        ordering = ["village_id", "rw", "code", "as_of"]
        constraints = [
            models.UniqueConstraint(fields=["village", "rw", "code", "as_of"], name="one_point_a_day_of_an_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.code} {self.as_of:%Y-%m-%d}"


class Visit(Resident):
    """A visit of the companion team: what was asked and seen, which help was given, and whether a factor is gone.

    ``answers`` and ``findings`` are health data: only for those with the right SEE_HEALTH where the family lives.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="visits")
    form = models.CharField(max_length=24)
    forms_version = models.CharField(max_length=32)
    day = models.DateField()
    answers = models.JSONField(default=dict)
    findings = models.JSONField(default=list, help_text="Kode tanda yang perlu diperhatikan")
    assistance = models.JSONField(default=list, help_text="Kode bantuan 1–8")
    factor = models.CharField(max_length=10, blank=True, help_text="Faktor KRS yang ditangani")
    resolved_on = models.DateField(null=True, help_text="Hari faktor itu teratasi")
    next_on = models.DateField(null=True, help_text="Rencana kunjungan berikutnya")
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ResidentQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["village", "rw", "rt"]),
            models.Index(fields=["family", "day"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.form}"
