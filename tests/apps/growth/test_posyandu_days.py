"""A posyandu day: who is expected, and that what a page sends counts once, in order, whoever sends it again."""

from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.growth.models import DaySending, Measurement, Posyandu
from guyub.apps.growth.services import (
    DayClosed,
    DayDoesNotFit,
    NotExpected,
    PosyanduExists,
    SendingsMissing,
    UnusableMeasurement,
    close_day,
    expected,
    open_day,
    open_posyandu,
    reopen_day,
    take_in,
)
from guyub.apps.people.models import Person
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, make_families, today

pytestmark = pytest.mark.django_db
DEVICE = "aaaabbbbcccc"
DAY = date(2024, 3, 10)


@pytest.fixture
def posyandu(cast):
    return open_posyandu(SYSTEM, cast.unit.region, "Melati", ["001"])


@pytest.fixture
def held(posyandu):
    return open_day(SYSTEM, posyandu, DAY)


@pytest.fixture
def children(cast):
    families = make_families(cast.unit.region_id, 2) + make_families(cast.unit.region_id, 1, rw="002", first=9)
    return [Person.objects.get(memberships__family=family, memberships__relation=3) for family in families]


def sent(child, **figures):
    return {"child": child.code, "weight_g": 11_000, "height_mm": 850, "posture": "h", "oedema": False} | figures


def test_children_of_its_rw_under_five_are_expected(held, children):
    assert set(expected(held)) == set(children[:2])
    held.posyandu.serves = []
    assert set(expected(held)) == set(children)


@pytest.mark.parametrize(("born", "there"), [(date(2019, 3, 10), False), (date(2019, 3, 11), True), (DAY, True)])
def test_who_completes_sixty_months_that_day_is_no_under_five(held, children, born, there):
    Person.objects.filter(pk=children[0].pk).update(birth_date=born)
    assert (children[0] in expected(held)) == there


def test_children_who_moved_or_died_are_not_expected(held, children):
    Person.objects.filter(pk=children[0].pk).update(state=Person.State.LEFT)
    assert set(expected(held)) == {children[1]}


def test_a_sending_counts_once(held, children):
    first = take_in(SYSTEM, held, sent(children[0]), 1, DEVICE)
    again = take_in(SYSTEM, held, sent(children[0]), 1, DEVICE)
    assert (first.sequence, again.sequence) == (1, 1)
    assert first.measurement == again.measurement
    assert Measurement.objects.count() == 1


def test_two_pages_count_apart(held, children):
    take_in(SYSTEM, held, sent(children[0]), 1, DEVICE)
    take_in(SYSTEM, held, sent(children[1]), 1, "ddddeeeeffff")
    assert Measurement.objects.count() == 2


def test_a_gap_is_refused_so_that_nothing_is_lost_between(held, children):
    with pytest.raises(SendingsMissing, match="number 1"):
        take_in(SYSTEM, held, sent(children[0]), 2, DEVICE)


def test_an_empty_sending_uses_its_number_up(held, children):
    assert take_in(SYSTEM, held, {}, 1, DEVICE).measurement is None
    assert take_in(SYSTEM, held, sent(children[0]), 2, DEVICE).measurement is not None
    assert DaySending.objects.count() == 2


def test_typing_a_child_again_corrects_it(held, children):
    take_in(SYSTEM, held, sent(children[0]), 1, DEVICE)
    second = take_in(SYSTEM, held, sent(children[0], weight_g=11_400), 2, DEVICE).measurement
    assert Measurement.objects.count() == 2
    assert Measurement.objects.get(replaced_by=None) == second
    assert second.reason


@pytest.mark.parametrize(
    "changes",
    [
        {"weight_g": "11"},
        {"weight_g": 11.5},
        {"weight_g": True},
        {"oedema": 1},
        {"posture": "x"},
        {"shoe": 30},
    ],
)
def test_figures_of_the_wrong_shape_are_refused(held, children, changes):
    with pytest.raises(UnusableMeasurement, match="wrong-shape"):
        take_in(SYSTEM, held, sent(children[0], **changes), 1, DEVICE)
    assert not DaySending.objects.exists()


@pytest.mark.parametrize("changes", [["child"], {"child": "X"}, {"weight_g": 9000}, "child"])
def test_nobody_in_particular_is_not_expected(held, children, changes):
    with pytest.raises(NotExpected):
        take_in(SYSTEM, held, changes, 1, DEVICE)


def test_a_child_of_another_rw_is_not_expected(held, children):
    with pytest.raises(NotExpected):
        take_in(SYSTEM, held, sent(children[2]), 1, DEVICE)


def test_a_closed_day_takes_nothing_and_can_be_opened_again(held, children):
    close_day(SYSTEM, held)
    with pytest.raises(DayClosed):
        take_in(SYSTEM, held, sent(children[0]), 1, DEVICE)
    reopen_day(SYSTEM, held)
    take_in(SYSTEM, held, sent(children[0]), 1, DEVICE)
    close_day(SYSTEM, held)
    assert take_in(SYSTEM, held, sent(children[0]), 1, DEVICE).measurement is not None  # had arrived before


def test_a_day_is_opened_once(posyandu):
    assert open_day(SYSTEM, posyandu, DAY) == open_day(SYSTEM, posyandu, DAY)


def test_days_that_do_not_fit(posyandu):
    with pytest.raises(DayDoesNotFit):
        open_day(SYSTEM, posyandu, today() + timedelta(days=1))
    Posyandu.objects.update(closed_on=DAY)
    posyandu.refresh_from_db()
    with pytest.raises(DayDoesNotFit):
        open_day(SYSTEM, posyandu, DAY)
    assert open_day(SYSTEM, posyandu, DAY - timedelta(days=1))


@pytest.mark.parametrize("name", ["Melati", " Melati ", " "])
def test_names_of_posyandu_are_their_own(cast, posyandu, name):
    with pytest.raises(PosyanduExists):
        open_posyandu(SYSTEM, cast.unit.region, name)


def test_who_may_run_a_posyandu(cast, posyandu, children):
    mine, other = kader(cast), kader(cast, "kader-dua", rw="002")
    held = open_day(mine, posyandu, DAY)
    take_in(mine, held, sent(children[0]), 1, DEVICE)
    for act in (
        lambda: open_day(other, posyandu, DAY),
        lambda: close_day(other, held),
        lambda: reopen_day(other, held),
        lambda: take_in(other, held, sent(children[0]), 1, "ddddeeeeffff"),
        lambda: open_posyandu(mine, cast.unit.region, "Mawar"),
        lambda: open_posyandu(mine, cast.unit.region, "Mawar", ["001", "002"]),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert open_posyandu(mine, cast.unit.region, "Mawar", ["001"])


def test_a_cadre_of_one_rw_helps_at_a_posyandu_of_two(cast, children):
    both = open_posyandu(SYSTEM, cast.unit.region, "Bersama", ["001", "002"])
    mine = kader(cast)
    held = open_day(mine, both, DAY)
    assert take_in(mine, held, sent(children[0]), 1, DEVICE)
    with pytest.raises(NotAllowed):
        take_in(mine, held, sent(children[2]), 2, DEVICE)
