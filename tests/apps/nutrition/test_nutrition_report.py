"""The monthly reports of the kitchen and of supplementary food: what they count, and that they name nobody."""

from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import CareMark
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation.report import dashat_month, pmt_month
from guyub.apps.nutrition.services import DayFacts, describe_kitchen, end_round, open_kitchen, record_serving
from tests.apps.made_families import kader, today
from tests.apps.nutrition.pmt_world import THIN_G, WELL_G, ago, begun, make_children, weighed
from tests.apps.nutrition.test_kitchen_days import tick
from tests.apps.nutrition.test_kitchen_weeks import guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(cast):
    return cast.unit.region


def first_of_month():
    return today().replace(day=1)


def test_a_month_of_the_kitchen(village):
    held = open_kitchen(SYSTEM, village, today())
    describe_kitchen(SYSTEM, held, DayFacts("apbd", ["hands"], 100_000, 2, 30_000))
    one, other, third = (guest(child, "krs") for child in make_children(village.code, 3))
    tick(held, one, eaten=4)
    tick(held, other, eaten=2, reason="sick", sequence=2)
    tick(held, third, given=False, sequence=3)
    found = dashat_month(village.code, first_of_month())
    (day,) = found.days
    assert (day.given, day.total, day.eaten, day.portion) == ({"krs": 2}, 2, 75, 25_000)
    assert (found.given, found.cost, found.sold) == (2, 100_000, 2)
    assert dashat_month(village.code, ago(62).replace(day=1)).days == []


def test_a_month_of_supplementary_food(cast, village):
    well, thin = make_children(village.code, 2)
    for child in (well, thin):
        weighed(child, 70, THIN_G)
    one, _ = begun(well, 65), begun(thin, 0)
    record_serving(SYSTEM, one, today(), 2, "sick")
    weighed(well, 0, WELL_G)
    end_round(SYSTEM, one, "recovered", today())
    (row,) = pmt_month(kader(cast), village.code, first_of_month())
    assert (row.before, row.begun, row.ended, row.after) == (1, 1, {"recovered": 1}, 1)
    assert (row.served, row.eaten, row.gained, row.weighed) == (1, 50, 1, 1)


@pytest.mark.parametrize("kind", ["dashat", "pmt"])
def test_files_name_nobody(cast, village, client, kind):
    client.force_login(kader(cast))
    held, child = open_kitchen(SYSTEM, village, today()), make_children(village.code)[0]
    begun(child, 0)
    tick(held, guest(child, "pmt"), eaten=4)
    path = f"/dapur/{village.code}/laporan/"
    page = client.get(path).content.decode()
    assert "Gizi kurang" in page
    assert child.name not in page
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{path}{kind}.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) >= 2
    assert child.name not in str(rows)
    assert client.get(f"{path}{kind}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{path}other.xlsx").status_code == 404


def test_former_marks_of_care_become_rounds(village):
    child = make_children(village.code)[0]
    shared = {"child": child, "village": village, "rw": "001", "source": "told", "recorded_at": child.created_at}
    detail = {"edition": "field-2025", "days": 56}
    for kind, days, more in (
        ("pmt-begun", 40, {"code": "wasted", "detail": detail}),
        ("pmt-eaten", 30, {"detail": {"followed": True}}),
        ("pmt-eaten", 20, {"detail": {"followed": False}}),
        ("pmt-ended", 10, {"code": "recovered"}),
        ("pmt-begun", 5, {"code": "wasted", "detail": detail}),
    ):
        CareMark.objects.create(kind=kind, day=ago(days), **shared, **more)
    import_module("guyub.apps.nutrition.migrations.0002_marks_become_rounds").move(apps, None)
    running, over = PmtRound.objects.all()
    assert (running.begun, running.ended_on, over.outcome, over.ended_on) == (ago(5), None, "recovered", ago(10))
    assert list(over.servings.values_list("eaten", flat=True)) == [4, None]
    assert not CareMark.objects.exists()
