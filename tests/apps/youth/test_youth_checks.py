"""Checks of young people and their referrals: what is refused, what is kept, what follows."""

from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Person
from guyub.apps.people.services import merge_people, undo_merge
from guyub.apps.people.signals import extract_wanted, person_erased
from guyub.apps.programmes.services import GroupFacts, open_group, open_meeting
from guyub.apps.youth.models import YouthCheck, YouthReferral
from guyub.apps.youth.services import (
    CheckFacts,
    YouthRecordRefused,
    answer_referral,
    correct_check,
    record_check,
    refer,
)
from guyub.apps.youth.standing import bmi_z, standing_of
from guyub.domain.youth.findings import Figures
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, today
from tests.apps.youth.youth_world import BOY, STEADY, born, checked, companion, make_young

pytestmark = pytest.mark.django_db


@pytest.fixture
def girl(cast):
    return make_young(cast.unit.region_id)[0]


def refused(young, day=None, tablets=None, topics=(), **figures):
    with pytest.raises(YouthRecordRefused) as caught:
        record_check(SYSTEM, young, day or today(), CheckFacts(Figures(**figures), tablets, topics))
    assert not YouthCheck.objects.exists()
    return caught.value.data["reason"]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({"weight_g": 9_999}, "youth-weight-g-impossible"),
        ({"weight_g": 250_001}, "youth-weight-g-impossible"),
        ({"height_mm": 899}, "youth-height-mm-impossible"),
        ({"arm_mm": 601}, "youth-arm-mm-impossible"),
        ({"waist_mm": 299}, "youth-waist-mm-impossible"),
        ({"hb_tenths": 19}, "youth-hb-tenths-impossible"),
        ({"systolic": 110}, "pressure-of-two-figures"),
        ({"systolic": 80, "diastolic": 80}, "pressure-of-two-figures"),
        ({"tablets": 27}, "youth-tablets-impossible"),
        ({"topics": ("no-such",)}, "not-in-the-list"),
        ({}, "nothing-checked"),
        ({"day": date(2100, 1, 1), "weight_g": 50_000}, "day-to-come"),
    ],
)
def test_what_cannot_be_is_refused(girl, figures, reason):
    assert refused(girl, **figures) == reason


def test_at_the_bounds_it_is_recorded(girl):
    checked(girl, tablets=26, weight_g=10_000, height_mm=2_200, hb_tenths=20)
    assert YouthCheck.objects.count() == 1


@pytest.mark.parametrize(("birth", "taken"), [(born(10, 0), True), (born(10, -1), False), (born(18, 300), True),
                                              (born(19, 0), False)])  # fmt: skip
def test_only_of_the_posts_age(girl, birth, taken):
    Person.objects.filter(pk=girl.pk).update(birth_date=birth)
    girl.refresh_from_db()
    if taken:
        checked(girl, weight_g=40_000)
    else:
        assert refused(girl, weight_g=40_000) == "not-of-the-posts-age"


def test_a_check_belongs_to_the_session_of_its_day(cast, girl):
    post = open_group(SYSTEM, cast.unit.region, "posmaja", GroupFacts("Ceria"), ["001"])
    elsewhere = open_group(SYSTEM, cast.unit.region, "posmaja", GroupFacts("Bahagia"), ["002"])
    open_meeting(SYSTEM, elsewhere, today())
    meeting = open_meeting(SYSTEM, post, today())
    assert checked(girl, **STEADY).meeting == meeting
    assert checked(girl, 1, **STEADY).meeting is None


def test_bmi_for_age_is_that_of_the_growth_engine(girl):
    """WHO 2007, girls: the median at 14 years 1 month is 19.4."""
    z = bmi_z(girl, checked(girl, weight_g=47_000, height_mm=1_556))
    assert -10 < z < 10
    assert bmi_z(girl, checked(girl, weight_g=47_000)) is None


def test_what_is_found_says_what_to_do(girl):
    checked(girl, 40, hb_tenths=119, **STEADY)
    standing = standing_of(girl, today())
    assert [(one.finding.about, one.finding.code) for one in standing.signs] == [("haemoglobin", "mild-anaemia")]
    assert standing.to_refer
    checked(girl, hb_tenths=120)
    assert not standing_of(girl, today()).to_refer


def test_a_finding_before_the_age_of_its_limit_is_none(cast):
    (young,) = make_young(cast.unit.region_id, years=11)
    checked(young, hb_tenths=100)
    assert standing_of(young, today()).found == ()


@pytest.mark.parametrize(("days", "refers"), [(95, True), (80, False)])
def test_obesity_that_lasts_three_months_is_referred(cast, days, refers):
    (boy,) = make_young(cast.unit.region_id, sex=BOY)
    for ago in (days, 30, 0):
        checked(boy, ago, weight_g=75_000, height_mm=1_550)
    assert standing_of(boy, today()).to_refer is refers


def test_a_referral_waits_for_one_answer(cast, girl):
    checked(girl, hb_tenths=100)
    referral = refer(kader(cast), girl)
    assert referral.reasons == ["haemoglobin:moderate-anaemia"]
    with pytest.raises(YouthRecordRefused, match="already-referred"):
        refer(SYSTEM, girl)
    with pytest.raises(NotAllowed):
        answer_referral(kader(cast, "lain"), referral, "confirmed")
    with pytest.raises(YouthRecordRefused, match="unknown-outcome"):
        answer_referral(SYSTEM, referral, "cured")
    answer_referral(companion(cast, "puskesmas"), referral, "confirmed")
    with pytest.raises(YouthRecordRefused, match="already-answered"):
        answer_referral(SYSTEM, referral, "well")
    with pytest.raises(YouthRecordRefused, match="no-reason-to-refer"):
        refer(SYSTEM, girl)
    checked(girl, hb_tenths=101)
    assert standing_of(girl, today()).to_refer


def test_a_correction_keeps_the_former(girl):
    first = checked(girl, hb_tenths=119)
    with pytest.raises(YouthRecordRefused, match="no-reason"):
        correct_check(SYSTEM, first, CheckFacts(Figures(hb_tenths=129)), " ")
    correct_check(SYSTEM, first, CheckFacts(Figures(hb_tenths=129)), "Salah baca")
    with pytest.raises(YouthRecordRefused, match="youth-corrected-meanwhile"):
        correct_check(SYSTEM, first, CheckFacts(Figures(hb_tenths=130)), "Lagi")
    assert [one.hb_tenths for one in standing_of(girl, today()).checks] == [129]
    assert YouthCheck.objects.count() == 2


@pytest.mark.parametrize("role", ["lurah", "operator", "tpk", "auditor", "admin", "city", "opd", "viewer"])
def test_others_record_nothing(cast, girl, role):
    with pytest.raises(NotAllowed):
        record_check(companion(cast, role), girl, today(), CheckFacts(Figures(hb_tenths=119)))


def test_the_trail_names_neither_figures_nor_person(girl):
    checked(girl, hb_tenths=119)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("young-person-checked", f"person:{girl.code}")
    assert girl.name not in str(entry.details)
    assert "119" not in str(entry.details)


def test_checks_follow_a_merge_and_come_back(cast, girl):
    (twice,) = make_young(cast.unit.region_id)
    checked(girl, hb_tenths=100)
    checked(twice, 30, hb_tenths=110)
    refer(SYSTEM, girl)
    refer(SYSTEM, twice)
    merge = merge_people(SYSTEM, (girl, twice), girl)
    assert len(standing_of(girl, today()).checks) == 2
    assert standing_of(girl, today()).waiting
    undo_merge(SYSTEM, merge)
    assert YouthCheck.objects.filter(person=twice).count() == 1
    assert YouthReferral.objects.filter(person=twice, answered_on=None).count() == 1


def test_what_is_held_is_handed_out_and_forgotten(girl):
    correct_check(SYSTEM, checked(girl, hb_tenths=100), CheckFacts(Figures(hb_tenths=101)), "Salah baca")
    refer(SYSTEM, girl)
    handed = {}
    for _, given in extract_wanted.send(Person, people=[girl.pk], codes=[girl.code]):
        handed |= given or {}
    assert [row["hb_tenths"] for row in handed["Pemeriksaan remaja"]] == [100, 101]
    assert handed["Rujukan remaja"][0]["referred_on"] == today().isoformat()
    person_erased.send(Person, people=[girl.pk], codes=[girl.code])
    assert not YouthCheck.objects.exists()
    assert not YouthReferral.objects.exists()


def test_days_between_checks_do_not_matter_to_what_is_measured_last(girl):
    checked(girl, hb_tenths=130)
    record_check(SYSTEM, girl, today() - timedelta(days=400), CheckFacts(Figures(hb_tenths=90)))
    assert standing_of(girl, today()).signs == ()


def test_a_check_sent_once_more_is_on_record_once(girl):
    assert checked(girl, **STEADY) == checked(girl, **STEADY)
    assert checked(girl, **STEADY | {"arm_mm": 250}) != checked(girl, **STEADY)
    assert YouthCheck.objects.count() == 2
