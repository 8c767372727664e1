"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from guyub.apps.growth.models import CareMark, GrowthState, Measurement, Referral

TITLE = "Pengukuran tumbuh kembang"
CARE_TITLE = "Imunisasi, vitamin, makanan, sakit"
CARE_COLUMNS = ("day", "kind", "code", "detail", "source", "withdrawn_on", "reason")
REFERRAL_TITLE = "Rujukan ke puskesmas"
REFERRAL_COLUMNS = ("referred_on", "due_on", "reasons", "answered_on", "outcome", "note")
COLUMNS = ("day", "weight_g", "height_mm", "head_mm", "arm_mm", "posture", "oedema", "source", "reason")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: measurements, marks and referrals, none left out."""
    measured = Measurement.objects.filter(child__in=people).order_by("day", "pk").values(*COLUMNS)
    marked = CareMark.objects.filter(child__in=people).order_by("day", "pk").values(*CARE_COLUMNS)
    referred = Referral.objects.filter(child__in=people).order_by("pk").values(*REFERRAL_COLUMNS)
    held = {TITLE: measured, CARE_TITLE: marked, REFERRAL_TITLE: referred}
    return {title: [_written(row) for row in rows] for title, rows in held.items() if rows}


def _written(row: dict[str, Any]) -> dict[str, Any]:
    """Days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing is left of an erased person; last measurements first."""
    CareMark.objects.filter(child__in=people).delete()
    GrowthState.objects.filter(child__in=people).delete()
    for one in Measurement.objects.filter(child__in=people).order_by("-pk"):
        one.delete()
