"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from typing import Any

from guyub.apps.growth.models import GrowthState, Measurement

TITLE = "Pengukuran tumbuh kembang"
COLUMNS = ("day", "weight_g", "height_mm", "head_mm", "arm_mm", "posture", "oedema", "source", "reason")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: every measurement, replaced ones too."""
    rows = Measurement.objects.filter(child__in=people).order_by("day", "pk").values(*COLUMNS)
    held = [row | {"day": row["day"].isoformat()} for row in rows]
    return {TITLE: held} if held else {}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: measurements of an erased person are removed, last ones first."""
    GrowthState.objects.filter(child__in=people).delete()
    for one in Measurement.objects.filter(child__in=people).order_by("-pk"):
        one.delete()
