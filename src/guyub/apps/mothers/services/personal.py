"""What is held about one human being: handed out on request, and removed when they are erased."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.services.checks import NAMES

PREGNANCIES, CHECKS, BIRTHS, OWN_BIRTH = "Kehamilan", "Pemeriksaan ibu", "Kelahiran", "Kelahirannya sendiri"
OF_PREGNANCY = ("dated", "dated_on", "due_on", "gravida", "ended_on", "outcome")
OF_BIRTH = ("day", "weight_g", "length_mm", "weeks", "venue", "helper", "early_breastfeeding")


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `people.signals.extract_wanted`: pregnancies, checks (replaced ones too), births, the own one."""
    held = {
        PREGNANCIES: _rows(Pregnancy.objects.filter(mother__in=people), *OF_PREGNANCY),
        CHECKS: _rows(MotherCheck.objects.filter(mother__in=people), "day", *NAMES, "reason"),
        BIRTHS: _rows(Birth.objects.filter(pregnancy__mother__in=people), *OF_BIRTH),
        OWN_BIRTH: _rows(Birth.objects.filter(child__in=people), *OF_BIRTH),
    }
    return {title: rows for title, rows in held.items() if rows}


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `people.signals.person_erased`.

    What is held of an erased mother is removed, the last corrections first; of an erased child, the facts of its birth.
    """
    Birth.objects.filter(child__in=people).delete()
    Birth.objects.filter(pregnancy__mother__in=people).delete()
    for one in MotherCheck.objects.filter(mother__in=people).order_by("-pk"):
        one.delete()
    Pregnancy.objects.filter(mother__in=people).delete()


def _rows(found: QuerySet, *names: str) -> list[dict[str, Any]]:
    rows = found.order_by("pk").values(*names)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
