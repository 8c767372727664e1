"""Checks of adults and their referrals: what is refused, what is kept, what follows; their pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.lifecycle.models import Arrival, StageCheck, StageReferral
from guyub.apps.lifecycle.services import (
    StageRecordRefused,
    answer_referral,
    correct_check,
    record_check,
    refer,
    tick,
)
from guyub.apps.lifecycle.standing import standing_of, standings_of_village
from guyub.apps.people.services import merge_people
from guyub.apps.people.signals import extract_wanted, person_erased
from guyub.domain.lifecycle.findings import Figures
from guyub.errors import NotAllowed
from tests.apps.elders.elders_world import make_elders
from tests.apps.lifecycle.lifecycle_world import make_adults, make_session
from tests.apps.made_families import kader, today
from tests.apps.youth.youth_world import companion, make_young

pytestmark = pytest.mark.django_db
HIGH = {"systolic": 150, "diastolic": 95}


@pytest.fixture
def adult(cast):
    return make_adults(cast.unit.region_id)[0]


def refused(who, day=None, **figures):
    with pytest.raises(StageRecordRefused) as caught:
        record_check(SYSTEM, who, day or today(), Figures(**figures))
    assert not StageCheck.objects.exists()
    return caught.value.data["reason"]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({}, "nothing-checked"),
        ({"weight_g": 19_999}, "adult-weight-g-impossible"),
        ({"height_mm": 2_301}, "adult-height-mm-impossible"),
        ({"waist_mm": 399}, "adult-waist-mm-impossible"),
        ({"glucose_mg": 19}, "adult-glucose-mg-impossible"),
        ({"systolic": 120}, "pressure-of-two-figures"),
        ({"systolic": 80, "diastolic": 80}, "pressure-of-two-figures"),
    ],
)
def test_what_cannot_be_is_refused(adult, figures, reason):
    assert refused(adult, **figures) == reason


def test_a_day_to_come_is_refused(adult):
    assert refused(adult, today() + timedelta(days=1), weight_g=60_000) == "day-to-come"


def test_nobody_is_measured_by_a_second_form(cast):
    for who in (make_young(cast.unit.region_id)[0], make_elders(cast.unit.region_id)[0]):
        assert refused(who, weight_g=50_000) == "another-form-at-that-age"


def test_a_child_of_eight_is_checked_with_bmi_for_age(cast):
    (child,) = make_young(cast.unit.region_id, years=8)
    record_check(SYSTEM, child, today(), Figures(weight_g=45_000, height_mm=1_250))
    assert [one.finding.code for one in standing_of(child, today()).found] == ["obese"]


def test_who_may_not_check_adults_is_refused(cast, adult):
    for role in ("lurah", "tpk"):
        with pytest.raises(NotAllowed):
            record_check(companion(cast, role), adult, today(), Figures(weight_g=60_000))


def test_a_correction_replaces_and_keeps_the_former(adult):
    first = record_check(SYSTEM, adult, today(), Figures(**HIGH))
    with pytest.raises(StageRecordRefused):
        correct_check(SYSTEM, first, Figures(systolic=130, diastolic=85), " ")
    correct_check(SYSTEM, first, Figures(systolic=130, diastolic=85), "Salah baca")
    assert [one.systolic for one in standing_of(adult, today()).checks] == [130]
    assert StageCheck.objects.count() == 2
    with pytest.raises(StageRecordRefused):
        correct_check(SYSTEM, first, Figures(systolic=131, diastolic=85), "Lagi")


def test_a_high_pressure_is_referred_once_and_answered(adult):
    record_check(SYSTEM, adult, today() - timedelta(days=1), Figures(**HIGH))
    assert standing_of(adult, today()).to_refer
    referral = refer(SYSTEM, adult)
    assert referral.reasons == ["pressure:grade-1"]
    with pytest.raises(StageRecordRefused):
        refer(SYSTEM, adult)
    answer_referral(SYSTEM, referral, "treated")
    assert not standing_of(adult, today()).to_refer
    record_check(SYSTEM, adult, today(), Figures(**HIGH))
    assert standing_of(adult, today()).to_refer


def test_overweight_alone_is_not_referred(adult):
    record_check(SYSTEM, adult, today(), Figures(weight_g=70_000, height_mm=1_550))
    standing = standing_of(adult, today())
    assert standing.signs
    assert not standing.to_refer


def test_what_is_held_is_handed_out_follows_a_merge_and_is_forgotten(cast, adult):
    (other,) = make_adults(cast.unit.region_id)
    record_check(SYSTEM, other, today(), Figures(**HIGH))
    refer(SYSTEM, other)
    tick(SYSTEM, make_session(cast.unit.region), other, "came")
    merge_people(SYSTEM, (adult, other), adult)
    assert {row.person_id for row in (*StageCheck.objects.all(), *Arrival.objects.all())} == {adult.pk}
    found = {}
    for _receiver, answer in extract_wanted.send(None, people=[adult.pk], codes=[adult.code]):
        found |= answer or {}
    assert len(found["Pemeriksaan dewasa"]) == 1
    assert found["Kehadiran di posyandu"][0]["came"] is True
    person_erased.send(None, people=[adult.pk], codes=[adult.code])
    assert not any(model.objects.exists() for model in (StageCheck, StageReferral, Arrival))


def test_the_form_asks_once_more_before_what_is_unlikely(cast, adult, client):
    client.force_login(kader(cast))
    address = reverse("lifecycle:check", args=[adult.code])
    typed = {"day": today().isoformat(), "weight_g": "34,9"}
    assert client.post(address, typed).status_code == 422
    assert not StageCheck.objects.exists()
    assert client.post(address, {**typed, "sure": "on"}).status_code == 302
    assert StageCheck.objects.get().weight_g == 34_900


def test_lists_ask_as_often_for_many_as_for_one(cast, adult, client):
    client.force_login(kader(cast))
    record_check(SYSTEM, adult, today(), Figures(**HIGH))
    address = reverse("lifecycle:adults", args=[cast.unit.region_id])
    assert adult.name in client.get(address).content.decode()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for who in make_adults(cast.unit.region_id, 3):
        record_check(SYSTEM, who, today(), Figures(**HIGH))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_another_rw_sees_nobody(cast, adult):
    record_check(SYSTEM, adult, today(), Figures(**HIGH))
    neighbour = kader(cast, "kader-tetangga", rw="002")
    assert standings_of_village(neighbour, cast.unit.region_id, today()) == []


def test_a_check_sent_once_more_is_on_record_once(adult):
    first = record_check(SYSTEM, adult, today(), Figures(**HIGH))
    assert record_check(SYSTEM, adult, today(), Figures(**HIGH)) == first
    assert record_check(SYSTEM, adult, today(), Figures(systolic=120, diastolic=80)) != first
    assert StageCheck.objects.count() == 2


def test_the_form_says_which_figure_cannot_be_and_how_a_rare_one_usually_is(cast, adult, client):
    client.force_login(kader(cast))
    address = reverse("lifecycle:check", args=[adult.code])
    answer = client.post(address, {"day": today().isoformat(), "weight_g": "61500", "sure": "on"})
    assert answer.status_code == 422
    assert "61500: berat itu tidak mungkin; tulis dalam kg, misalnya 61,5." in answer.content.decode()
    answer = client.post(address, {"day": today().isoformat(), "weight_g": "34,9"})
    assert "34,9 (biasanya 35" in answer.content.decode()
    assert not StageCheck.objects.exists()
