"""Made-up promises of offices to the village that people try things in: late, unanswered, and running ones."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.coordination.models import Commitment, Meeting, Office
from guyub.apps.coordination.services import commitments
from guyub.apps.coordination.services.commitments import NewCommitment
from guyub.apps.demonstration.people import SURVEYED
from guyub.apps.territory.codes import city_of
from guyub.apps.territory.models import Unit


@dataclass(frozen=True)
class _Promise:
    office: str
    output: str
    quantity: int
    unit: str
    days: int  # from today to its day
    steps: int  # 0 proposed, 1 accepted, 2 in progress
    rupiah: int = 0
    fact: str = ""
    change: int | None = None


PROMISES = (
    _Promise("Dinkes", "Layanan KB bergerak di kelurahan (rekaan)", 2, "kegiatan", -10, 2, 18_000_000, "implant", 40),
    _Promise("DP3AP2KB", "Pendampingan pokja melengkapi bukti (rekaan)", 4, "pertemuan", 14, 0),
    _Promise("Disdukcapil", "Jemput bola dokumen kependudukan (rekaan)", 3, "hari", 30, 1, 7_500_000),
    _Promise("Dinkes", "Penyuluhan unmet need bagi PUS (rekaan)", 6, "pertemuan", 5, 1, 0, "wants_no_more", -25),
)


def load_promises() -> None:
    """Promises with their ledger; once."""
    unit = Unit.objects.active().get(region_id=SURVEYED)
    if Commitment.objects.filter(villages=unit).exists():
        return
    offices = {office.short: office for office in Office.objects.filter(region_id=city_of(SURVEYED))}
    meeting = Meeting.objects.filter(region_id=SURVEYED).first()
    for promise in PROMISES:
        made = commitments.propose(SYSTEM, _asked(promise, offices[promise.office], unit, meeting))
        if promise.steps:
            commitments.accept(SYSTEM, made)
        if promise.steps > 1:
            commitments.report(SYSTEM, made, "Satu kegiatan selesai, satu lagi dijadwalkan")


def _asked(promise: _Promise, office: Office, unit: Unit, meeting: Meeting | None) -> NewCommitment:
    return NewCommitment(
        office=office,
        output=promise.output,
        due=timezone.localdate() + timedelta(days=promise.days),
        villages=[unit],
        post=f"Kepala {office.short}",
        quantity=promise.quantity,
        quantity_unit=promise.unit,
        budget_source=Commitment.Source.APBD_CITY if promise.rupiah else Commitment.Source.NONE,
        budget_rupiah=promise.rupiah,
        fact=promise.fact,
        fact_change=promise.change,
        meeting=meeting,
    )
