"""Readiness after the contest: what decays, on both sides of each limit; proofs only to those who see them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.services import SYSTEM, record_facts
from guyub.apps.coordination.models import Commitment, Office
from guyub.apps.evidence.models import Evidence
from guyub.apps.publication.presentation.readiness import alarms

pytestmark = pytest.mark.django_db
TODAY = date(2023, 7, 1)
PAGE = "/desa/99.01.01.1001/kesiapan/"


def found(user, unit, kind, today=TODAY):
    return [alarm.text for alarm in alarms(user, unit, today, "id") if alarm.kind == kind]


@pytest.mark.parametrize(("days", "said"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_proof_that_expires_within_sixty_days(cast, days, said):
    until = TODAY + timedelta(days=days)
    Evidence.objects.create(unit=cast.unit, kind="decree", title="SK pokja", state="checked", valid_until=until)
    texts = found(cast.operator, cast.unit, "proof")
    assert bool(texts) is said
    assert all("SK pokja" in text for text in texts)
    assert not any("SK pokja" in text for text in found(cast.viewer, cast.unit, "proof"))  # how many, not which
    assert bool(found(cast.viewer, cast.unit, "proof")) is said


@pytest.mark.parametrize(("now", "said"), [(4, True), (5, False)])
def test_a_routine_that_stopped(cast, now, said):
    record_facts(
        SYSTEM,
        cast.unit,
        as_of=date(2023, 6, 30),
        values={"operating_routines": now},
        source="synthetic",
        provenance="Uji",
    )
    assert bool(found(cast.operator, cast.unit, "routine")) is said


@pytest.mark.parametrize(("spare", "said"), [(0, True), (1, True), (2, False), (None, False)])
def test_a_margin_that_is_thin(cast, spare, said):
    VillageState.objects.filter(unit=cast.unit).update(points_spare=spare)
    assert bool(found(cast.operator, cast.unit, "margin")) is said


@pytest.mark.parametrize(("days", "said"), [(62, False), (63, True)])
def test_two_months_without_a_figure(cast, days, said):
    assert bool(found(cast.operator, cast.unit, "quiet", date(2023, 5, 31) + timedelta(days=days))) is said


@pytest.mark.parametrize(
    ("state", "days", "said"),
    [
        ("accepted", 0, False),
        ("accepted", -1, True),
        ("verified", -1, False),
        ("delivered", -1, False),
        ("refused", 9, True),
        ("expired", -9, True),
    ],
)
def test_a_promise_that_is_not_kept(cast, state, days, said):
    office = Office.objects.create(region_id="99.01", short="Dinkes", name="Dinas Kesehatan")
    one = Commitment.objects.create(
        region_id="99.01",
        office=office,
        output="Alat antropometri",
        due=TODAY + timedelta(days=days),
        state=state,
        state_since=timezone.now(),
    )
    one.villages.add(cast.unit)
    texts = found(cast.operator, cast.unit, "promise")
    assert bool(texts) is said
    assert not any("pemenang" in text for text in texts)
    cycle = Cycle.objects.create(
        code="uji", region_id="99.01", year=2023, title="Uji", definition={}, state=Cycle.State.DECIDED
    )
    Entry.objects.create(cycle=cycle, unit=cast.unit, stage="keputusan", rank=1)
    assert all("pemenang" in text for text in found(cast.operator, cast.unit, "promise"))
    assert not found(cast.operator, cast.other_unit, "promise")


def test_who_sees_figures_reads_it_and_others_do_not(client, cast):
    assert client.get(PAGE).status_code == 302
    for user, status in [(cast.operator, 200), (cast.viewer, 200), (cast.stranger, 404)]:
        client.force_login(user)
        assert client.get(PAGE).status_code == status
    client.force_login(cast.operator)
    assert "Tidak ada angka baru sejak 31 Mei 2023" in client.get(PAGE).content.decode()
    assert "Kesiapan bulan ini" in client.get("/desa/99.01.01.1001/").content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_it_takes_the_same_queries_however_much_decays(cast, times, django_assert_num_queries):
    office = Office.objects.create(region_id="99.01", short="Dinkes", name="Dinas Kesehatan")
    for number in range(times):
        Evidence.objects.create(unit=cast.unit, kind="decree", title="SK", state="checked", valid_until=TODAY)
        one = Commitment.objects.create(
            region_id="99.01", office=office, output=f"{number}", due=date(2023, 1, 1), state_since=timezone.now()
        )
        one.villages.add(cast.unit)
    alarms(cast.operator, cast.unit, TODAY, "id")  # the scope of the person is read once
    with django_assert_num_queries(5):
        assert len(alarms(cast.operator, cast.unit, TODAY, "id")) >= 2 * times
