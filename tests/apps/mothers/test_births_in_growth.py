"""What is known of a birth, in e-PPGBM and on the curves of a child: entered once."""

import csv
import io
from datetime import timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.births import UNKNOWN, AtBirth, at_birth
from guyub.apps.growth.models import Measurement
from guyub.apps.growth.presentation.charts import charts
from guyub.apps.growth.presentation.rows import rows_of
from guyub.apps.growth.services import Figures, record_measurement
from guyub.apps.growth.services.eppgbm import Wish, export_measurements
from guyub.apps.mothers.services import BirthFacts, Newborn, record_birth
from tests.apps.made_families import today
from tests.apps.mothers.mothers_world import companion, make_mothers, pregnant

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast):
    (mother,) = make_mothers("99.01.01.1001")
    facts = BirthFacts(today() - timedelta(days=3), weight_g=2450, length_mm=479)
    return record_birth(SYSTEM, pregnant(mother, 39), facts, Newborn("Bayi Contoh", 1)).child


def test_growth_is_told_of_births(child, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert at_birth([child.pk, 0]) == {child.pk: AtBirth(2450, 479)}
    with django_assert_num_queries(0):
        assert at_birth([]) == {}


def test_curves_begin_at_birth(child):
    record_measurement(SYSTEM, child, today(), Figures(weight_g=2600, height_mm=485))
    weight, height, *others = charts(child, rows_of(child, Measurement.objects.all()), "id", AtBirth(2450, 479))
    assert (weight.kind.code, height.kind.code) == ("wfa", "hfa")
    assert (weight.birth.value, height.birth.value) == (2.45, 47.9)
    assert weight.birth.x < weight.points[0].x
    assert len(weight.runs[0].split()) == 2
    assert [chart.birth for chart in others] == [None] * len(others)
    assert all(chart.birth is None for chart in charts(child, rows_of(child, Measurement.objects.all()), "id", UNKNOWN))


def test_the_page_of_a_child_draws_its_birth(client, cast, child):
    record_measurement(SYSTEM, child, today(), Figures(weight_g=2600, height_mm=485))
    client.force_login(companion(cast, "puskesmas"))
    told = client.get(f"/anak/{child.code}/").content.decode()
    assert "growth-dot--birth" in told
    assert "lahir: 2,5 kg" in told


def test_a_file_of_eppgbm_has_weight_and_length_at_birth(cast, child):
    record_measurement(SYSTEM, child, today(), Figures(weight_g=2600, height_mm=485))
    wish = Wish(cast.unit.region, today().replace(day=1), "csv", "laporan")
    content, _ = export_measurements(companion(cast, "pkb"), wish)
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["BB Lahir"], row["TB Lahir"]) == ("2.45", "47.9")
