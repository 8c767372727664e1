"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.elders.models import CarePlan, CareVisit, ElderCheck, ElderReferral, ElderScreening, ElderSituation
from guyub.apps.elders.services.checks import NAMES

SCREENINGS, CHECKS = "Skrining lansia", "Pemeriksaan lansia"
SITUATIONS, REFERRALS = "Keadaan lansia", "Rujukan lansia"
PLANS, VISITS = "Pendampingan lansia", "Kunjungan pendampingan lansia"


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: everything of an elder, replaced rows too."""
    held = {
        SCREENINGS: _rows(ElderScreening.objects.filter(elder__in=people), "day", "form", "answers", "reason"),
        CHECKS: _rows(ElderCheck.objects.filter(elder__in=people), "day", *NAMES, "reason"),
        SITUATIONS: _rows(
            ElderSituation.objects.filter(elder__in=people), "day", "conditions", "uncontrolled", "limited"
        ),
        REFERRALS: _rows(
            ElderReferral.objects.filter(elder__in=people), "referred_on", "reasons", "answered_on", "outcome", "note"
        ),
        PLANS: _rows(CarePlan.objects.filter(elder__in=people), "day", "companion", "tasks", "ended_on", "ended"),
        VISITS: _rows(CareVisit.objects.filter(elder__in=people), "day", "done"),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing is left of them, nor that they cared for somebody."""
    forget_records(sender, people=people)
    CarePlan.objects.filter(caregiver__in=people).update(caregiver=None)


def forget_records(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Remove what is held of elders, the last corrections first."""
    for model in (CareVisit, CarePlan, ElderReferral):
        model.objects.filter(elder__in=people).delete()
    ElderSituation.objects.filter(elder__in=people).delete()
    for model in (ElderScreening, ElderCheck):
        for one in model.objects.filter(elder__in=people).order_by("-pk"):
            one.delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
