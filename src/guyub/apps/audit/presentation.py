"""Entries of the trail in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Role, User
from guyub.apps.accounts.rights import Right
from guyub.apps.audit.models import SITE, AuditEntry
from guyub.apps.territory.models import Region
from guyub.apps.ui.navigation import Reader, Way
from guyub.apps.ui.templatetags.ui import page_language
from guyub.language.words import catalogue

ACCOUNT, VILLAGE = "account", "village"  # kinds of subjects that have names
LONGEST_CODE, SHOWN_OF_CODE = 16, 8
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
    full_subject: str = ""


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """Entries in words; one query for the names of places and one for those of accounts."""
    found = list(entries)
    names = _names(found)
    return [
        Line(
            at=entry.at,
            place=_("situs") if entry.chain == SITE else names.get(entry.chain, entry.chain),
            who=entry.actor.get_username() if entry.actor else _("sistem"),
            action=action_words(entry.action),
            subject=_subject(entry.subject, names),
            details=_details(entry.details, names),
            number=f"{entry.chain} #{entry.sequence}",
            full_subject=entry.subject,
        )
        for entry in found
    ]


def known_actions() -> list[str]:
    """Every action that has words."""
    return [key.removeprefix("trail.") for key in catalogue("id") if key.startswith("trail.")]


def action_words(action: str) -> str:
    """An action in the language of the page; its code where nobody gave it words."""
    return catalogue(page_language()).get(f"trail.{action}", action)


def _names(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """What entries name by code: places by their code, accounts by ``account:number``."""
    codes, accounts = set(), set()
    for entry in entries:
        kind, _colon, code = entry.subject.partition(":")
        codes |= {entry.chain, str(entry.details.get("place", "")), code if kind == VILLAGE else ""}
        if kind == ACCOUNT and code.isdigit():
            accounts.add(int(code))
    places = dict(Region.objects.filter(code__in=codes - {"", SITE}).values_list("code", "name"))
    people = User.objects.filter(pk__in=accounts).values_list("pk", "username")
    return {**places, **{f"{ACCOUNT}:{pk}": name for pk, name in people}}


def _subject(subject: str, names: Mapping[str, str]) -> str:
    """``family:K234`` as "keluarga K234"; of long codes, which say nothing to a reader, the beginning."""
    kind, colon, code = subject.partition(":")
    if not colon:
        return subject
    told = names.get(subject) or (names.get(code) if kind == VILLAGE else None) or code
    if len(told) > LONGEST_CODE and told == code:
        told = f"{code[:SHOWN_OF_CODE]}…"
    return f"{_word('trail-subject', kind)} {told}"


def _details(details: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = [
        f"{_word('trail-detail', name)}: {_plain(name, value, names)}"
        for name, value in details.items()
        if not name.endswith(SEALED) and value not in ("", None, [])
    ]
    if any(name.endswith(SEALED) for name in details):
        told.append(_("alasan tersimpan terkunci"))
    return " · ".join(told)


def _plain(name: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(name, one, names) for one in value)
    if isinstance(value, bool):
        return _word("trail-value", str(value).lower())
    if isinstance(value, int):
        return str(value)
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    return names.get(value) or _word("trail-value", str(value))


def _word(group: str, code: str) -> str:
    """A code in the language of the page; the code itself where nobody gave it words."""
    return catalogue(page_language()).get(f"{group}.{code}", code)


def trail_way(reader: Reader) -> Way | None:
    """The way to the trail in the main menu, for who may read it somewhere."""
    return Way(_("Jejak"), "clock-history", "audit:entries") if reader.scope.has(Right.AUDIT) else None
