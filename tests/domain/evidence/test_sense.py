"""What the evidence sense notices, on both sides of each limit; the index of looks against the plain comparison."""

import random
from datetime import date, timedelta

import pytest

from guyub.data.evidence_files import load_sense_rules
from guyub.domain.evidence.sense import Context, Paper, Picture, Rule, Sense, Shown, Window, alike, alike_to
from guyub.domain.families.members import completed_months as months

DAY = date(2025, 1, 10)
WINDOW = Window(date(2025, 3, 3), date(2025, 4, 25))
LOOK = 0x5A5A_0F0F_3C3C_7777


def shown(proof: int, look: int, village: str = "A", items: str = "B3", year: int | None = 2024) -> Shown:
    return Shown(proof, f"{look:016x}", Context(village, frozenset(items.split()), year))


def rules_of(paper: Paper, window: Window | None = WINDOW) -> set[Rule]:
    return {sign.rule for sign in Sense(load_sense_rules(), window).signs(paper)}


def photo(taken: date, km: float | None = None) -> Paper:
    return Paper(is_photo=True, dated=DAY, pictures=(Picture(taken, km),))


@pytest.mark.parametrize(
    ("paper", "rule", "noticed"),
    [
        pytest.param(photo(DAY + timedelta(1)), Rule.TAKEN_AFTER, False, id="a day after"),
        pytest.param(photo(DAY + timedelta(2)), Rule.TAKEN_AFTER, True, id="two days after"),
        pytest.param(photo(DAY - timedelta(365)), Rule.TAKEN_BEFORE, False, id="365 days before"),
        pytest.param(photo(DAY - timedelta(366)), Rule.TAKEN_BEFORE, True, id="366 days before"),
        pytest.param(photo(DAY, 2.0), Rule.PLACE, False, id="2 km outside"),
        pytest.param(photo(DAY, 2.01), Rule.PLACE, True, id="just over 2 km outside"),
        pytest.param(photo(DAY, None), Rule.PLACE, False, id="place not known"),
        pytest.param(Paper(is_decree=True, dated=date(2024, 9, 3)), Rule.YOUNG_DECREE, False, id="six months old"),
        pytest.param(Paper(is_decree=True, dated=date(2024, 9, 4)), Rule.YOUNG_DECREE, True, id="a day too young"),
        pytest.param(Paper(dated=date(2025, 3, 1)), Rule.YOUNG_DECREE, False, id="no decree"),
        pytest.param(Paper(items=6), Rule.MANY_ITEMS, False, id="six items"),
        pytest.param(Paper(items=7), Rule.MANY_ITEMS, True, id="seven items"),
        pytest.param(Paper(other_villages=1), Rule.SAME_FILE, True, id="one other village"),
        pytest.param(Paper(is_decree=True, other_villages=9), Rule.SAME_FILE, False, id="a shared decree"),
        pytest.param(Paper(valid_until=WINDOW.closes), Rule.EXPIRES, False, id="valid to the last day"),
        pytest.param(Paper(valid_until=date(2025, 4, 24)), Rule.EXPIRES, True, id="a day short"),
    ],
)
def test_a_sign_at_each_limit(paper, rule, noticed):
    assert (rule in rules_of(paper)) is noticed


def test_without_a_window_what_needs_one_is_silent():
    paper = Paper(is_decree=True, dated=date(2025, 3, 1), valid_until=date(2025, 3, 2))
    assert rules_of(paper) == {Rule.YOUNG_DECREE, Rule.EXPIRES}
    assert rules_of(paper, None) == set()


def test_a_decree_photographed_long_after_its_day_is_in_order():
    assert rules_of(Paper(dated=DAY, pictures=(Picture(DAY + timedelta(400)),)), None) == set()


@pytest.mark.parametrize(
    ("other", "across"),
    [
        pytest.param(shown(2, LOOK ^ 0b111111, village="B"), ("village",), id="other village, six bits"),
        pytest.param(shown(2, LOOK ^ 0b1111111, village="B"), None, id="seven bits"),
        pytest.param(shown(2, LOOK, items="B4"), ("items",), id="other item"),
        pytest.param(shown(2, LOOK, year=2025), ("year",), id="other year"),
        pytest.param(shown(2, LOOK, items=""), None, id="for no item yet"),
        pytest.param(shown(2, LOOK, year=None), None, id="year not known"),
        pytest.param(shown(2, LOOK, items="B3 B4"), None, id="for the same item"),
        pytest.param(shown(1, LOOK, village="B"), None, id="the same proof"),
    ],
)
def test_a_picture_used_again(other, across):
    found = list(alike([shown(1, LOOK), other], 6))
    assert [one.across for one in found] == ([across] if across else [])


def test_pictures_of_one_colour_are_passed_over():
    assert list(alike([shown(1, 0), shown(2, 0, village="B"), shown(3, 1, village="C")], 6)) == []


@pytest.mark.parametrize("most", [0, 3, 6, 9])
def test_the_index_finds_what_comparing_with_all_finds(most):
    chance = random.Random(20241126)  # noqa: S311  the same pictures every time
    seeds = [chance.getrandbits(64) for _ in range(40)]
    pictures = []
    for number in range(600):
        look = chance.choice(seeds)
        for _ in range(chance.randrange(12)):
            look ^= 1 << chance.randrange(64)
        pictures.append(shown(number, look, chance.choice("ABC"), chance.choice(["B3", "B4"]), 2024))
    by_all = [alike_to(one, pictures[:number], most) for number, one in enumerate(pictures)]
    assert list(alike(pictures, most)) == [one for one in by_all if one]
    assert any(by_all)


def test_whole_months():
    assert months(date(2024, 8, 31), date(2025, 2, 28)) == 5
    assert months(date(2024, 8, 28), date(2025, 2, 28)) == 6
    assert months(date(2025, 3, 1), date(2025, 2, 28)) == -1
