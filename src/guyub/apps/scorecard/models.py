"""Figures of the scorecard as they stood in past months. Only `scorecard.services` writes."""

from django.db import models

from guyub.apps.territory.models import Region


class KeptFigure(models.Model):
    """One figure of a village or of one of its RWs in a month: ``numerator`` of ``denominator``.

    ``part``: "" for the village, three digits for an RW, "-" for those of whom the RW is not known. Once its month is
    sealed, a figure is never written again. ``outside``: of a mean, whether disclosure control showed it that day to
    those who do not see the families; of a count that follows from the counts themselves.
    """

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=3, blank=True)
    line = models.CharField(max_length=32)
    month = models.DateField(help_text="Hari pertama bulan itu")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    outside = models.BooleanField(default=False, help_text="Rata-rata yang boleh tampil di luar kampung")
    kept_on = models.DateField(help_text="Hari dihitung")

    class Meta:
        ordering = ["village_id", "month", "line", "part"]
        constraints = [
            models.UniqueConstraint(fields=["village", "month", "line", "part"], name="one_figure_a_month_of_a_line")
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.part} {self.line} {self.month:%Y-%m}"
