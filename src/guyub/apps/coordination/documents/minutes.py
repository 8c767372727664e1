"""Minutes of a meeting as PDF/A, to be signed. They are a record of the city, so their words are Indonesian."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from guyub.apps.accounts.models import User
from guyub.apps.coordination.models import Commitment, Meeting
from guyub.apps.coordination.presentation.meetings import DAYS
from guyub.apps.documents.pdf import rendered_pdf
from guyub.apps.territory.codes import Level
from guyub.language import format_date, format_rupiah

TEMPLATE = Path(__file__).parent / "minutes.typ"
LANGUAGE = "id"
PRESENT = {True: "hadir", False: "tidak hadir", None: "–"}


def minutes_document(user: User, meeting: Meeting) -> bytes:
    """The minutes, a draft until they are fixed. Commitments: those that the reader may read."""
    return rendered_pdf(TEMPLATE, content(user, meeting))


def content(user: User, meeting: Meeting) -> dict[str, Any]:
    """Words for the template, all of them texts."""
    when = timezone.localtime(meeting.starts_at)
    closed = meeting.state == Meeting.State.CLOSED
    agenda = list(meeting.agenda.select_related("office"))
    return {
        "letterhead": _letterhead(meeting),
        "title": "Notula rapat koordinasi",
        "subject": meeting.title,
        "mark": _mark(meeting, closed),
        "foot": _foot(meeting, closed),
        "head": [
            ["Hari, tanggal", f"{DAYS[when.weekday()]}, {format_date(when.date(), LANGUAGE)}"],
            ["Pukul", f"{when:%H.%M} WIB"],
            ["Tempat", meeting.place or "–"],
            ["Pemimpin rapat", meeting.chair or "–"],
        ],
        "participants": [
            [str(number), seat.post, seat.office.name if seat.office else "–", PRESENT[seat.present]]
            for number, seat in enumerate(meeting.participants.select_related("office"), start=1)
        ],
        "agenda": [
            {
                "title": point.title,
                "office": point.office.short if point.office else "",
                "lines": [line for line in point.body.split("\n") if line.strip()],
                "grade": "usulan" if point.details.get("grade") == "PROPOSED" else "",
            }
            for point in agenda
        ],
        "proposed": any(point.details.get("grade") == "PROPOSED" for point in agenda),
        "minutes": [part for part in meeting.minutes.split("\n") if part.strip()],
        "decisions": [decision.text for decision in meeting.decisions.all()],
        "commitments": _commitments(user, meeting),
        "signers": [f"Pemimpin rapat\n{meeting.chair or ' '}", "Notulis\n "],
        "closing": _closing(meeting, closed),
    }


def _letterhead(meeting: Meeting) -> list[str]:
    places = [place for place in reversed([meeting.region, *meeting.region.ancestors]) if place.level != Level.PROVINCE]
    # The city's own name says that it is one; those below it do not.
    names = [place.name if place.level == Level.REGENCY else f"{place.kind} {place.name}" for place in places]
    return [f"Pemerintah {names[0]}".upper(), *(name.upper() for name in names[1:])]


def _mark(meeting: Meeting, closed: bool) -> str:
    marks = [] if closed else ["RANCANGAN – notula belum disahkan"]
    if meeting.region.synthetic:
        marks.append("Data contoh – bukan orang atau wilayah nyata")
    return " · ".join(marks)


def _foot(meeting: Meeting, closed: bool) -> str:
    seal = f"sidik {meeting.minutes_hash[:16]}" if closed else "rancangan"
    printed = format_date(timezone.localdate(), LANGUAGE)
    return f"Guyub · rakor {meeting.pk} · {seal} · dicetak {printed}"


def _closing(meeting: Meeting, closed: bool) -> str:
    if not closed or meeting.closed_at is None:
        return "Rancangan: isinya masih dapat berubah sampai notula disahkan."
    moment = timezone.localtime(meeting.closed_at)
    return (
        f"Disahkan {format_date(moment.date(), LANGUAGE)} pukul {moment:%H.%M} WIB. Sidik notula (SHA-256): "
        f"{meeting.minutes_hash}. Sidik yang sama tercatat di jejak; daftar janji punya catatan sendiri dan dapat "
        "berkembang sesudah rapat."
    )


def _commitments(user: User, meeting: Meeting) -> list[list[str]]:
    rows = Commitment.objects.visible_to(user).filter(meeting=meeting).select_related("office", "decision")
    return [
        [
            str(row.decision.number) if row.decision else "–",
            " – ".join(part for part in (row.office.short, row.post) if part),
            row.output,
            f"{row.quantity} {row.quantity_unit}",
            _money(row),
            format_date(row.due, LANGUAGE),
            str(row.get_state_display()),
        ]
        for row in rows
    ]


def _money(row: Commitment) -> str:
    if row.budget_source == Commitment.Source.NONE:
        return "–"
    return f"{format_rupiah(row.budget_rupiah, LANGUAGE)}, {row.get_budget_source_display()}"
