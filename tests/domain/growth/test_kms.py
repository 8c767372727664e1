"""N, T, O, B on the growth card; two T in a row; the lines; the monthly report."""

from datetime import date

import pytest

from guyub.data.growth_files import load_indonesian_growth
from guyub.domain.growth.kms import Gain, Weighing, judge, months_between
from guyub.domain.growth.skdn import Skdn, skdn_of

RULES = load_indonesian_growth().kms
BORN = date(2025, 1, 10)


def weighing(day, weight, wfa=0.0):
    return Weighing(date.fromisoformat(day), weight, wfa)


def letters(*weighings, boy=True, born=BORN):
    return "".join(verdict.gain for verdict in judge(RULES, boy, born, weighings))


def last(*weighings, boy=True, born=BORN):
    return judge(RULES, boy, born, weighings)[-1]


def test_the_first_weighing_is_b_and_one_after_a_gap_is_o():
    found = letters(weighing("2025-02-20", 5), weighing("2025-03-20", 6), weighing("2025-05-20", 7))
    assert found == "BNO"


@pytest.mark.parametrize(("grams", "letter"), [(899, "T"), (900, "N")])
def test_just_below_the_least_gain_and_exactly_it(grams, letter):
    """At two completed months a boy must gain 900 g where his line falls."""
    verdict = last(weighing("2025-02-20", 5.0, 0.5), weighing("2025-03-20", 5 + grams / 1000, 0.3))
    assert (verdict.gain, verdict.grams, verdict.least_grams, verdict.follows_line) == (letter, grams, 900, False)


@pytest.mark.parametrize(("after", "letter"), [(0.49, "T"), (0.5, "N"), (0.51, "N")])
def test_who_follows_the_line_is_n_with_less_than_the_least_gain(after, letter):
    assert last(weighing("2025-02-20", 5.0, 0.5), weighing("2025-03-20", 5.1, after)).gain == letter


def test_without_a_z_score_the_gain_decides():
    assert letters(weighing("2025-02-20", 5, None), weighing("2025-03-20", 5.9, None)) == "BN"
    assert letters(weighing("2025-02-20", 5, None), weighing("2025-03-20", 5.8, None)) == "BT"


@pytest.mark.parametrize(
    ("boy", "months", "grams"),
    [
        (True, 1, 800), (True, 5, 500), (True, 6, 400), (True, 7, 400), (True, 8, 300), (True, 11, 300),
        (True, 12, 200), (True, 59, 200), (True, 60, None), (True, 0, None),
        (False, 6, 400), (False, 7, 300), (False, 10, 300), (False, 11, 200),
    ],
)  # fmt: skip
def test_least_gain_by_month_and_sex(boy, months, grams):
    assert RULES.gain_on(date(2025, 6, 1)).grams(boy, months) == grams


def test_before_a_table_is_in_force_there_is_none():
    assert RULES.gain_on(date(2022, 12, 31)) is None


def test_two_t_in_a_row_are_referred_and_a_gap_begins_anew():
    falling = [weighing(f"2025-0{month}-20", 7, 1 - month / 10) for month in range(4, 8)]
    verdicts = judge(RULES, True, BORN, falling)
    assert [verdict.t_in_a_row for verdict in verdicts] == [0, 1, 2, 3]
    assert verdicts[1].refer(RULES) == ()
    assert verdicts[2].refer(RULES) == ("t-in-a-row",)
    gap = judge(RULES, True, BORN, [*falling[:2], weighing("2025-08-20", 7, 0.1), weighing("2025-09-20", 7, 0.0)])
    assert [verdict.t_in_a_row for verdict in gap] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("z", "below", "above"), [(-2.01, True, False), (-2.0, False, False), (1.0, False, False), (1.01, False, True)]
)
def test_the_lines_of_the_card(z, below, above):
    verdict = last(weighing("2025-02-20", 5, z))
    assert (verdict.below_red, verdict.above_orange) == (below, above)
    assert verdict.refer(RULES) == (("below-red",) if below else ("above-orange",) if above else ())


def test_a_second_weighing_in_a_month_is_judged_by_the_month_before():
    verdicts = judge(
        RULES, True, BORN, [weighing("2025-02-20", 5, 0), weighing("2025-03-05", 5.1, -1), weighing("2025-03-25", 6, 0)]
    )
    assert [verdict.gain for verdict in verdicts] == [Gain.FIRST, Gain.NOT_UP, Gain.UP]


def test_months_are_those_of_the_calendar():
    assert months_between(date(2025, 1, 31), date(2025, 2, 1)) == 1
    assert months_between(date(2024, 12, 31), date(2025, 1, 1)) == 1
    assert months_between(date(2025, 3, 1), date(2025, 3, 31)) == 0


def test_the_monthly_report():
    report = skdn_of(10, 8, [Gain.UP, Gain.UP, Gain.NOT_UP, Gain.NOT_LAST_MONTH, Gain.FIRST], below_red=1)
    assert report.d == 5
    assert report.shares() == {"K/S": 8000, "D/S": 5000, "D/K": 6250, "N/D": 4000, "N/D'": 6667}
    assert (report + report).d == 10
    assert (report + report).below_red == 2


def test_where_nobody_is_counted_there_is_no_share():
    assert set(Skdn(0, 0, 0, 0, 0, 0).shares().values()) == {None}
