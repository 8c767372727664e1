"""The register of a month, what is due and late, the reminder, and how a group is doing on its page."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.models import GroupRegister
from guyub.apps.programmes.presentation.due import due_of, reminder
from guyub.apps.programmes.presentation.group_list import group_lines
from guyub.apps.programmes.services import GroupRecordRefused, MeetingFacts, appoint, confirm_card, describe_meeting
from guyub.apps.programmes.services.registers import confirm_register, register_counts
from guyub.domain.programmes.deadlines import months_on
from tests.apps.made_families import today
from tests.apps.programmes.groups_world import companion, make_group, met, with_members
from tests.pdf_text import text_of_pdf

pytestmark = pytest.mark.django_db
LAST = months_on(today(), -1)


@pytest.fixture
def group(cast):
    return make_group(cast.unit.region)


@pytest.fixture
def reader(cast, client):
    client.force_login(companion(cast, "kader", "001"))
    return client


@pytest.fixture
def month(group):
    """Last month: two meetings, one of them virtual."""
    members = with_members(group, 3)
    first = met(group, LAST.replace(day=4), members[:2])
    describe_meeting(SYSTEM, first, MeetingFacts("5", facilitator="bidan", guests=4))
    second = met(group, LAST.replace(day=18), members[:1])
    describe_meeting(SYSTEM, second, MeetingFacts("5", way="virtual"))
    return members


def of(group, way=""):
    return f"/kelompok/{group.village_id}/{group.pk}/{way}"


def test_the_counts_of_a_month(group, month):
    assert register_counts(group, LAST) == {
        "meetings": 2,
        "virtual": 1,
        "members": 3,
        "present": 3,
        "came_once": 2,
        "guests": 4,
        "topics": {"5": 2},
    }
    assert register_counts(group, months_on(LAST, -1))["meetings"] == 0


def test_a_register_is_confirmed_for_a_kind_that_has_one(cast, group, month):
    assert confirm_register(SYSTEM, group, LAST.replace(day=20)).month == LAST
    house = make_group(cast.unit.region, "rumah-dataku", "Data")
    with pytest.raises(GroupRecordRefused):
        confirm_register(SYSTEM, house, LAST)
    with pytest.raises(GroupRecordRefused):
        confirm_register(SYSTEM, group, months_on(today(), 1))


def test_the_page_tells_who_came_and_the_files_do_not(reader, group, month):
    page = reader.get(of(group, "register/")).content.decode()
    name = month[0].family.head.name
    assert name in page
    assert "Tumbuh kembang" in page
    book = load_workbook(BytesIO(reader.get(of(group, f"register.xlsx?bulan={LAST:%Y-%m}")).content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [row[4:] for row in rows[1:]] == [[2, 4], [1, 0], [3, 4]]
    told = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    printed = text_of_pdf(reader.get(of(group, f"register.pdf?bulan={LAST:%Y-%m}")).content)
    assert name not in told + printed
    assert "R/I/BKB" in printed
    assert "Ketuakelompok" in printed
    assert reader.get(of(group, "register.docx")).status_code == 404


def test_the_register_is_handed_in_on_the_page(reader, group, month):
    reader.post(of(group, f"register/serah/?bulan={LAST:%Y-%m}"))
    assert GroupRegister.objects.get().month == LAST
    assert "Dicatat sudah diserahkan" in reader.get(of(group, f"register/?bulan={LAST:%Y-%m}")).content.decode()


def test_what_is_due_and_late(cast, group):
    user = companion(cast, "lurah")
    group.opened_at = timezone.make_aware(datetime(2026, 1, 1))
    group.save()

    def dues(on):
        return {due.what: due.late for due in due_of(group_lines(cast.unit.region, user, on), on)}

    assert dues(date(2026, 11, 3)) == {
        "R/I/BKB Oktober 2026": False,
        "kartu K/0/BKB 2026": True,
        "pertemuan pertama": False,
    }
    assert dues(date(2026, 11, 4))["R/I/BKB Oktober 2026"] is True
    GroupRegister.objects.create(group=group, month=date(2026, 10, 1), confirmed_at=timezone.now())
    assert "R/I/BKB Oktober 2026" not in dues(date(2026, 11, 4))
    assert "kartu K/0/BKB 2026" not in dues(date(2026, 1, 3))
    assert dues(date(2026, 1, 4))["kartu K/0/BKB 2026"] is True
    assert "R/I/BKB Desember 2025" not in dues(date(2026, 1, 4))  # it was registered later


def test_a_group_that_has_not_met_this_month_is_asked_to(cast, group):
    met(group, LAST.replace(day=4), with_members(group, 1))
    confirm_card(SYSTEM, group, today().year)
    confirm_register(SYSTEM, group, LAST)
    user = companion(cast, "lurah")
    assert [due.what for due in due_of(group_lines(cast.unit.region, user, today()), today())] == [
        "pertemuan bulan ini"
    ]


def test_the_reminder_names_groups_and_no_people(cast, reader, group, month):
    appoint(SYSTEM, group, "ketua", month[0].family.head, today())
    user = companion(cast, "lurah")
    text = reminder("Mawar", due_of(group_lines(cast.unit.region, user, today()), today()))
    assert "BKB Melati: kartu K/0/BKB" in text
    assert month[0].family.head.name not in text
    assert "Pesan pengingat" in reader.get(f"/kelompok/{group.village_id}/").content.decode()


def test_the_page_tells_who_drifts_away_and_who_carries_too_much(cast, reader, group):
    members = with_members(group, 2)
    for days in (3, 33, 63):
        met(group, today() - timedelta(days=days), members[:1])
    head = members[0].family.head
    for number, kind in enumerate(("bkb", "bkr", "bkl")):
        other = group if kind == "bkb" else make_group(cast.unit.region, kind, f"Lain {number}")
        appoint(SYSTEM, other, "kader", head, today())
    page = reader.get(of(group)).content.decode()
    drifting = page.partition("mulai menjauh")[2].partition("</ul>")[0]
    assert members[1].family.head.name in drifting
    assert head.name not in drifting
    assert f"{head.name}: 3 kelompok" in page
    assert "50 % hadir pada tiga pertemuan terakhir" in page
    assert "Belum ada pengurus yang dilatih" in page
    assert "Kriteria resmi kelas kelompok" in page
