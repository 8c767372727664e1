"""The month of the ministry's programmes: counted from what was recorded; what is not recorded is no zero."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.services import Figures, record_measurement
from guyub.apps.people.signals import person_erased
from guyub.apps.quickwins.models import DayCareChild, FatherActivity
from guyub.apps.quickwins.presentation.report import parts_of
from guyub.apps.quickwins.services import (
    AidFacts,
    QuickWinRefused,
    begin_aid,
    enrol,
    leave,
    note_day_care,
    note_donor,
    record_activity,
    record_delivery,
)
from guyub.errors import NotAllowed
from tests.apps.elders.elders_world import make_elders, skilas
from tests.apps.made_families import make_families, today
from tests.apps.youth.youth_world import companion, make_young

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(cast):
    return companion(cast, "operator")


def month_of(user, village):
    found = parts_of(user, village, today().replace(day=1))
    return [{item.name: item.value for item in part.items} for part in found]


def child_of(family):
    return family.memberships.get(relation=3).person


def test_aid_of_the_month(cast, operator):
    (family,) = make_families(cast.unit.region_id, 1)
    donor = note_donor(SYSTEM, cast.unit.region, "Toko Contoh", "company")
    facts = AidFacts("nutrition", 900_000, today() - timedelta(days=70), today())
    aid = begin_aid(SYSTEM, donor, family, facts)
    record_delivery(SYSTEM, aid, today(), 7, 105_000)
    record_delivery(SYSTEM, aid, today() - timedelta(days=65), 7, 105_000)
    genting = month_of(operator, cast.unit.region_id)[0]
    assert genting["Keluarga yang dibantu"] == 1
    assert genting["Bantuan baru bulan ini"] == 0
    assert genting["Hari makan yang diserahkan"] == 7
    assert genting["Nilai makanan (Rp)"] == 105_000
    assert genting["Orang tua asuh, Swasta"] == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"channel": "radio"}, "not-in-the-list"),
        ({"fathers": 0, "boys": 0}, "quick-win-figure-impossible"),
        ({"fathers": 2_001}, "quick-win-figure-impossible"),
        ({"day": today() + timedelta(days=1)}, "day-to-come"),
    ],
)
def test_an_activity_of_fathers_that_cannot_be_is_refused(cast, changed, reason):
    told = {"day": today(), "channel": "community", "fathers": 12, "boys": 3, **changed}
    with pytest.raises(QuickWinRefused) as caught:
        record_activity(SYSTEM, cast.unit.region, **told)
    assert caught.value.data["reason"] == reason
    assert not FatherActivity.objects.exists()


def test_fathers_are_counted_by_channel(cast, operator):
    record_activity(SYSTEM, cast.unit.region, today(), "community", 12, 3)
    record_activity(SYSTEM, cast.unit.region, today(), "school", 0, 20)
    record_activity(SYSTEM, cast.unit.region, today() - timedelta(days=40), "school", 9, 9)
    gati = month_of(operator, cast.unit.region_id)[1]
    assert (gati["Ayah yang terjangkau"], gati["Remaja laki-laki yang terjangkau"]) == (12, 23)
    assert sum(value for name, value in gati.items() if name.startswith("Kegiatan")) == 2


def test_an_activity_sent_once_more_is_on_record_once(cast):
    told = (SYSTEM, cast.unit.region, today(), "community", 12)
    assert record_activity(*told, 3) == record_activity(*told, 3)
    record_activity(*told, 4)  # another one
    assert FatherActivity.objects.count() == 2


def test_very_many_fathers_are_asked_about_once(cast, operator, client):
    client.force_login(operator)
    address = reverse("quickwins:activity", args=[cast.unit.region_id])
    typed = {"day": today().isoformat(), "channel": "community", "fathers": "201", "boys": ""}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "sure": "on"}).status_code == 302
    assert client.post(address, {**typed, "fathers": "200"}).status_code == 302


def test_children_of_a_day_care_are_measured_at_the_posyandu(cast, operator):
    care = note_day_care(SYSTEM, cast.unit.region, "Taman Contoh", "community", 4, 3)
    first, second, gone = (child_of(one) for one in make_families(cast.unit.region_id, 3))
    for child in (first, second):
        enrol(SYSTEM, care, child, today())
    leave(SYSTEM, enrol(SYSTEM, care, gone, today() - timedelta(days=80)), today() - timedelta(days=70))
    record_measurement(SYSTEM, first, today(), Figures(weight_g=14_000))
    tamasya = month_of(operator, cast.unit.region_id)[2]
    assert (tamasya["Anak"], tamasya["Anak yang diukur bulan ini"]) == (2, 1)
    assert (tamasya["Pengasuh"], tamasya["Pengasuh terlatih"]) == (4, 3)
    assert tamasya["Tanda kekerasan"] is None


def test_a_day_care_and_its_children_that_cannot_be_are_refused(cast):
    with pytest.raises(QuickWinRefused):
        note_day_care(SYSTEM, cast.unit.region, "Taman Contoh", "community", 2, 3)
    care = note_day_care(SYSTEM, cast.unit.region, "Taman Contoh", "community", 2, 2)
    (child,) = (child_of(one) for one in make_families(cast.unit.region_id, 1))
    enrol(SYSTEM, care, child, today())
    for who in (child, make_young(cast.unit.region_id)[0]):
        with pytest.raises(QuickWinRefused):
            enrol(SYSTEM, care, who, today())
    with pytest.raises(NotAllowed):
        note_day_care(companion(cast, "kader"), cast.unit.region, "Taman Lain", "community", 2, 2)
    person_erased.send(None, people=[child.pk], codes=[child.code])
    assert not DayCareChild.objects.exists()


def test_elders_of_the_month_come_from_their_screenings(cast, operator):
    lately, earlier = make_elders(cast.unit.region_id, 2)
    skilas(lately)
    skilas(earlier, 100)
    sidaya = month_of(operator, cast.unit.region_id)[3]
    assert sidaya["Diperiksa kesehatannya bulan ini"] == 1
    assert sidaya["SKILAS dalam setahun"] == 2
    assert sidaya["Kartu Sidaya"] is None


def test_who_does_not_see_elders_is_told_nothing_of_them(cast):
    sidaya = month_of(companion(cast, "tpk"), cast.unit.region_id)[3]
    assert set(sidaya.values()) == {None}


def test_the_report_asks_as_often_for_many_as_for_one(cast, operator, client):
    client.force_login(operator)
    address = reverse("quickwins:report", args=[cast.unit.region_id])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    care = note_day_care(SYSTEM, cast.unit.region, "Taman Contoh", "community", 4, 3)
    for family in make_families(cast.unit.region_id, 3):
        enrol(SYSTEM, care, child_of(family), today())
        record_activity(SYSTEM, cast.unit.region, today(), "community", 12, 3)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_the_workbook_writes_what_is_not_recorded_in_words(cast, operator, client):
    client.force_login(operator)
    answer = client.get(reverse("quickwins:report_file", args=[cast.unit.region_id]))
    assert answer.status_code == 200
    assert "spreadsheet" in answer["Content-Type"]


def test_day_cares_are_shown_with_who_was_measured(cast, operator, client):
    client.force_login(operator)
    care = note_day_care(SYSTEM, cast.unit.region, "Taman Contoh", "community", 4, 3)
    (child,) = (child_of(one) for one in make_families(cast.unit.region_id, 1))
    client.post(reverse("quickwins:enrol", args=[cast.unit.region_id, care.pk, child.code]))
    page = client.get(reverse("quickwins:day_cares", args=[cast.unit.region_id])).content.decode()
    assert child.name in page
    assert "belum diukur bulan ini" in page
    found = client.post(reverse("quickwins:find_child", args=[cast.unit.region_id, care.pk]), {"name": "anak"})
    assert child.name in found.content.decode()
