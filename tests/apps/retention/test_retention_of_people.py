"""Records of health are erased when the last of them is old enough, never before, and only those; people stay."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.elders.models import ElderCheck, ElderScreening
from guyub.apps.growth.models import GrowthState, Measurement
from guyub.apps.lifecycle.models import Arrival, StageCheck
from guyub.apps.lifecycle.services import record_check, tick
from guyub.apps.mothers.models import MotherCheck, Pregnancy
from guyub.apps.nutrition.models import PmtRound, PmtServing
from guyub.apps.nutrition.services import record_serving
from guyub.apps.people import retention as of_people
from guyub.apps.people.models import Person
from guyub.apps.retention import services
from guyub.apps.territory.models import Region
from guyub.apps.youth.models import YouthCheck, YouthInterview
from guyub.apps.youth.services import record_interview
from guyub.data.privacy_files import load_retention_rule
from guyub.domain.lifecycle.findings import Figures
from tests.apps.elders.elders_world import checked as elder_checked
from tests.apps.elders.elders_world import make_elders, skilas
from tests.apps.lifecycle.lifecycle_world import make_adults, make_session
from tests.apps.made_families import today
from tests.apps.mothers.mothers_world import checked as mother_checked
from tests.apps.mothers.mothers_world import make_mothers, pregnant
from tests.apps.nutrition.pmt_world import THIN_G, ago, begun, make_children, weighed
from tests.apps.youth.youth_world import checked as youth_checked
from tests.apps.youth.youth_world import make_young
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
RULE = load_retention_rule()


def of_child(village: str) -> date:
    child = make_children(village)[0]
    weighed(child, 40, THIN_G)
    weighed(child, 5, THIN_G)
    return ago(5)


def of_mother(village: str) -> date:
    mother = make_mothers(village)[0]
    due = pregnant(mother, 20).due_on
    mother_checked(mother, arm_mm=240)
    return due


def of_elder(village: str) -> date:
    elder = make_elders(village)[0]
    skilas(elder, 60)
    elder_checked(elder, 3, weight_g=52000)
    return ago(3)


def of_young(village: str) -> date:
    youth_checked(make_young(village)[0], 9, weight_g=47000)
    return ago(9)


def of_interview(village: str) -> date:
    record_interview(SYSTEM, make_young(village)[0], ago(4), {"home": "green"})
    return ago(4)


def of_food(village: str) -> date:
    one = begun(make_children(village)[0], 10)
    record_serving(SYSTEM, one, ago(2), 4)
    return ago(2)


def of_adult(village: str) -> date:
    adult = make_adults(village)[0]
    record_check(SYSTEM, adult, ago(30), Figures(weight_g=60_000))
    tick(SYSTEM, make_session(Region.objects.get(code=village), ago(6)), adult, "came")
    return ago(6)


KINDS = {
    "growth-records": (of_child, (Measurement, GrowthState)),
    "mother-records": (of_mother, (Pregnancy, MotherCheck)),
    "elder-records": (of_elder, (ElderScreening, ElderCheck)),
    "youth-checks": (of_young, (YouthCheck,)),
    "youth-interviews": (of_interview, (YouthInterview,)),
    "adult-records": (of_adult, (StageCheck, Arrival)),
    "food-records": (of_food, (PmtRound, PmtServing)),
}


def due_at(last: date, days: int, kind: str) -> int:
    now = timezone.now() + timedelta(days=(last - today()).days + days)
    return {one.kind: one.count for one in services.due(now)}[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_records_go_the_day_after_their_period_counted_from_the_last(cast: Cast, kind: str) -> None:
    make, models = KINDS[kind]
    last, period = make(cast.unit.region_id), RULE.days(kind)
    people = Person.objects.count()
    assert due_at(last, period, kind) == 0
    assert due_at(last, period + 1, kind) == 1
    assert all(model._default_manager.exists() for model in models)
    services.apply(timezone.now() + timedelta(days=(last - today()).days + period + 1))
    assert not any(model._default_manager.exists() for model in models)
    assert Person.objects.count() == people
    entry = AuditEntry.objects.get(chain=cast.unit.region_id, action="retention-applied", details__kind=kind)
    assert entry.details == {"kind": kind, "people": 1}


def test_whoever_is_measured_again_keeps_the_old_measurements_and_others_lose_theirs(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_people, "BATCH", 1)
    again, *gone = make_children(cast.unit.region_id, 3)
    for child in (again, *gone):
        weighed(child, 40, THIN_G)
    weighed(again, 0, THIN_G)
    period = RULE.days("growth-records")
    services.apply(timezone.now() + timedelta(days=period - 39))
    assert set(Measurement.objects.values_list("child", flat=True)) == {again.pk}
    assert Measurement.objects.count() == 2


def test_an_interview_goes_before_the_checks_of_the_same_young_person(cast: Cast) -> None:
    young = make_young(cast.unit.region_id)[0]
    youth_checked(young, 0, weight_g=47000)
    record_interview(SYSTEM, young, today(), {"home": "green"})
    services.apply(timezone.now() + timedelta(days=RULE.days("youth-interviews") + 1))
    assert not YouthInterview.objects.exists()
    assert YouthCheck.objects.exists()
