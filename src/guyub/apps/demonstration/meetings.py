"""Offices of the two cities of the demonstration, and a made-up meeting of the village that people try things in."""

from datetime import UTC, datetime

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import User
from guyub.apps.coordination.models import Meeting, Office, OfficeMember
from guyub.apps.coordination.services import meetings
from guyub.apps.coordination.services.agenda import generate_agenda
from guyub.apps.coordination.services.offices import load_offices
from guyub.apps.demonstration.people import DOMAIN, SURVEYED
from guyub.apps.territory.codes import city_of
from guyub.apps.territory.models import Region

CITIES = ("32.76", "99.01")
STARTS = datetime(2025, 1, 14, 2, 0, tzinfo=UTC)
MINUTES = """Rakor dibuka oleh pemimpin rapat. Posisi kelas dan jalan naik dibacakan dari halaman kelurahan.

Dinkes menyanggupi layanan KB bergerak; jadwalnya disusun bersama puskesmas.
DP3AP2KB mendampingi pokja melengkapi bukti.

Semua OPD diminta menyampaikan kesanggupan paling lambat satu minggu setelah rapat."""
DECISIONS = (
    "Dinkes bersama puskesmas mengadakan layanan KB bergerak di kelurahan, dua kali sebelum penilaian.",
    "DP3AP2KB mendampingi pokja melengkapi bukti yang belum diperiksa.",
    "Bappeda mengumpulkan laporan tindak lanjut setiap bulan.",
)
CAME = ("Dinkes", "DP3AP2KB", "Bappeda", "Disdukcapil", "Dinsos")
STAYED_AWAY = ("Disdik",)


def load_meetings() -> None:
    """Offices, and a meeting of the made-up village with agenda, participants, minutes and decisions; once."""
    for city in Region.objects.filter(code__in=CITIES):
        load_offices(SYSTEM, city)
    place = Region.objects.get(code=SURVEYED)
    if Meeting.objects.filter(region=place).exists():
        return
    words = meetings.MeetingWords("Rakor penguatan Padang Ilalang (rekaan)", STARTS, "Aula kelurahan", "Lurah", MINUTES)
    meeting = meetings.plan_meeting(SYSTEM, place, words)
    meetings.save_meeting(SYSTEM, meeting, meeting.version, words)
    meetings.add_point(SYSTEM, meeting, "Pembukaan dan posisi kelas")
    generate_agenda(SYSTEM, meeting)
    offices = {office.short: office for office in Office.objects.filter(region_id=city_of(place.code))}
    present: dict[int, bool | None] = {meetings.invite(SYSTEM, meeting, "Lurah").pk: True}
    for short in (*CAME, *STAYED_AWAY):
        seat = meetings.invite(SYSTEM, meeting, f"Kepala {short}", offices[short])
        present[seat.pk] = short in CAME
    meetings.record_presence(SYSTEM, meeting, present, set())
    for text in DECISIONS:
        meetings.decide(SYSTEM, meeting, text)


def load_office_members() -> None:
    """Let the demonstration's account of a department answer for two offices of the made-up city."""
    user = User.objects.filter(username="opd", email__endswith=DOMAIN).first()
    if user is None:
        return
    for office in Office.objects.filter(region_id="99.01", short__in=("Dinkes", "DP3AP2KB")):
        OfficeMember.objects.get_or_create(office=office, user=user, defaults={"post": "Kepala bidang"})
