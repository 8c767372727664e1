"""What a file about people may be for. A list, so that the audit trail, which is never erased, holds no such words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Purpose(TextChoices):
    """The trail keeps the code."""

    ACCOMPANY = "pendampingan", gettext_lazy("Pendampingan keluarga oleh TPK")
    VERIFY = "verval", gettext_lazy("Verifikasi dan validasi KRS")
    INTERVENE = "intervensi", gettext_lazy("Intervensi OPD atau puskesmas")
    MEETING = "rakor", gettext_lazy("Rapat koordinasi")
    CORRECT = "perbaikan", gettext_lazy("Pemeriksaan dan perbaikan data")
    REPORT = "laporan", gettext_lazy("Laporan atau rekapitulasi")
    MOVE = "pindah", gettext_lazy("Pindah ke sistem lain")


CHOICES = [("", gettext_lazy("Pilih tujuan")), *Purpose.choices]
"""For the form field of an export."""
