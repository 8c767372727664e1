"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.livelihoods.models import Business, BusinessNote, CashEntry, Owner, Permit

BUSINESSES, CASH, PERMITS, NOTES = "Usaha", "Kas usaha", "Izin usaha", "Catatan usaha"


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: businesses that someone runs, with their books."""
    own = Business.objects.filter(owners__person__in=people).distinct()
    held = {
        BUSINESSES: _rows(own, "name", "product", "since", "capital", "closed_on"),
        CASH: _rows(CashEntry.objects.filter(business__in=own), "day", "category", "rupiah", "note", "reason"),
        PERMITS: _rows(Permit.objects.filter(business__in=own), "kind", "number", "issued_on", "printed_end"),
        NOTES: _rows(BusinessNote.objects.filter(business__in=own), "about", "day", "code", "rupiah", "note", "reason"),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`: a business that nobody else runs goes with its books."""
    own = set(Business.objects.filter(owners__person__in=people).values_list("pk", flat=True))
    Owner.objects.filter(person__in=people).delete()
    Business.objects.filter(pk__in=own, owners=None).delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
