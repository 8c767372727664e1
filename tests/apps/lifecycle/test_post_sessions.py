"""A session of a post: who is expected, one queue, what a page sends counts once, who was not served."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.services import DayClosed, close_day
from guyub.apps.lifecycle.models import Arrival
from guyub.apps.lifecycle.presentation.session import queue_now, session_of
from guyub.apps.lifecycle.services import NotServedHere, record_check, take_in, tick
from guyub.apps.people.models import Person
from guyub.apps.ui.outbox import SendingsMissing
from guyub.domain.lifecycle.findings import Figures
from guyub.errors import NotAllowed
from tests.apps.elders.elders_world import make_elders, skilas
from tests.apps.lifecycle.lifecycle_world import make_adults, make_session
from tests.apps.made_families import kader, make_families, today
from tests.apps.mothers.mothers_world import make_mothers, pregnant
from tests.apps.youth.youth_world import companion, make_young

pytestmark = pytest.mark.django_db
DEVICE = "abcdef1234567890"


@pytest.fixture
def held(cast):
    return make_session(cast.unit.region)


def rows(held, user):
    return {row.person: row for row in session_of(held, user).rows}


def sent(who, mark="came", value=True):
    return {"person": who.code, "mark": mark, "value": value}


def test_everybody_of_every_stage_stands_on_one_page(cast, held):
    village = cast.unit.region_id
    (mother,) = make_mothers(village)
    pregnant(mother)
    (adult,), (elder,), (girl,) = make_adults(village), make_elders(village), make_young(village)
    child = make_families(village, 1, first=7)[0].memberships.get(relation=3).person
    far = make_adults(village, rw="002")[0]
    found = rows(held, kader(cast))
    stages = {who: found[who].stage.code for who in (mother, child, girl, adult, elder)}
    assert list(stages.values()) == ["mother", "child", "youth", "adult", "elder"]
    assert all(found[who].expected for who in stages)
    assert far not in found
    ways = {found[who].way.split("#")[0] for who in stages}
    assert ways == {
        reverse("mothers:check", args=[mother.code]),
        reverse("growth:day", args=[held.pk]),
        reverse("youth:check", args=[girl.code]),
        reverse("lifecycle:check", args=[adult.code]),
        reverse("elders:screen", args=[elder.code, "skilas"]),
    }


def test_an_elder_screened_within_the_year_is_not_expected_and_is_led_to_the_check(cast, held):
    (elder,) = make_elders(cast.unit.region_id)
    skilas(elder, 300)
    row = rows(held, kader(cast))[elder]
    assert not row.expected
    assert row.way == reverse("elders:check", args=[elder.code])


def test_one_queue_numbers_everybody_in_the_order_of_arrival(cast, held):
    user = kader(cast)
    (adult,), (elder,) = make_adults(cast.unit.region_id), make_elders(cast.unit.region_id)
    take_in(user, held, sent(elder), 1, DEVICE)
    take_in(user, held, sent(adult), 2, DEVICE)
    take_in(user, held, sent(elder, value=False), 3, DEVICE)
    take_in(user, held, sent(elder), 4, DEVICE)
    assert {one.person: one.number for one in Arrival.objects.all()} == {elder: 1, adult: 2}
    assert [row.person for row in session_of(held, user).rows][:2] == [elder, adult]
    assert AuditEntry.objects.filter(action="post-arrival-ticked").count() == 4


def test_what_is_sent_twice_counts_once_and_a_gap_is_refused(cast, held):
    user = kader(cast)
    (adult,) = make_adults(cast.unit.region_id)
    take_in(user, held, sent(adult), 1, DEVICE)
    assert take_in(user, held, sent(adult, value=False), 1, DEVICE) is None
    assert Arrival.objects.get().came
    with pytest.raises(SendingsMissing):
        take_in(user, held, sent(adult), 3, DEVICE)


def test_nothing_is_taken_once_the_day_is_over(cast, held):
    (adult,) = make_adults(cast.unit.region_id)
    close_day(SYSTEM, held)
    with pytest.raises(DayClosed):
        take_in(SYSTEM, held, sent(adult), 1, DEVICE)
    with pytest.raises(DayClosed):
        tick(SYSTEM, held, adult, "came")


@pytest.mark.parametrize(
    ("mark", "value"),
    [("came", 1), ("came", "ya"), ("danced", True), ("tuberculosis", True), ("tuberculosis", "maybe")],
)
def test_a_tick_that_there_is_not_is_refused(cast, held, mark, value):
    (adult,) = make_adults(cast.unit.region_id)
    with pytest.raises(NotServedHere):
        take_in(SYSTEM, held, sent(adult, mark, value), 1, DEVICE)
    assert not Arrival.objects.exists()


def test_who_lives_elsewhere_or_has_no_birth_date_is_refused(cast, held):
    far, unknown = make_adults(cast.unit.region_id, rw="002")[0], make_adults(cast.unit.region_id)[0]
    Person.objects.filter(pk=unknown.pk).update(birth_date=None)
    for who in (far, unknown):
        with pytest.raises(NotServedHere):
            take_in(SYSTEM, held, sent(who), 1, DEVICE)


def test_who_may_not_record_the_stage_may_not_tick_it(cast, held):
    (elder,) = make_elders(cast.unit.region_id)
    with pytest.raises(NotAllowed):
        take_in(companion(cast, "lurah"), held, sent(elder), 1, DEVICE)


def test_states_follow_from_ticks_and_records(cast, held):
    user = kader(cast)
    adults = make_adults(cast.unit.region_id, 5)
    _absent, waits, measured, through, gone = adults
    for who in (waits, through, gone):
        tick(SYSTEM, held, who, "came")
    for who in (measured, through):
        record_check(SYSTEM, who, today(), Figures(weight_g=60_000))
    tick(SYSTEM, held, through, "education")
    tick(SYSTEM, held, gone, "left")
    found = rows(held, user)
    assert [found[who].state for who in adults] == ["todo", "queue", "served", "done", "left"]
    (count,) = [one for one in session_of(held, user).counts if one.stage.code == "adult"]
    assert (count.expected, count.came, count.served, count.unserved, count.absent) == (5, 4, 2, 2, 1)
    assert {row.person for row in session_of(held, user).unserved} == {waits, gone}


def test_to_be_served_undoes_having_left(cast, held):
    (adult,) = make_adults(cast.unit.region_id)
    tick(SYSTEM, held, adult, "left")
    record_check(SYSTEM, adult, today(), Figures(weight_g=60_000))
    assert rows(held, kader(cast))[adult].state == "served"


def test_only_those_of_every_session_are_visited_for_not_coming(cast, held):
    (mother,) = make_mothers(cast.unit.region_id)
    pregnant(mother)
    make_adults(cast.unit.region_id)
    absent = {row.stage.code for row in session_of(held, kader(cast)).absent()}
    assert absent == {"mother", "child"}


def test_a_reader_sees_only_stages_that_they_may(cast, held):
    make_adults(cast.unit.region_id)
    (elder,) = make_elders(cast.unit.region_id)
    tick(SYSTEM, held, elder, "came")
    tpk = companion(cast, "tpk")
    assert {row.stage.code for row in session_of(held, tpk).rows} <= {"mother", "child", "youth"}
    assert queue_now(held, tpk) == []
    assert [one["person"] for one in queue_now(held, kader(cast))] == [elder.code]


def test_the_page_asks_as_often_for_many_as_for_one(cast, held, client):
    client.force_login(kader(cast))
    address = reverse("lifecycle:session", args=[held.pk])
    make_adults(cast.unit.region_id)
    make_elders(cast.unit.region_id)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    make_adults(cast.unit.region_id, 4)
    make_elders(cast.unit.region_id, 3, first=20)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_a_page_sends_a_tick_and_gets_the_queue(cast, held, client):
    client.force_login(kader(cast))
    (adult,) = make_adults(cast.unit.region_id)
    body = {"device": DEVICE, "sequence": 1, "changes": sent(adult)}
    answer = client.post(reverse("lifecycle:save", args=[held.pk]), body, content_type="application/json").json()
    assert answer["saved"] == 1
    assert [(one["person"], one["number"], one["state"]) for one in answer["queue"]] == [(adult.code, 1, "queue")]
    body = {"device": DEVICE, "sequence": 2, "changes": sent(adult, "danced")}
    refused = client.post(reverse("lifecycle:save", args=[held.pk]), body, content_type="application/json")
    assert refused.status_code == 422


def test_who_is_not_expected_is_found_by_name(cast, held, client):
    client.force_login(kader(cast))
    (adult,) = make_adults(cast.unit.region_id)
    record_check(SYSTEM, adult, today() - timedelta(days=30), Figures(weight_g=60_000))
    assert not rows(held, kader(cast, "kader-dua"))[adult].expected
    page = client.post(reverse("lifecycle:find", args=[held.pk]), {"name": "warga"}).content.decode()
    assert adult.name in page
