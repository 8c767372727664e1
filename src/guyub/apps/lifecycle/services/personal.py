"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.lifecycle.models import Arrival, StageCheck, StageReferral
from guyub.domain.lifecycle.findings import NAMES

ARRIVALS, CHECKS, REFERRALS = "Kehadiran di posyandu", "Pemeriksaan dewasa", "Rujukan dewasa"
OF_ARRIVAL = ("held__day", "came", "service", "education", "tuberculosis")
OF_REFERRAL = ("reasons", "referred_on", "answered_on", "outcome")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: arrivals, checks (replaced ones too) and referrals."""
    held = {
        ARRIVALS: _rows(Arrival.objects.filter(person__in=people), *OF_ARRIVAL),
        CHECKS: _rows(StageCheck.objects.filter(person__in=people), "day", *NAMES, "reason"),
        REFERRALS: _rows(StageReferral.objects.filter(person__in=people), *OF_REFERRAL),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing is left of an erased person, the last corrections first."""
    Arrival.objects.filter(person__in=people).delete()
    StageReferral.objects.filter(person__in=people).delete()
    for one in StageCheck.objects.filter(person__in=people).order_by("-pk"):
        one.delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
