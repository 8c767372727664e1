"""How long permits hold, on both sides of each day; sums of months by hand."""

from datetime import date

import pytest

from guyub.data.business_files import load_business_rules
from guyub.domain.livelihoods.cash import Entry, month_sums
from guyub.domain.livelihoods.permits import PermitState, last_day, permit_state

RULES = load_business_rules()
PIRT, NIB, HALAL = (RULES.permits_by_code[code] for code in ("spp-irt", "nib", "halal"))
ISSUED = date(2021, 3, 10)


@pytest.mark.parametrize(
    ("kind", "issued", "printed", "end"),
    [
        pytest.param(PIRT, ISSUED, None, date(2026, 3, 9), id="SPP-IRT: five years"),
        pytest.param(PIRT, date(2024, 2, 29), None, date(2029, 2, 28), id="given on 29 February"),
        pytest.param(PIRT, ISSUED, date(2024, 1, 1), date(2024, 1, 1), id="what is printed goes first"),
        pytest.param(NIB, ISSUED, None, None, id="NIB: as long as the business runs"),
        pytest.param(HALAL, ISSUED, None, None, id="halal: no end"),
        pytest.param(HALAL, ISSUED, date(2025, 3, 9), date(2025, 3, 9), id="an older halal certificate with an end"),
    ],
)
def test_the_last_day(kind, issued, printed, end):
    assert last_day(kind, issued, printed) == end


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2025, 9, 6), PermitState.HOLDS, id="184 days before"),
        pytest.param(date(2025, 9, 7), PermitState.ASK_ANEW, id="183 days before"),
        pytest.param(date(2026, 3, 9), PermitState.ASK_ANEW, id="the last day"),
        pytest.param(date(2026, 3, 10), PermitState.EXPIRED, id="the day after"),
    ],
)
def test_spp_irt_is_asked_for_anew_half_a_year_before(today, state):
    assert permit_state(PIRT, ISSUED, None, None, today) is state


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        (None, PermitState.HOLDS),
        (date(2021, 3, 9), PermitState.HOLDS),
        (ISSUED, PermitState.LOOK_ANEW),
        (date(2026, 1, 1), PermitState.LOOK_ANEW),
    ],
)
def test_halal_holds_until_something_changes(changed, state):
    assert permit_state(HALAL, ISSUED, None, changed, date(2040, 1, 1)) is state


def test_a_change_does_not_touch_other_permits():
    assert permit_state(NIB, ISSUED, None, date(2026, 1, 1), date(2040, 1, 1)) is PermitState.HOLDS


def test_sums_by_hand():
    """Sales 150,000 + 50,000; costs 80,000 + 30,000; capital, loan and what the family takes are neither."""
    day = date(2026, 5, 20)
    lines = [("sale", 150_000), ("sale-dashat", 50_000), ("material", 80_000), ("energy", 30_000),
             ("capital", 500_000), ("loan", 1_000_000), ("repaid", 100_000), ("family", 40_000)]  # fmt: skip
    april, may = month_sums(
        RULES.categories,
        [*(Entry(day, code, rupiah) for code, rupiah in lines), Entry(date(2026, 3, 31), "sale", 9)],
        [date(2026, 4, 1), date(2026, 5, 1)],
    )
    assert (may.sales, may.costs, may.surplus, may.entries) == (200_000, 110_000, 90_000, 8)
    assert not april.known


def test_a_month_that_cost_more_is_below_zero():
    (one,) = month_sums(RULES.categories, [Entry(date(2026, 5, 1), "wages", 7_000)], [date(2026, 5, 1)])
    assert one.surplus == -7_000
