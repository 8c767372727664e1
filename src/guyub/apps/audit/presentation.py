"""Entries of the trail in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.audit.models import SITE, AuditEntry
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.language.words import catalogue

SEALED = "_sealed"  # values under such names open with the key of whom they are about, and not here


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    at: datetime
    place: str
    who: str
    action: str
    subject: str
    details: str
    number: str


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """Entries in words; one query for the names of villages."""
    found = list(entries)
    names = dict(Region.objects.filter(code__in={entry.chain for entry in found}).values_list("code", "name"))
    return [
        Line(
            at=entry.at,
            place=_("situs") if entry.chain == SITE else names.get(entry.chain, entry.chain),
            who=entry.actor.get_username() if entry.actor else _("sistem"),
            action=action_words(entry.action),
            subject=entry.subject,
            details=_details(entry.details),
            number=f"{entry.chain} #{entry.sequence}",
        )
        for entry in found
    ]


def known_actions() -> list[str]:
    """Every action that has words."""
    return [key.removeprefix("trail.") for key in catalogue("id") if key.startswith("trail.")]


def action_words(action: str) -> str:
    """An action in the language of the page; its code where nobody gave it words."""
    return catalogue(page_language()).get(f"trail.{action}", action)


def _details(details: Mapping[str, Any]) -> str:
    told = [f"{name}: {_plain(value)}" for name, value in details.items() if not name.endswith(SEALED)]
    if len(told) < len(details):
        told.append(_("alasan tersimpan terkunci"))
    return " · ".join(told)


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
