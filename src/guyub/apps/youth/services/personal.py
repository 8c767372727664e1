"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.youth.models import YouthCheck, YouthInterview, YouthReferral
from guyub.domain.youth.findings import NAMES

CHECKS, REFERRALS = "Pemeriksaan remaja", "Rujukan remaja"
CONFIDENTIAL = "Catatan konseling remaja"
ASK_PUSKESMAS = "Rahasia: isinya, bila ada, hanya diberikan puskesmas langsung kepada orangnya."
OF_REFERRAL = ("reasons", "referred_on", "answered_on", "outcome")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: checks (replaced ones too) and referrals.

    Whoever makes the extract may not read interviews, nor learn from it whether there was one: everybody is told where
    to ask.
    """
    held = {
        CHECKS: _rows(YouthCheck.objects.filter(person__in=people), "day", *NAMES, "tablets", "topics", "reason"),
        REFERRALS: _rows(YouthReferral.objects.filter(person__in=people), *OF_REFERRAL),
    }
    return {title: rows for title, rows in held.items() if rows} | {CONFIDENTIAL: ASK_PUSKESMAS}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing is left of an erased person."""
    forget_checks(sender, people=people)
    forget_interviews(sender, people=people)


def forget_checks(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Remove checks, the last corrections first, and the referrals made at them."""
    YouthReferral.objects.filter(person__in=people).delete()
    for one in YouthCheck.objects.filter(person__in=people).order_by("-pk"):
        one.delete()


def forget_interviews(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Remove confidential interviews, the last corrections first."""
    for one in YouthInterview.objects.filter(person__in=people).order_by("-pk"):
        one.delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
