"""Marks of what a child was given and asked: which can be, what counts once, withdrawing, who may, what stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.growth.models import CareMark
from guyub.apps.growth.services import Mark, MarkNotPossible, mark_care, mark_many, withdraw_mark
from guyub.apps.growth.services.personal import CARE_TITLE, forget, hand_out
from guyub.apps.people.models import Person
from guyub.apps.people.services import register_families
from guyub.domain.growth.ages import months_before
from guyub.errors import NotAllowed
from tests.apps.made_families import kader, new_family, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_child(village, months, rw="001", number=1, **more):
    family = new_family(village, rw, number=number)
    members = [
        *family.members[:2],
        replace(family.members[2], birth_date=months_before(today(), months), **more),
    ]
    (made,) = register_families(SYSTEM, [replace(family, members=members, since=months_before(today(), 70))])
    return Person.objects.get(memberships__family=made, memberships__relation=3)


@pytest.fixture
def child(cast):
    return make_child(cast.unit.region_id, 14)


def refusal(child, mark):
    with pytest.raises(MarkNotPossible) as refused:
        mark_care(SYSTEM, child, mark)
    return refused.value.data["reason"]


GOOD = [
    Mark("immunisation", date.min, "mr1"),
    Mark("vitamin-a", date.min),
    Mark("deworming", date.min),
    Mark("food", date.min, detail={"groups": ["eggs", "staples"]}),
    Mark("illness", date.min, "cough", {"days": 3}),
    Mark("illness", date.min, "fever"),
]


@pytest.mark.parametrize("mark", GOOD, ids=lambda mark: f"{mark.kind}-{mark.code}")
def test_what_can_be_marked_of_a_child_of_14_months(child, mark):
    made = mark_care(SYSTEM, child, replace(mark, day=today()))
    assert (made.kind, made.code, made.day, made.place) == (mark.kind, mark.code, today(), child.place)
    assert refusal(child, replace(mark, day=today())) in ("already-marked", "already-this-round")
    entry = AuditEntry.objects.get(action="care-marked")
    assert entry.details == {"kind": mark.kind, "day": today().isoformat()}  # what the child has is not on the trail


def test_details_are_kept_in_order_and_nothing_else(child):
    eaten = {"groups": ["eggs", "staples"], "note": "x"}
    assert mark_care(SYSTEM, child, Mark("food", today(), detail=eaten)).detail == {"groups": ["staples", "eggs"]}


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (Mark("immunisation", date.min, "mr9"), "no-such-mark"),
        (Mark("sweets", date.min), "no-such-mark"),
        (Mark("breastfeeding", date.min, detail={"only": True}), "not-of-this-age"),
        (Mark("food", date.min, detail={"groups": ["sweets"]}), "no-such-mark"),
        (Mark("food", date.min), "no-answer"),
        (Mark("illness", date.min, "plague"), "no-such-mark"),
        (Mark("illness", date.min, "cough", {"days": 0}), "days-of-illness"),
        (Mark("illness", date.min, "cough", {"days": 61}), "days-of-illness"),
        (Mark("illness", date.min, "cough", {"days": True}), "days-of-illness"),
    ],
)
def test_what_cannot_be_marked(child, mark, reason):
    assert refusal(child, replace(mark, day=today())) == reason
    assert not CareMark.objects.exists()


def test_days_that_cannot_be(cast, child):
    assert refusal(child, Mark("immunisation", today() + DAY, "mr1")) == "day-to-come"
    assert refusal(child, Mark("immunisation", child.birth_date - DAY, "hb0")) == "before-birth"
    mark_care(SYSTEM, child, Mark("immunisation", child.birth_date, "hb0"))
    unsure = make_child(cast.unit.region_id, 20, number=2, birth_known="year")
    assert refusal(unsure, Mark("immunisation", today(), "mr1")) == "day-of-birth-unknown"


@pytest.mark.parametrize(
    ("kind", "detail", "fits"),
    [
        ("vitamin-a", {}, {5: False, 6: True, 59: True, 60: False}),
        ("deworming", {}, {11: False, 12: True, 59: True, 60: False}),
        ("breastfeeding", {"only": True}, {0: True, 5: True, 6: False}),
        ("food", {"groups": []}, {5: False, 6: True, 23: True, 24: False}),
    ],
)
def test_ages(cast, kind, detail, fits):
    children = {months: make_child(cast.unit.region_id, months, number=at) for at, months in enumerate(fits, start=1)}
    mark = Mark(kind, today(), detail=detail)
    for months, fitting in fits.items():
        if fitting:
            mark_care(SYSTEM, children[months], mark)
        else:
            assert refusal(children[months], mark) == "not-of-this-age"


def test_a_dose_counts_once_and_again_after_it_was_withdrawn(child):
    one = mark_care(SYSTEM, child, Mark("immunisation", today() - DAY, "mr1"))
    assert refusal(child, Mark("immunisation", today(), "mr1")) == "already-marked"
    withdraw_mark(SYSTEM, one, "Salah anak")
    again = mark_care(SYSTEM, child, Mark("immunisation", today(), "mr1"))
    one.refresh_from_db()
    assert (one.withdrawn_on, one.reason) == (today(), "Salah anak")
    assert list(CareMark.objects.counting()) == [again]
    with pytest.raises(MarkNotPossible) as refused:
        withdraw_mark(SYSTEM, one, "Lagi")
    assert refused.value.data["reason"] == "already-withdrawn"
    with pytest.raises(MarkNotPossible) as refused:
        withdraw_mark(SYSTEM, again, "  ")
    assert refused.value.data["reason"] == "no-reason"


def test_the_month_of_breastfeeding_follows_from_the_day(cast):
    child = make_child(cast.unit.region_id, 3)
    month = mark_care(SYSTEM, child, Mark("breastfeeding", months_before(today(), 1), "month-9", {"only": False}))
    assert month.code == "month-2"
    assert (
        refusal(child, Mark("breastfeeding", months_before(today(), 1) + DAY, detail={"only": True}))
        == "already-marked"
    )
    assert mark_care(SYSTEM, child, Mark("breastfeeding", today(), detail={"only": True})).code == "month-3"


def test_where_a_mark_comes_from(child):
    marks = {
        ("immunisation", today()): "seen",
        ("immunisation", today() - DAY): "book",
        ("food", today()): "told",
    }
    for (kind, day), source in marks.items():
        code = {"seen": "mr1", "book": "bcg"}.get(source, "")
        detail = {"groups": []} if kind == "food" else {}
        assert mark_care(SYSTEM, child, Mark(kind, day, code, detail)).source == source


def test_many_are_all_or_none(cast, child):
    other = make_child(cast.unit.region_id, 30, number=2)
    with pytest.raises(MarkNotPossible):
        mark_many(SYSTEM, [(child, Mark("deworming", today())), (other, Mark("food", today(), detail={"groups": []}))])
    assert not CareMark.objects.exists()


def test_who_may_mark_and_withdraw(cast, child):
    mark = Mark("vitamin-a", today())
    outsiders = (cast.stranger, cast.operator, kader(cast, "kader-dua", rw="002"))
    for user in outsiders:
        with pytest.raises(NotAllowed):
            mark_care(user, child, mark)
    made = mark_care(kader(cast), child, mark)
    for user in outsiders:
        with pytest.raises(NotAllowed):
            withdraw_mark(user, made, "Salah")
    assert made.marked_by.username == "kader-satu"


def test_they_are_handed_out_and_forgotten_with_the_person(child):
    one = mark_care(SYSTEM, child, Mark("illness", today(), "cough", {"days": 3}))
    withdraw_mark(SYSTEM, one, "Salah anak")
    (held,) = hand_out(None, people=[child.pk])[CARE_TITLE]
    assert (held["kind"], held["code"], held["detail"], held["reason"]) == (
        "illness",
        "cough",
        {"days": 3},
        "Salah anak",
    )
    assert held["withdrawn_on"] == today().isoformat()
    forget(None, people=[child.pk])
    assert not CareMark.objects.exists()
