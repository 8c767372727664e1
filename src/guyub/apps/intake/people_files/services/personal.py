"""What by-name lists said about the family of one human being: handed out on request, gone with the last of it.

Files themselves are sealed until they are taken or destroyed, and bear no link to anyone: they are not searched.
"""

from collections.abc import Sequence
from typing import Any

from guyub.apps.intake.models import ReportedScreening
from guyub.apps.people.models import Couple, Family, Membership

TITLE = "Daftar KRS yang dilaporkan"
OF_THE_FAMILY = ("AIR", "JAMBAN")
"""Flags about the house; the others are about the wife of the couple and go to her only."""


def forget(sender: object, *, people: Sequence[int], **_: Any) -> None:
    """Receiver of `person_erased`: nothing is kept about a family of which nobody's data are held."""
    emptied = Family.objects.filter(memberships__person__in=people, key__destroyed_at__isnull=False)
    ReportedScreening.objects.filter(family__in=emptied.values("pk")).delete()


def hand_out(sender: object, *, people: Sequence[int], **_: Any) -> dict[str, Any]:
    """Receiver of `extract_wanted`: what was reported of the family they live in."""
    homes = Membership.objects.filter(person__in=people, until=None).values("family")
    as_wife = set(Couple.objects.filter(wife__in=people, until=None).values_list("family", flat=True))
    found = ReportedScreening.objects.filter(family__in=homes).select_related("family").order_by("as_of", "pk")
    rows = [
        {
            "day": one.as_of.isoformat(),
            "family": one.family.code,
            "flags": _flags(one, is_wife=one.family_id in as_wife),
            "assistance": one.assistance,
        }
        for one in found
    ]
    return {TITLE: rows} if rows else {}


def _flags(one: ReportedScreening, *, is_wife: bool) -> dict[str, int]:
    return {code: flag for code, flag in one.flags.items() if is_wife or code in OF_THE_FAMILY}
