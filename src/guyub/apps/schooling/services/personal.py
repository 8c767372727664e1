"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.schooling.models import SchoolAid, SchoolStep

STEPS, AIDS = "Langkah untuk anak yang tidak bersekolah", "Bantuan sekolah"
OF_STEP = ("day", "action", "cause", "in_charge", "due_on", "outcome", "note", "reason")
OF_AID = ("day", "kind", "state", "rupiah", "note", "reason")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: steps and aid, replaced ones too."""
    held = {
        STEPS: _rows(SchoolStep.objects.filter(person__in=people), *OF_STEP),
        AIDS: _rows(SchoolAid.objects.filter(person__in=people), *OF_AID),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing is left of an erased person, the last corrections first."""
    for model in (SchoolStep, SchoolAid):
        for one in model.objects.filter(person__in=people).order_by("-pk"):
            one.delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
