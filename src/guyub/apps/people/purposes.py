"""What a file about people may be for. A list, so that the audit trail, which is never erased, holds no such words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from guyub.errors import DomainError


class Purpose(TextChoices):
    """The trail keeps the code."""

    ACCOMPANY = "pendampingan", gettext_lazy("Pendampingan keluarga oleh TPK")
    VERIFY = "verval", gettext_lazy("Verifikasi dan validasi KRS")
    INTERVENE = "intervensi", gettext_lazy("Intervensi OPD atau puskesmas")
    MEETING = "rakor", gettext_lazy("Rapat koordinasi")
    CORRECT = "perbaikan", gettext_lazy("Pemeriksaan dan perbaikan data")
    REPORT = "laporan", gettext_lazy("Laporan atau rekapitulasi")
    MOVE = "pindah", gettext_lazy("Pindah ke sistem lain")


class NoPurpose(DomainError):
    """An export needs a purpose of the list."""

    code = "people-export-without-purpose"
    template = "Say what the file is for: choose one of the purposes. It goes on the audit trail."
    exit_code = 4


def purpose_given(code: str) -> str:
    """The code of a purpose, as the trail keeps it.

    Raises:
        NoPurpose: It is not on the list.
    """
    if code not in Purpose.values:
        raise NoPurpose
    return code


CHOICES = [("", gettext_lazy("Pilih tujuan")), *Purpose.choices]
"""For the form field of an export."""
