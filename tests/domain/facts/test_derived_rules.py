"""How often something happens, the window of twelve months on both sides, and which fund is which tick."""

from datetime import date, timedelta

import pytest

from guyub.data.derived_files import load_derived_rules
from guyub.data.loader import load_profile_form

RULES = load_derived_rules()


def in_months(count):
    return [date(2025 + (5 + number) // 12, (5 + number) % 12 + 1, 9) for number in range(count)]


@pytest.mark.parametrize(
    ("months", "often"),
    [
        pytest.param(1, "yearly", id="once"),
        pytest.param(2, "half_yearly", id="exactly twice"),
        pytest.param(3, "half_yearly", id="three: not yet quarterly"),
        pytest.param(4, "quarterly", id="exactly four"),
        pytest.param(11, "quarterly", id="eleven: not yet monthly"),
        pytest.param(12, "monthly", id="every month"),
    ],
)
def test_how_often_follows_from_the_months_in_which_it_happened(months, often):
    assert RULES.often(in_months(months)) == (often, months)


def test_meetings_of_one_month_are_one_month():
    assert RULES.often([date(2026, 5, day) for day in range(1, 29)]) == ("yearly", 1)


def test_a_window_that_touches_thirteen_months_has_twelve():
    assert RULES.often(in_months(13)) == ("monthly", 12)


@pytest.mark.parametrize(
    ("today", "since"),
    [(date(2026, 11, 27), date(2025, 11, 27)), (date(2024, 2, 29), date(2023, 2, 28))],
)
def test_a_day_twelve_months_ago_counts_no_more_and_the_next_one_does(today, since):
    assert RULES.since(today) == since
    assert since + timedelta(days=1) > RULES.since(today)


@pytest.mark.parametrize(
    ("fund", "desa", "tick"),
    [("add", True, "dana_desa"), ("add", False, "apbd"), ("swadaya", True, "self_help"), ("mitra", False, "")],
)
def test_the_villages_own_money_is_the_village_fund_only_of_a_desa(fund, desa, tick):
    assert RULES.funds.tick(fund, RULES.funds.groups, desa=desa) == tick


def test_every_entry_is_one_of_the_profile_form():
    questions = load_profile_form().questions
    ticks = {
        name: {option.code for option in questions[name].options} for name in ("funding", "data_kinds", "routines")
    }
    funds = RULES.funds
    used = {
        *funds.groups.values(),
        *funds.kitchen.values(),
        *funds.promises.values(),
        funds.of_desa,
        funds.of_kelurahan,
    }
    assert used <= ticks["funding"]
    assert {kind.code for kind in RULES.data_kinds} <= ticks["data_kinds"]
    assert set(RULES.routines) == ticks["routines"]
    often = {one.code for one in questions["routines"].frequencies}
    assert {one.code for one in RULES.frequencies} <= often
