"""Weekly visits of a round of supplementary food: which red flags were seen. Only `nutrition.services` writes."""

from django.conf import settings
from django.db import models


class PmtVisit(models.Model):
    """Red flags were looked for on a day. It is never changed: of several of one day the last one counts.

    ``signs``: codes of pmt.yaml; empty: none was seen.
    """

    round = models.ForeignKey("nutrition.PmtRound", on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    signs = models.JSONField(default=list, help_text="Tanda bahaya yang terlihat")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["round_id", "day", "pk"]
        indexes = [models.Index(fields=["round", "day"])]

    def __str__(self) -> str:
        return f"#{self.round_id} {self.day:%Y-%m-%d}: {len(self.signs)}"
