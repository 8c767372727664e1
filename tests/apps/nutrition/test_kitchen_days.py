"""Kitchen days: a tick sent twice counts once, nothing is lost, a portion of a round is its serving, money apart."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.models import KitchenDay, KitchenPortion, KitchenSending, PmtServing
from guyub.apps.nutrition.presentation.kitchen_day import money_of, ticked_now
from guyub.apps.nutrition.services import (
    DayFacts,
    KitchenClosed,
    KitchenRefused,
    NotAGuest,
    close_kitchen,
    describe_kitchen,
    open_kitchen,
    reopen_kitchen,
    take_in_portion,
)
from guyub.apps.nutrition.services.personal import forget, hand_out
from guyub.apps.ui.outbox import SendingsMissing
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import companion
from tests.apps.nutrition.pmt_world import ago, begun, make_children
from tests.apps.nutrition.test_kitchen_weeks import guest

pytestmark = pytest.mark.django_db
PAGE = "a1b2c3d4e5f60718"


@pytest.fixture
def village(cast):
    return cast.unit.region


@pytest.fixture
def held(village):
    return open_kitchen(SYSTEM, village, today())


def tick(held, one, given=True, eaten=None, reason="", sequence=1, device=PAGE, actor=SYSTEM):
    changes = {"guest": one.pk, "given": given, "eaten": eaten, "reason": reason}
    return take_in_portion(actor, held, changes, sequence, device)


def test_a_day_is_opened_once(village, held):
    assert open_kitchen(SYSTEM, village, today()) == held
    with pytest.raises(KitchenRefused):
        open_kitchen(SYSTEM, village, ago(-1))


def test_a_tick_sent_again_counts_once_and_the_last_one_stands(village, held):
    one = guest(make_children(village.code)[0])
    for _ in range(3):
        assert tick(held, one, eaten=4) == 1
    tick(held, one, eaten=2, reason="refused", sequence=2)
    assert tick(held, one, eaten=4) == 1  # the answer to the first was lost, and it comes late
    portion = KitchenPortion.objects.get()
    assert (portion.given, portion.eaten, portion.reason) == (True, 2, "refused")
    assert KitchenSending.objects.count() == 2


def test_a_gap_is_refused_and_two_pages_count_by_themselves(village, held):
    one, other = (guest(child) for child in make_children(village.code, 2))
    with pytest.raises(SendingsMissing):
        tick(held, one, sequence=2)
    tick(held, one)
    tick(held, other, device="0f0f0f0f0f0f")
    assert KitchenPortion.objects.filter(given=True).count() == 2


def test_nothing_is_taken_in_once_the_day_is_closed(village, held):
    one = guest(make_children(village.code)[0])
    close_kitchen(SYSTEM, held)
    with pytest.raises(KitchenClosed):
        tick(held, one)
    reopen_kitchen(SYSTEM, held)
    tick(held, one)
    assert KitchenPortion.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "eaten", "reason"), [(True, 5, ""), (False, 2, ""), (True, 2, "bored"), (True, 4, "sick"), (True, -1, "")]
)
def test_what_cannot_be_is_refused(village, held, given, eaten, reason):
    with pytest.raises(KitchenRefused):
        tick(held, guest(make_children(village.code)[0]), given, eaten, reason)
    assert not KitchenPortion.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [[], {"guest": 1}, {"guest": "x", "given": True}, {"guest": True, "given": True}, "x"]
    + [{"guest": number, "given": True} for number in (0, -1, 2**63, 10**300)],
)
def test_what_is_no_tick_is_refused(held, changes):
    if changes:
        with pytest.raises(NotAGuest):
            take_in_portion(SYSTEM, held, changes, 1, PAGE)
    else:
        assert take_in_portion(SYSTEM, held, changes, 1, PAGE) == 1  # the number is used up


def test_a_portion_of_somebody_in_a_round_is_its_serving(village, held):
    child = make_children(village.code)[0]
    one, round_ = guest(child, "pmt"), begun(child, 5)
    tick(held, one, eaten=3, reason="sick")
    tick(held, one, eaten=3, reason="sick")  # sent again
    serving = PmtServing.objects.get()
    assert (serving.round, serving.day, serving.eaten, serving.reason) == (round_, today(), 3, "sick")
    tick(held, one, eaten=4, sequence=2)
    assert PmtServing.objects.get(counts=True).eaten == 4
    tick(held, one, given=False, sequence=3)
    assert not PmtServing.objects.filter(counts=True).exists()
    assert PmtServing.objects.count() == 2  # nothing that was told is gone


def test_a_cadre_ticks_those_of_the_own_rw(cast, village, held):
    mine, other = guest(make_children(village.code)[0]), guest(make_children(village.code, rw="002")[0])
    user = kader(cast)
    tick(held, mine, actor=user)
    with pytest.raises(NotAGuest):
        tick(held, other, actor=user, sequence=2)
    tick(held, other, sequence=2)  # by the one of that RW: not told to this one
    assert list(ticked_now(held, user)) == [mine.pk]


def test_what_a_day_cost_is_parted_between_portions_and_sales(held):
    facts = DayFacts("apbd", ["covered", "hands"], 200_000, 10, 90_000)
    describe_kitchen(SYSTEM, held, facts)
    held.refresh_from_db()
    assert held.safety == ["hands", "covered"]
    money = money_of(held, 30)
    assert (money.portion, money.given, money.sold, money.margin) == (5000, 150_000, 50_000, 40_000)
    for wrong in (DayFacts("gift"), DayFacts(safety=["prayed"]), DayFacts(cost=0), DayFacts(income=5000)):
        with pytest.raises(KitchenRefused):
            describe_kitchen(SYSTEM, held, wrong)


def test_the_page_and_what_its_script_sends(cast, village, client):
    client.force_login(companion(cast, "puskesmas"))
    one = guest(make_children(village.code)[0])
    answer = client.post(f"/dapur/{village.code}/hari/", {"day": today().isoformat()})
    path = answer.url
    assert "Anak Contoh" in client.get(path).content.decode()
    sent = {"device": PAGE, "sequence": 1, "changes": {"guest": one.pk, "given": True, "eaten": 2, "reason": "sick"}}
    for _ in range(2):
        told = client.post(f"{path}simpan/", json.dumps(sent), content_type="application/json")
        assert told.json() == {"saved": 1, "ticked": {str(one.pk): [True, 2, "sick"]}}
    assert KitchenPortion.objects.count() == 1
    assert "50 %" in client.get(path).content.decode()
    typed = {"row": one.pk, f"given-{one.pk}": "1", f"eaten-{one.pk}": "4", f"reason-{one.pk}": ""}
    client.post(f"{path}porsi/", typed)
    assert KitchenPortion.objects.get().eaten == 4
    client.post(f"{path}tutup/")
    assert KitchenDay.objects.get().closed_at
    sent["sequence"] = 2
    assert client.post(f"{path}simpan/", json.dumps(sent), content_type="application/json").status_code == 409


def test_a_day_asks_as_much_for_one_as_for_three(cast, village, held, client):
    client.force_login(kader(cast))
    first, *others = make_children(village.code, 3)

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert "Anak Contoh" in client.get(f"/dapur/hari/{held.pk}/").content.decode()
        return len(found)

    tick(held, guest(first), eaten=4)
    asked()
    before = asked()
    for number, child in enumerate(others, start=2):
        tick(held, guest(child), eaten=4, sequence=number)
    assert asked() == before


def test_portions_are_handed_out_and_forgotten_with_the_person(village, held):
    child = make_children(village.code)[0]
    tick(held, guest(child), eaten=1, reason="shared")
    assert hand_out(None, people=[child.pk])["Porsi dapur"][0]["eaten"] == 1
    forget(None, people=[child.pk])
    assert not KitchenPortion.objects.exists()
