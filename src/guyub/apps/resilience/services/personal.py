"""What is held about one human being: handed out on request, and blanked when they are erased."""

from collections.abc import Sequence
from typing import Any

from guyub.apps.resilience.models import Visit

TITLE = "Kunjungan pendamping keluarga"


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `person_erased`: that a visit took place stays, what was asked and seen goes."""
    Visit.objects.filter(person__in=people).update(answers={}, findings=[])


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `extract_wanted`: the visits to this person with answers and signs."""
    visits = Visit.objects.filter(person__in=people).order_by("day", "pk")
    rows = [
        {
            "day": visit.day.isoformat(),
            "form": visit.form,
            "answers": visit.answers,
            "signs": visit.findings,
            "assistance": visit.assistance,
            "factor": visit.factor,
            "resolved_on": visit.resolved_on.isoformat() if visit.resolved_on else None,
        }
        for visit in visits
    ]
    return {TITLE: rows} if rows else {}
