"""A meeting in words: its invitation as text and as a calendar file."""

from datetime import UTC, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.panels import Line
from guyub.apps.coordination.models import AgendaItem, Meeting
from guyub.apps.territory.codes import CITY_LENGTH
from guyub.apps.territory.models import Unit
from guyub.language import format_date

LENGTH = timedelta(hours=2)  # of a meeting in a calendar: nobody says when a meeting ends


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
    calendar, event = Calendar(), Event()
    for name, value in (("prodid", "-//Guyub//ID"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    begins = meeting.starts_at.astimezone(UTC)
    event.add("uid", f"rakor-{meeting.pk}@{host}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", begins)
    event.add("dtend", begins + LENGTH)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", text)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def state_words(meeting: Meeting) -> str:
    """Where a meeting stands, in the reader's language."""
    return {"planned": _("Direncanakan"), "held": _("Berlangsung"), "closed": _("Notula disahkan")}[meeting.state]


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
