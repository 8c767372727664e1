"""Made-up proofs of the village that people try things in: checked, waiting, sent back, and only named."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.coordination.services import meetings
from guyub.apps.demonstration.people import SURVEYED
from guyub.apps.evidence.items import READINESS
from guyub.apps.evidence.models import Evidence
from guyub.apps.evidence.services import proofs
from guyub.apps.territory.models import Unit

HELD = datetime(2024, 11, 12, 2, 0, tzinfo=UTC)
TITLE = "Rakor persiapan Padang Ilalang (rekaan)"
MINUTES = "Rakor rekaan untuk peragaan: pembagian tugas melengkapi bukti disepakati."


def load_proofs() -> None:
    """Four proofs, three of which a closed meeting stands in for; once."""
    unit = Unit.objects.active().with_region().get(region_id=SURVEYED)
    if Evidence.objects.filter(unit=unit).exists():
        return
    meeting = _closed_meeting(unit)
    add = proofs.add
    checked = add(SYSTEM, unit, _minutes("Notula rakor persiapan (rekaan)", meeting, "B1"))
    proofs.check(SYSTEM, checked)
    add(SYSTEM, unit, _minutes("Kehadiran lintas sektor dalam rakor (rekaan)", meeting, "B4"))
    back = add(SYSTEM, unit, _minutes("Rencana kerja dalam notula (rekaan)", meeting, "B2"))
    proofs.reject(SYSTEM, back, "Notula menyebut rencana, tetapi bukan rencana kerjanya (rekaan)")
    soon = timezone.localdate() + timedelta(days=45)
    decree = proofs.Description(
        "decree", "SK pokja Kampung KB (rekaan)", [(READINESS, "A1")], dated=HELD.date(), valid_until=soon
    )
    add(SYSTEM, unit, decree)


def _minutes(title: str, meeting: int, item: str) -> proofs.Description:
    return proofs.Description(
        "minutes",
        title,
        [(READINESS, item)],
        dated=timezone.localdate(HELD),
        record_kind="meeting",
        record_key=str(meeting),
    )


def _closed_meeting(unit: Unit) -> int:
    words = meetings.MeetingWords(TITLE, HELD, "Aula kelurahan", "Lurah", MINUTES)
    made = meetings.plan_meeting(SYSTEM, unit.region, words)
    made = meetings.save_meeting(SYSTEM, made, made.version, words)
    meetings.record_presence(SYSTEM, made, {meetings.invite(SYSTEM, made, "Lurah").pk: True}, set())
    return int(meetings.close_meeting(SYSTEM, made).pk)
