"""Vitamin A in files of e-PPGBM: written from the marks; taken in where a count can mean one round only."""

import csv
import io
from datetime import date

import pytest

from guyub.analytics.growth_tables.eppgbm import HEADINGS
from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.models import CareMark, Measurement
from guyub.apps.growth.services import Figures, Mark, eppgbm, mark_care, record_measurement, withdraw_mark
from guyub.apps.growth.services.eppgbm import Wish
from guyub.apps.people.models import Person
from tests.apps.growth.eppgbm_files import children_of, export_of, pkb, row_of

pytestmark = pytest.mark.django_db
AUGUST = date(2024, 8, 10)


@pytest.fixture
def user(cast):
    return pkb(cast)


@pytest.fixture
def infant(cast):
    """Six months old on 10 August 2024."""
    (child,) = children_of(cast, 1)
    child.birth_date = date(2024, 2, 10)
    child.save()
    return child


def row(child, capsules, day="2024-08-10", **cells):
    figures = {"weight": "7,4", "height": "66,0", "posture": "Telentang"}
    return row_of(child, birth="2024-02-10", day=day, vitamin_a=capsules, **figures | cells)


@pytest.fixture
def sent(cast, user):
    def sending(*rows):
        return eppgbm.receive(user, cast.unit.region, "ekspor.csv", export_of(*rows))

    return sending


def test_a_first_capsule_becomes_a_mark_once(user, infant, sent):
    found = sent(row(infant, "1"))
    assert eppgbm.take_in_file(user, found) == 1
    one = CareMark.objects.get()
    assert (one.child, one.kind, one.day, one.source) == (infant, "vitamin-a", AUGUST, "file")
    assert AuditEntry.objects.get(action="take-in-eppgbm").details["vitamin_a"] == 1
    assert eppgbm.take_in_file(user, found) == 0
    assert CareMark.objects.count() == 1


def test_measurements_on_record_do_not_keep_the_capsule_out(user, infant, sent):
    record_measurement(SYSTEM, infant, AUGUST, Figures(weight_g=7400, height_mm=660, posture="l"))
    assert eppgbm.take_in_file(user, sent(row(infant, "1"))) == 0
    assert CareMark.objects.get().day == AUGUST


@pytest.mark.parametrize(
    ("cells", "unclear"),
    [
        ({"capsules": "2"}, 1),
        ({"capsules": "1", "day": "2024-09-10"}, 1),
        ({"capsules": "0"}, 0),
        ({"capsules": "-"}, 0),
        ({"capsules": "ya"}, 0),
        ({"capsules": "1,5"}, 0),
    ],
)
def test_what_is_open_is_left_and_said(user, infant, sent, cells, unclear):
    found = sent(row(infant, **cells))
    plan = eppgbm.plan_of(found)
    assert eppgbm.capsules_of(plan.rows) == eppgbm.Capsules((), unclear)
    told = [one.rule for one in plan.problems]
    assert ("not-a-count" in told) == (cells["capsules"] in ("ya", "1,5"))
    assert eppgbm.take_in_file(user, found) == 1  # the measurement comes in all the same
    assert not CareMark.objects.exists()


def test_an_unsure_day_of_birth_leaves_it_open(user, infant, sent):
    Person.objects.filter(pk=infant.pk).update(birth_known="month")
    assert eppgbm.capsules_of(eppgbm.plan_of(sent(row(infant, "1"))).rows).unclear == 1


def test_what_is_on_record_of_the_round_is_not_doubled(user, infant, sent):
    mark_care(SYSTEM, infant, Mark("vitamin-a", date(2024, 8, 20)))
    eppgbm.take_in_file(user, sent(row(infant, "1")))
    assert CareMark.objects.count() == 1


def test_the_page_says_both(cast, client, user, infant, sent):
    other = children_of(cast, 1, first=9)[0]
    found = sent(row(infant, "1"), row_of(other, vitamin_a="3"))
    client.force_login(user)
    address = f"/posyandu/{cast.unit.region_id}/eppgbm/{found.pk}/"
    content = client.get(address).content.decode()
    assert "1 anak akan dicatat mendapat kapsul pertamanya" in content
    assert "1 jumlah tidak mengatakan kapan diberikan" in content
    client.post(f"{address}catat/")
    content = client.get(address).content.decode()
    assert "akan dicatat mendapat kapsul" not in content
    assert "1 jumlah tidak mengatakan kapan diberikan" in content
    assert Measurement.objects.count() == 2


def test_an_export_counts_the_marks_up_to_the_day(cast, user, infant):
    for day in (date(2024, 8, 12), date(2024, 9, 12)):
        record_measurement(SYSTEM, infant, day, Figures(weight_g=7500))
    mark_care(SYSTEM, infant, Mark("vitamin-a", date(2024, 8, 20)))
    withdrawn = mark_care(SYSTEM, infant, Mark("vitamin-a", date(2025, 2, 20)))
    withdraw_mark(SYSTEM, withdrawn, "Salah anak")

    def capsules(month):
        content, _ = eppgbm.export_measurements(user, Wish(cast.unit.region, month, "csv", "laporan"))
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        return [one[HEADINGS.index("Jml Vit A")].removeprefix("'") for one in rows[1:]]

    assert capsules(date(2024, 8, 1)) == ["-"]
    assert capsules(date(2024, 9, 1)) == ["1"]
