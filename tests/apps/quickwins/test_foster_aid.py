"""Foster-parent aid: what is refused, what is asked about once, whom to propose, and what became of the child."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.services import Figures, record_measurement
from guyub.apps.people.signals import person_erased
from guyub.apps.quickwins.models import AidDelivery, Donor, FosterAid
from guyub.apps.quickwins.presentation.fostering import aid_lines, aids_of, proposals
from guyub.apps.quickwins.services import (
    AidFacts,
    QuickWinRefused,
    begin_aid,
    end_aid,
    note_donor,
    record_delivery,
)
from guyub.apps.resilience.models import FamilyState
from guyub.errors import NotAllowed
from tests.apps.made_families import make_families, today
from tests.apps.youth.youth_world import companion

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast):
    return make_families(cast.unit.region_id, 1)[0]


@pytest.fixture
def donor(cast):
    return note_donor(SYSTEM, cast.unit.region, "Toko Contoh", "company")


def child_of(family):
    return family.memberships.get(relation=3).person


def facts(**changed):
    told = {"package": "nutrition", "rupiah": 900_000, "since": today() - timedelta(days=59), "until": today()}
    return AidFacts(**{**told, **changed})


def refused(record):
    with pytest.raises(QuickWinRefused) as caught:
        record()
    return caught.value.data["reason"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"package": "gold"}, "not-in-the-list"),
        ({"rupiah": 0}, "quick-win-figure-impossible"),
        ({"until": today() - timedelta(days=60)}, "quick-win-day-does-not-fit"),
        ({"since": today() + timedelta(days=1), "until": today() + timedelta(days=2)}, "day-to-come"),
    ],
)
def test_aid_that_cannot_be_is_refused(donor, family, changed, reason):
    assert refused(lambda: begin_aid(SYSTEM, donor, family, facts(**changed))) == reason
    assert not FosterAid.objects.exists()


def test_aid_stays_within_village_and_family_and_runs_once(cast, donor, family):
    (other,) = make_families(cast.unit.region_id, 1, first=5)
    far = note_donor(SYSTEM, cast.other_unit.region, "Toko Jauh", "company")
    assert refused(lambda: begin_aid(SYSTEM, far, family, facts())) == "not-their-village"
    assert refused(lambda: begin_aid(SYSTEM, donor, family, facts(person=child_of(other)))) == "not-of-the-family"
    begin_aid(SYSTEM, donor, family, facts())
    assert refused(lambda: begin_aid(SYSTEM, donor, family, facts())) == "foster-aid-runs"


def test_who_may_not_record_is_refused(cast, donor, family):
    for role in ("kader", "tpk", "puskesmas"):
        with pytest.raises(NotAllowed):
            begin_aid(companion(cast, role), donor, family, facts())


@pytest.mark.parametrize(
    ("day", "days", "rupiah", "reason"),
    [
        (1, 7, 105_000, "day-to-come"),
        (-60, 7, 105_000, "quick-win-day-does-not-fit"),
        (0, 0, 105_000, "quick-win-figure-impossible"),
        (0, 367, 105_000, "quick-win-figure-impossible"),
        (0, 7, 0, "quick-win-figure-impossible"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(donor, family, day, days, rupiah, reason):
    aid = begin_aid(SYSTEM, donor, family, facts())
    assert refused(lambda: record_delivery(SYSTEM, aid, today() + timedelta(days=day), days, rupiah)) == reason


def test_a_day_is_delivered_once_and_nothing_after_the_end(donor, family):
    aid = begin_aid(SYSTEM, donor, family, facts())
    record_delivery(SYSTEM, aid, today(), 7, 105_000)
    assert refused(lambda: record_delivery(SYSTEM, aid, today(), 7, 105_000)) == "delivery-twice"
    end_aid(SYSTEM, aid, today(), "complete")
    assert refused(lambda: record_delivery(SYSTEM, aid, today(), 7, 105_000)) == "foster-aid-over"


def test_dose_and_course_follow_from_deliveries_and_the_posyandu(cast, donor, family):
    child = child_of(family)
    aid = begin_aid(SYSTEM, donor, family, facts(person=child))
    for ago, weight in ((59, 12_000), (2, 12_900)):
        record_measurement(SYSTEM, child, today() - timedelta(days=ago), Figures(weight_g=weight, height_mm=950))
    record_delivery(SYSTEM, aid, today() - timedelta(days=50), 7, 105_000)
    (line,) = aid_lines([aid], today())
    assert (line.days, line.rupiah, line.a_day, line.little) == (7, 105_000, 15_000, False)
    assert line.course.gained_g == 900
    record_delivery(SYSTEM, aid, today() - timedelta(days=43), 7, 104_999)
    (line,) = aid_lines([aid], today())
    assert (line.a_day, line.little) == (14_999, True)


def test_the_poorest_family_at_risk_is_proposed_first_until_it_is_helped(cast, donor):
    families = make_families(cast.unit.region_id, 3)
    for family, rank, targets in zip(families, (None, 2, 1), ({"BADUTA": 1}, {"BALITA": 1}, {"PUS": 1}), strict=True):
        state = FamilyState.objects.filter(family=family)
        state.update(krs=1, rank=rank, targets=targets)
    user = companion(cast, "operator")

    def proposed():
        return [line.state.family for line in proposals(user, cast.unit.region_id, today())]

    assert proposed() == [families[1], families[0]]
    begin_aid(SYSTEM, donor, families[1], facts())
    assert proposed() == [families[0]]


def test_the_form_asks_once_where_the_dose_is_below_or_the_end_too_early(cast, donor, family, client):
    client.force_login(companion(cast, "operator"))
    child = child_of(family)
    address = reverse("quickwins:begin", args=[cast.unit.region_id, family.code])
    typed = {"donor": donor.pk, "person": "", "package": "nutrition", "since": today().isoformat()}
    typed |= {"until": (today() + timedelta(days=9)).isoformat(), "rupiah": "149999"}
    page = client.post(address, typed)
    assert page.status_code == 422
    assert "14.999" in page.content.decode()
    assert not FosterAid.objects.exists()
    assert child.code in page.content.decode()
    assert client.post(address, {**typed, "sure": "on"}).status_code == 302
    assert FosterAid.objects.get().rupiah == 149_999


def test_exactly_the_dose_is_not_asked_about(cast, donor, family, client):
    client.force_login(companion(cast, "operator"))
    aid = begin_aid(SYSTEM, donor, family, facts())
    typed = {"day": today().isoformat(), "days": "7", "rupiah": "105.000"}
    assert client.post(reverse("quickwins:deliver", args=[aid.pk]), typed).status_code == 302
    assert AidDelivery.objects.get().rupiah == 105_000


def test_the_page_asks_as_often_for_many_as_for_one(cast, donor, client):
    client.force_login(companion(cast, "operator"))
    address = reverse("quickwins:fostering", args=[cast.unit.region_id])
    families = make_families(cast.unit.region_id, 4)
    begin_aid(SYSTEM, donor, families[0], facts(person=child_of(families[0])))
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for family in families[1:]:
        begin_aid(SYSTEM, donor, family, facts(person=child_of(family)))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_a_companion_of_another_rw_sees_no_aid(cast, donor, family):
    begin_aid(SYSTEM, donor, family, facts())
    assert not aids_of(companion(cast, "tpk", "002"), cast.unit.region_id).exists()
    assert aids_of(companion(cast, "tpk", "001"), cast.unit.region_id).exists()


def test_an_erased_child_leaves_the_aid_to_its_family(donor, family):
    child = child_of(family)
    begin_aid(SYSTEM, donor, family, facts(person=child))
    person_erased.send(None, people=[child.pk], codes=[child.code])
    assert FosterAid.objects.get().person is None


def test_the_workbook_has_donor_recipient_dose_and_says_what_it_is_not(cast, donor, family, client):
    client.force_login(companion(cast, "operator"))
    aid = begin_aid(SYSTEM, donor, family, facts())
    record_delivery(SYSTEM, aid, today(), 7, 105_000)
    content = client.post(reverse("quickwins:file", args=[cast.unit.region_id]), {"purpose": "rakor"}).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    row = book.get_sheet_by_index(0).to_python()[1]
    assert row[0] == "Toko Contoh"
    assert 15_000 in row
    notes = " ".join(str(cell) for line in book.get_sheet_by_index(1).to_python() for cell in line)
    assert "bukan bukti" in notes
    assert Donor.objects.count() == 1
