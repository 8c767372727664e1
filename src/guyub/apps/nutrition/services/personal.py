"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.nutrition.models import KitchenGuest, KitchenPortion, PmtRound, PmtServing, PmtVisit

ROUNDS, SERVINGS = "Pemberian makanan tambahan (PMT)", "Porsi PMT"
GUEST, PORTIONS = "Penerima porsi dapur", "Porsi dapur"
OF_ROUND = ("category", "edition", "begun", "days", "ended_on", "outcome")
OF_GUEST = ("reason", "since", "until", "avoided", "ended_on")
OF_PORTION = ("held__day", "given", "eaten", "reason")
VISITS, OF_VISIT = "Kunjungan PMT", ("day", "signs")
OF_SERVING = ("day", "eaten", "reason", "counts")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: rounds, servings (corrected ones too), portions of a kitchen."""
    held = {
        ROUNDS: _rows(PmtRound.objects.filter(person__in=people), *OF_ROUND),
        GUEST: _rows(KitchenGuest.objects.filter(person__in=people), *OF_GUEST),
        PORTIONS: _rows(KitchenPortion.objects.filter(guest__person__in=people), *OF_PORTION),
        SERVINGS: _rows(PmtServing.objects.filter(round__person__in=people), *OF_SERVING),
        VISITS: _rows(PmtVisit.objects.filter(round__person__in=people), *OF_VISIT),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: nothing of them stays, the last corrections go first."""
    for one in PmtServing.objects.filter(round__person__in=people).order_by("-pk"):
        one.delete()
    PmtVisit.objects.filter(round__person__in=people).delete()
    PmtRound.objects.filter(person__in=people).delete()
    KitchenGuest.objects.filter(person__in=people).delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
