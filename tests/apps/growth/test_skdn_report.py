"""The monthly report: S, K, D, N by RW and what was found, for whom may see the children."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.presentation.skdn_report import COLUMNS, report
from guyub.apps.growth.services import Figures, open_posyandu, record_measurement
from guyub.apps.people.models import Person
from tests.apps.made_families import kader, make_families

pytestmark = pytest.mark.django_db
MONTH = date(2024, 3, 1)


@pytest.fixture
def children(cast):
    families = make_families(cast.unit.region_id, 4) + make_families(cast.unit.region_id, 1, rw="002", first=9)
    return [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]


@pytest.fixture
def measured(cast, children):
    open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])
    first, second, third, _, other = children
    for child, months in ((first, (2, 3)), (second, (1, 2, 3)), (third, (1, 3)), (other, (3,))):
        for month in months:
            weight = {first.pk: 10_000 + 400 * month, second.pk: 8_000, third.pk: 11_000, other.pk: 11_000}[child.pk]
            figures = Figures(weight_g=weight, height_mm=780 if child == second else 880, posture="h")
            record_measurement(SYSTEM, child, date(2024, month, 10), figures)


def counts(row):
    return dict(zip(COLUMNS, row.counts, strict=True))


def test_counts_by_rw_and_in_all(cast, measured):
    found = report(cast.operator, cast.unit.region_id, MONTH)
    assert [(row.rw, row.posyandu) for row in found.rows] == [("001", ("Melati",)), ("002", ())]
    assert counts(found.rows[0]) == {"S": 4, "K": 3, "D": 3, "N": 1, "T": 1, "O": 1, "B": 0, "BGM": 1, "2T": 1}
    assert counts(found.rows[1]) == {"S": 1, "K": 1, "D": 1, "N": 0, "T": 0, "O": 0, "B": 1, "BGM": 0, "2T": 0}
    assert counts(found.total)["S"] == 5
    assert found.total.skdn.shares() == {"K/S": 8000, "D/S": 8000, "D/K": 10_000, "N/D": 2500, "N/D'": 5000}
    stunted = found.total.found["hfa"]
    assert (stunted.below, stunted.of, stunted.hundredths) == (1, 4, 2500)


def test_a_month_before_has_its_own_counts(cast, measured):
    january = report(cast.operator, cast.unit.region_id, date(2024, 1, 15))
    assert counts(january.total) == {"S": 5, "K": 2, "D": 2, "N": 0, "T": 0, "O": 0, "B": 2, "BGM": 1, "2T": 0}


def test_a_cadre_sees_the_own_rw_alone_and_a_stranger_nothing(cast, measured):
    assert [row.rw for row in report(kader(cast), cast.unit.region_id, MONTH).rows] == ["001"]
    assert report(cast.stranger, cast.unit.region_id, MONTH).rows == ()


def test_flagged_z_scores_are_left_out(cast, children):
    record_measurement(SYSTEM, children[0], date(2024, 3, 10), Figures(weight_g=11_000, height_mm=500, posture="h"))
    found = report(cast.operator, cast.unit.region_id, MONTH).total.found
    assert found["hfa"].of == 0
    assert found["wfa"].of == 1


def test_the_page_and_the_file(cast, client, measured):
    client.force_login(cast.operator)
    village = cast.unit.region_id
    page = client.get(f"/posyandu/{village}/skdn/?bulan=2024-03")
    assert page.status_code == 200
    assert "Maret 2024" in page.content.decode()
    content = client.get(f"/posyandu/{village}/skdn.csv?bulan=2024-03").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["RW"] for row in rows] == ["001", "002", "Kelurahan"]
    assert (rows[2]["S"], rows[2]["D"], rows[2]["D/S (%)"]) == ("5", "4", "80,00")
    assert len(rows[0]) == 23  # no two columns have one name
    assert "Belum ada balita yang ditimbang" not in page.content.decode()
    present = client.get(f"/posyandu/{village}/skdn/").content.decode()
    assert "Belum ada balita yang ditimbang" in present
    book = client.get(f"/posyandu/{village}/skdn.xlsx?bulan=2024-03").content
    header, *lines = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert lines[2][header.index("D/S (%)")] == 80.0  # a number, so that a spreadsheet can reckon with it
    assert client.get(f"/posyandu/{village}/skdn.exe").status_code == 404
    client.force_login(cast.stranger)
    assert client.get(f"/posyandu/{village}/skdn/").status_code == 404
    assert client.get(f"/posyandu/{village}/skdn.csv").status_code == 404


@pytest.mark.parametrize("asked", ["", "2024-13", "2999-01", "maret", "2024-3"])
def test_a_month_that_is_none_is_the_present_one(cast, client, asked):
    client.force_login(cast.operator)
    assert client.get(f"/posyandu/{cast.unit.region_id}/skdn/?bulan={asked}").status_code == 200


def test_the_count_of_queries_does_not_grow(cast, client, children, django_assert_max_num_queries):
    client.force_login(cast.operator)
    address = f"/posyandu/{cast.unit.region_id}/skdn/?bulan=2024-03"
    client.get(address)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    for child in children:
        record_measurement(SYSTEM, child, date(2024, 3, 10), Figures(weight_g=11_000))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_how_well_they_were_measured_is_told_with_what_to_do(cast, client, children):
    client.force_login(cast.operator)
    address = f"/posyandu/{cast.unit.region_id}/skdn/?bulan=2024-03"
    assert "Belum cukup pengukuran" in client.get(address).content.decode()
    figures = Figures(weight_g=11_000, height_mm=880)
    for day in range(1, 6):
        for child in children:
            record_measurement(SYSTEM, child, date(2024, 3, day), figures)
    page = client.get(address).content.decode()
    assert "Angka terakhir tinggi badan menumpuk" in page
    assert "jangan dibulatkan" in page
    assert "Catat telentang atau berdiri" in page
