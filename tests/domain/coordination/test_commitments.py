"""The life of a commitment: every act in every state, and both sides of each day."""

from datetime import date, timedelta

import pytest

from guyub.domain.coordination.commitments import (
    RULES,
    Act,
    EvidenceMissing,
    ReasonMissing,
    Side,
    State,
    WrongMoment,
    acts_in,
    after,
    expires,
    is_late,
)

DUE = date(2025, 3, 14)
ALLOWED = {
    ("proposed", "accept"): "accepted",
    ("proposed", "refuse"): "refused",
    ("accepted", "start"): "in-progress",
    ("accepted", "report"): "in-progress",
    ("in-progress", "report"): "in-progress",
    ("accepted", "deliver"): "delivered",
    ("in-progress", "deliver"): "delivered",
    ("delivered", "verify"): "verified",
    ("delivered", "send-back"): "in-progress",
    ("proposed", "change-due"): "proposed",
    ("accepted", "change-due"): "accepted",
    ("in-progress", "change-due"): "in-progress",
    ("proposed", "expire"): "expired",
    ("accepted", "expire"): "expired",
    ("in-progress", "expire"): "expired",
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_follows_only_the_states_it_may_follow(state, act):
    ends = ALLOWED.get((state.value, act.value))
    if ends is None:
        with pytest.raises(WrongMoment):
            after(state, act, reason="karena", evidence=True)
    else:
        assert after(state, act, reason="karena", evidence=True) == ends


@pytest.mark.parametrize("act", [act for act, rule in RULES.items() if rule.reason])
def test_what_needs_a_reason_takes_no_blanks_for_one(act):
    state = min(RULES[act].starts)
    with pytest.raises(ReasonMissing):
        after(state, act, reason="  \n", evidence=True)


def test_nothing_is_delivered_without_a_proof():
    with pytest.raises(EvidenceMissing):
        after(State.IN_PROGRESS, Act.DELIVER, reason="sudah")


def test_each_side_has_its_own_acts():
    assert acts_in(State.PROPOSED, Side.OFFICE) == (Act.ACCEPT, Act.REFUSE)
    assert acts_in(State.DELIVERED, Side.OFFICE) == ()
    assert acts_in(State.DELIVERED, Side.CHECKER) == (Act.VERIFY, Act.SEND_BACK)
    assert acts_in(State.VERIFIED, Side.COORDINATOR) == ()


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_an_open_commitment_is_late_from_the_day_after(days, late):
    assert is_late(State.ACCEPTED, DUE, DUE + timedelta(days)) is late


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_a_delivery_counts_by_its_own_day_not_by_that_of_the_check(days, late):
    assert is_late(State.VERIFIED, DUE, DUE + timedelta(99), delivered=DUE + timedelta(days)) is late


def test_what_was_refused_is_never_late():
    assert not is_late(State.REFUSED, DUE, DUE + timedelta(99))


@pytest.mark.parametrize(("days", "expired"), [(30, False), (31, True)])
def test_an_open_commitment_expires_after_the_days_of_grace(days, expired):
    assert expires(State.PROPOSED, DUE, DUE + timedelta(days), 30) is expired
    assert not expires(State.DELIVERED, DUE, DUE + timedelta(days), 30)
