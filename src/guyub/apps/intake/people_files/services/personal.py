"""What by-name lists said about the family of one human being: handed out on request, gone with the last of it.

Files themselves are sealed until they are taken or destroyed, and bear no link to anyone: they are not searched.
"""

from collections.abc import Sequence
from typing import Any

from guyub.apps.audit.models import AuditEntry
from guyub.apps.intake.models import ReportedScreening
from guyub.apps.people.models import Couple, Family, Membership, Person

TITLE = "Daftar KRS yang dilaporkan"
EXPORTS = "Berkas ekspor yang memuat wilayah orang ini"
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
    exports = _exports(people)
    return {**({TITLE: rows} if rows else {}), **({EXPORTS: exports} if exports else {})}


def _exports(people: Sequence[int]) -> list[dict[str, Any]]:
    """Files with personal columns of the place where someone lives now, since they are on record.

    One line stands for all people of a file: the trail does not list whom it held.
    """
    found: dict[int, AuditEntry] = {}
    for village, rw, since in Person.objects.filter(pk__in=people).values_list("village", "rw", "created_at"):
        entries = AuditEntry.objects.filter(chain=village, action="export-people", at__gte=since)
        for entry in entries.select_related("actor"):
            if entry.details["personal"] and entry.details["rw"] in ("", rw):
                found[entry.pk] = entry
    return [
        {
            "at": entry.at.isoformat(),
            "by": entry.actor.username if entry.actor else None,
            "purpose": entry.details["purpose"],
            "with_full_numbers": entry.details["full_numbers"],
        }
        for _, entry in sorted(found.items())
    ]


def _flags(one: ReportedScreening, *, is_wife: bool) -> dict[str, int]:
    return {code: flag for code, flag in one.flags.items() if is_wife or code in OF_THE_FAMILY}
