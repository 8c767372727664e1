"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.quickwins.models import DayCareChild, FosterAid

AIDS, CARES = "Bantuan orang tua asuh (GENTING)", "Taman asuh anak (TAMASYA)"


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: aid they were given, and day cares they went to."""
    held = {
        AIDS: _rows(FosterAid.objects.filter(person__in=people), "package", "since", "until", "ended_on"),
        CARES: _rows(DayCareChild.objects.filter(child__in=people), "day_care__name", "since", "until"),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: the aid stays with its family, and names nobody."""
    FosterAid.objects.filter(person__in=people).update(person=None)
    DayCareChild.objects.filter(child__in=people).delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
