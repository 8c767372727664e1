"""A meeting in words: its invitation as text and as a calendar file."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.coordination.models import AgendaItem, Meeting
from guyub.apps.territory.models import Unit
from guyub.language import format_date

CITY_LENGTH = 5  # of a code such as 32.76
LENGTH = timedelta(hours=2)  # of a meeting in a calendar: nobody says when a meeting ends
LONGEST_LINE = 73  # bytes of a calendar line before it is folded


def invitation_text(meeting: Meeting, agenda: list[AgendaItem]) -> str:
    """An invitation to copy into a message. In Indonesian: it goes to offices."""
    when = timezone.localtime(meeting.starts_at)
    lines = [
        f"Undangan rakor: {meeting.title}",
        f"Hari, tanggal: {DAYS[when.weekday()]}, {format_date(when.date(), 'id')}",
        f"Pukul: {when:%H.%M} WIB",
        f"Tempat: {meeting.place or 'menyusul'}",
    ]
    if meeting.chair:
        lines.append(f"Pemimpin rapat: {meeting.chair}")
    if agenda:
        lines += ["", "Agenda:", *(f"{point.position}. {point.title}" for point in agenda)]
    return "\n".join(lines)


DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def invitation_ics(meeting: Meeting, text: str, host: str) -> bytes:
    """The meeting as a calendar file (RFC 5545), of two hours."""
    begins = meeting.starts_at
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Guyub//Rakor//ID",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:rakor-{meeting.pk}@{host}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTAMP:{_moment(timezone.now())}",
        f"DTSTART:{_moment(begins)}",
        f"DTEND:{_moment(begins + LENGTH)}",
        f"SUMMARY:{_escaped(meeting.title)}",
        f"LOCATION:{_escaped(meeting.place)}",
        f"DESCRIPTION:{_escaped(text)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def state_words(meeting: Meeting) -> str:
    """Where a meeting stands, in the reader's language."""
    return {"planned": _("Direncanakan"), "held": _("Berlangsung"), "closed": _("Notula disahkan")}[meeting.state]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Text as a calendar value: nothing in it can begin a line of its own."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """A line in pieces that calendars accept; no letter is cut."""
    pieces, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > LONGEST_LINE:
            pieces.append("")
            size = len(letter.encode())
        pieces[-1] += letter
    return "\r\n ".join(pieces)


def meetings_line(user: User, unit: Unit) -> Line | None:
    """The way from a village to its meetings, for who sees the village. No query: every village page asks."""
    if not scope_of(user).may_see(unit.region_id):
        return None
    url = reverse("coordination:meetings", args=[unit.region_id])
    return Line(_("Rakor"), _("agenda, notula, keputusan"), url, "people")


def city_meetings_line(user: User) -> Line | None:
    """The way to the meetings of the city, for who holds them there."""
    codes = sorted(code for code in scope_of(user).codes(Right.COORDINATE) if len(code) == CITY_LENGTH)
    if not codes:
        return None
    return Line(
        _("Rakor kota"), _("agenda, notula, kantor OPD"), reverse("coordination:meetings", args=codes[:1]), "people"
    )
