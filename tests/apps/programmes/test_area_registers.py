"""The registers of a month of all groups of an area: what counts, what is owed, who reads it, how many questions."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation.area_registers import area_registers
from guyub.apps.programmes.services import MeetingFacts, describe_meeting
from guyub.apps.programmes.services.registers import confirm_register
from guyub.domain.programmes.deadlines import first_after, months_on
from tests.apps.made_families import today
from tests.apps.programmes.groups_world import companion, make_group, met, with_members

pytestmark = pytest.mark.django_db
LAST = months_on(today(), -1)
MORE = 5


@pytest.fixture
def village(cast):
    return cast.unit.region


@pytest.fixture
def city(village):
    return village.parent.parent


@pytest.fixture
def met_twice(village):
    """A BKB that met on the first and on the last day of last month, and whose register was handed in twice."""
    group = make_group(village)
    members = with_members(group, 3)
    first = met(group, LAST, members[:2])
    describe_meeting(SYSTEM, first, MeetingFacts("5", facilitator="bidan", guests=4))
    met(group, first_after(LAST) - timedelta(days=1), members[1:2])
    met(group, first_after(LAST), members)  # of the month after
    confirm_register(SYSTEM, group, LAST)
    confirm_register(SYSTEM, group, LAST)
    return group


def known_since(group: Group, day: date) -> None:
    """As if the group had been registered that day."""
    Group.objects.filter(pk=group.pk).update(opened_at=f"{day:%Y-%m-%d}T05:00:00+07:00")


def test_counts_of_the_village_and_of_its_city(village, city, met_twice):
    quiet = make_group(village, "bkl", "Senja")
    known_since(quiet, LAST)
    make_group(village, "rumah-dataku", "Data")  # a kind without a register
    for region in (village, city):
        found = area_registers(region, LAST)
        assert [line.group.pk for line in found.lines] == [met_twice.pk, quiet.pk]
        whole = found.whole
        assert (whole.groups, whole.met, whole.handed_in) == (2, 1, 1)
        assert whole.sums == {"meetings": 2, "virtual": 0, "members": 3, "present": 3, "came_once": 2, "guests": 4}
    assert [part.name for part in area_registers(city, LAST).parts] == [village.parent.name]
    assert area_registers(village, LAST).parts == []


def test_a_group_owes_from_the_month_it_was_known_in_to_the_one_it_was_closed_in(village):
    group = make_group(village)
    after = first_after(LAST)
    for known, owes in ((after - timedelta(days=1), True), (after, False)):
        known_since(group, known)
        assert bool(area_registers(village, LAST).lines) is owes
    known_since(group, LAST - timedelta(days=90))
    for closed, owes in ((LAST, True), (LAST - timedelta(days=1), False)):
        Group.objects.filter(pk=group.pk).update(closed_on=closed)
        assert bool(area_registers(village, LAST).lines) is owes


def test_a_village_reads_its_groups_and_the_file_has_each_meeting(cast, client, village, met_twice):
    client.force_login(companion(cast, "kader", "001"))
    page = client.get(f"/kelompok/{village.code}/rekap/?bulan={LAST:%Y-%m}").content.decode()
    assert "BKB Melati" in page
    assert "1 dari 1 kelompok bertemu, 1 register diserahkan" in page
    answer = client.get(f"/kelompok/{village.code}/rekap.xlsx?bulan={LAST:%Y-%m}")
    groups, meetings, notes = load_workbook(BytesIO(answer.content)).worksheets
    rows = [[cell.value for cell in row] for row in groups.iter_rows(min_row=2)]
    assert [row[:10] for row in rows] == [
        [village.code, village.name, "R/I/BKB", "BKB Melati", 3, 2, 0, 3, 2, 4],
    ]
    assert [row[10] for row in rows] == ["Tumbuh kembang (1)"]
    assert [[cell.value for cell in row][-2:] for row in meetings.iter_rows(min_row=2)] == [[2, 4], [1, 0]]
    assert any("SIGA" in str(cell.value) for row in notes.iter_rows() for cell in row)
    assert client.get(f"/kelompok/{village.code}/rekap.csv?bulan={LAST:%Y-%m}").status_code == 200
    assert client.get(f"/kelompok/{village.code}/rekap.pdf?bulan={LAST:%Y-%m}").status_code == 404


def test_a_cadre_does_not_read_the_city(cast, client, city):
    client.force_login(companion(cast, "kader", "001"))
    assert client.get(f"/kelompok/{city.code}/rekap/").status_code == 404


def test_questions_to_the_database_do_not_grow(village, city, met_twice, django_assert_num_queries):
    for region, count in ((village, 5), (city, 6)):
        with django_assert_num_queries(count):
            area_registers(region, LAST)
    for number in range(MORE):
        group = make_group(village, "bkl", f"Senja {number}")
        met(group, LAST, with_members(group, 1, first=20 + number))
    for region, count in ((village, 5), (city, 6)):
        with django_assert_num_queries(count):
            assert area_registers(region, LAST).whole.groups == 1 + MORE
