"""The recap forms of a month: filled from what was recorded, people and not visits, columns with their grade."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.services import Figures as Measured
from guyub.apps.growth.services import open_day, record_measurement
from guyub.apps.lifecycle.presentation.recap import recaps_of
from guyub.apps.lifecycle.services import record_check, refer, tick
from guyub.domain.lifecycle.findings import Figures
from tests.apps.elders.elders_world import make_elders, skilas
from tests.apps.lifecycle.lifecycle_world import make_adults, make_session
from tests.apps.made_families import kader, make_families, today
from tests.apps.mothers.mothers_world import checked, make_mothers, pregnant
from tests.apps.youth.youth_world import companion

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return make_session(cast.unit.region)


def counts(held, user, form):
    recap = next(
        one for one in recaps_of(user, held.posyandu.village_id, held.day.replace(day=1)) if one.form.code == form
    )
    return dict(zip(recap.form.columns, recap.total.counts, strict=True))


def test_a_mother_is_counted_from_her_check_and_her_ticks(cast, held):
    user = kader(cast)
    thin, well = make_mothers(cast.unit.region_id, 2)
    for mother, arm in ((thin, 234), (well, 235)):
        pregnant(mother)
        checked(mother, weight_g=52_000, arm_mm=arm, systolic=110, diastolic=70, tablets_received=30)
    tick(SYSTEM, held, thin, "education")
    tick(SYSTEM, held, thin, "tuberculosis", "no")
    found = counts(held, user, "mother")
    assert (found["came"], found["weight"], found["arm"], found["arm-low"], found["tablets"]) == (2, 2, 2, 1, 2)
    assert (found["education"], found["tb-asked"], found["tb-sign"], found["pressure-high"]) == (1, 1, 0, 0)


def test_adults_and_elders_share_a_form(cast, held):
    user = kader(cast)
    (adult,), (elder,) = make_adults(cast.unit.region_id), make_elders(cast.unit.region_id)
    record_check(SYSTEM, adult, today(), Figures(systolic=140, diastolic=80, glucose_mg=120))
    refer(SYSTEM, adult)
    skilas(elder)
    tick(SYSTEM, held, elder, "tuberculosis", "yes")
    found = counts(held, user, "adult")
    assert (found["came"], found["pressure"], found["pressure-high"], found["glucose"]) == (2, 1, 1, 1)
    assert (found["skilas"], found["adl"], found["tb-sign"], found["referred"]) == (1, 0, 1, 1)


def test_a_person_counts_once_a_month_and_once_a_day(cast, held):
    child = make_families(cast.unit.region_id, 1)[0].memberships.get(relation=3).person
    record_measurement(SYSTEM, child, held.day, Measured(weight_g=14_000), held=held)
    tick(SYSTEM, held, child, "came")
    if held.day.day > 1:
        earlier = open_day(SYSTEM, held.posyandu, held.day.replace(day=1))
        record_measurement(SYSTEM, child, earlier.day, Measured(weight_g=13_900), held=earlier)
    found = counts(held, kader(cast), "child")
    assert (found["came"], found["weight"], found["height"]) == (1, 1, 0)


def test_records_of_another_rw_or_day_are_left_out(cast, held):
    far = make_adults(cast.unit.region_id, rw="002")[0]
    record_check(SYSTEM, far, today(), Figures(weight_g=60_000))
    assert counts(held, companion(cast, "pkb"), "adult")["came"] == 0


def test_a_reader_counts_only_whom_they_see(cast, held):
    (adult,) = make_adults(cast.unit.region_id)
    record_check(SYSTEM, adult, today(), Figures(weight_g=60_000))
    assert counts(held, companion(cast, "tpk"), "adult")["came"] == 0
    assert counts(held, companion(cast, "operator"), "adult")["came"] == 1


def test_the_recap_asks_as_often_for_many_as_for_one(cast, held):
    user, village, month = kader(cast), cast.unit.region_id, held.day.replace(day=1)
    for who in make_adults(village):
        record_check(SYSTEM, who, today(), Figures(weight_g=60_000))
    recaps_of(user, village, month)
    with CaptureQueriesContext(connection) as one:
        recaps_of(user, village, month)
    for who in make_adults(village, 4):
        record_check(SYSTEM, who, today(), Figures(weight_g=60_000))
    with CaptureQueriesContext(connection) as many:
        recaps_of(user, village, month)
    assert len(many) == len(one)


def test_the_workbook_has_four_forms_and_says_how_well_each_is_known(cast, held, client):
    client.force_login(kader(cast))
    address = reverse("lifecycle:recap_file", args=[cast.unit.region_id, "xlsx"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(address).content))
    assert len(book.sheet_names) == 5
    assert book.get_sheet_by_index(0).to_python()[0][:2] == ["Hari posyandu", "Hadir"]
    notes = " ".join(str(cell) for row in book.get_sheet_by_index(4).to_python() for cell in row)
    assert "susunan selnya tidak ditemukan" in notes
    assert "perkiraan" in notes


@pytest.mark.parametrize(
    ("query", "status"),
    [("?formulir=adult", 200), ("?formulir=nobody", 404), ("?pos=999999", 404), ("?bulan=2026-13", 200)],
)
def test_a_form_is_a_pdf_of_its_own(cast, held, client, query, status):
    client.force_login(kader(cast))
    answer = client.get(reverse("lifecycle:recap_file", args=[cast.unit.region_id, "pdf"]) + query)
    assert answer.status_code == status


def test_the_page_shows_all_forms(cast, held, client):
    client.force_login(kader(cast))
    page = client.get(reverse("lifecycle:recap", args=[cast.unit.region_id])).content.decode()
    assert page.count("recap-table") == 4
