"""Small counts are withheld, and nobody can compute them back: an attacker with an integer solver tries."""

import re
from fractions import Fraction

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.analytics.disclosure import TOTAL, Published, publish
from guyub.data.privacy_files import load_disclosure_rule

VILLAGE = "99.01.01.1001"
RULE = load_disclosure_rule()


def sums(cells):
    """Every sum there is: a place is its parts, all categories are the categories."""
    places = {place for place, _ in cells}
    categories = {category for _, category in cells}
    for place in places:
        parts = [part for part in places if part.rpartition(".")[0] == place]
        if parts:
            yield from (((place, name), [(part, name) for part in parts]) for name in categories)
        yield (place, TOTAL), [(place, name) for name in categories - {TOTAL}]


def attack(cells, hidden, cell):
    """The least and the greatest whole number that an outsider can still imagine for a withheld count."""
    order = sorted(hidden)
    found = []
    for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        column = {name: solver.addIntegral(lb=1, ub=100_000) for name in order}
        for total, parts in sums(cells):
            known = cells.get(total, 0) if total not in hidden else 0
            known -= sum(cells.get(part, 0) for part in parts if part not in hidden)
            unknown = [column[part] for part in parts if part in hidden]
            whole = [column[total]] if total in hidden else []
            if unknown or whole:
                solver.addConstr(sum(unknown) - sum(whole) == known)
        solver.minimize(column[cell]) if sense == highspy.ObjSense.kMinimize else solver.maximize(column[cell])
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found.append(round(solver.val(column[cell])))
    return found


COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def tables(draw):
    """One village with its RW, or a city of villages, some of them without RW."""
    categories = draw(st.sampled_from([["yes", "no"], ["a", "b", "c"], ["a", "b", "c", "d"]]))
    if draw(st.booleans()):
        places = [f"{VILLAGE}.{number:03}" for number in range(1, draw(st.integers(1, 5)) + 1)]
        return {(place, name): draw(COUNT) for place in places for name in categories}, VILLAGE
    villages = [f"99.{number:02}" for number in range(1, draw(st.integers(2, 3)) + 1)]
    parts = {village: draw(st.integers(0, 3)) for village in villages}
    places = [
        place
        for village, number in parts.items()
        for place in ([f"{village}.{part:03}" for part in range(1, number + 1)] or [village])
    ]
    return {(place, name): draw(COUNT) for place in places for name in categories}, "99"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables())
def test_no_withheld_count_can_be_computed_back(table):
    counts, top = table
    published = publish(counts, top=top)
    for cell in published.hidden:
        least, greatest = attack(published.cells, published.hidden, cell)
        assert least <= published.cells[cell] <= greatest
        assert greatest - least >= RULE.spread, cell


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables())
def test_no_small_count_is_shown_and_zero_is(table):
    counts, top = table
    published = publish(counts, top=top)
    for (place, category), count in published.cells.items():
        if 0 < count < RULE.smallest:
            assert published.at(place, category) is None
        if count == 0:
            assert published.at(place, category) == 0


def test_the_attacker_finds_what_is_only_withheld_itself():
    """The test of the test: hiding the small count alone gives it away."""
    counts = {(f"{VILLAGE}.001", "yes"): 3, (f"{VILLAGE}.001", "no"): 20}
    cells = publish(counts, top=VILLAGE).cells
    assert attack(cells, {(f"{VILLAGE}.001", "yes")}, (f"{VILLAGE}.001", "yes")) == [3, 3]


TABLE = {
    (f"{VILLAGE}.001", "yes"): 3,
    (f"{VILLAGE}.001", "no"): 20,
    (f"{VILLAGE}.002", "yes"): 9,
    (f"{VILLAGE}.002", "no"): 30,
    (f"{VILLAGE}.003", "yes"): 12,
    (f"{VILLAGE}.003", "no"): 8,
}


def test_a_small_count_takes_the_first_companions_with_it_and_leaves_the_village():
    published = publish(TABLE, top=VILLAGE)
    assert published.hidden == {(f"{VILLAGE}.{rw}", name) for rw in ("001", "002") for name in ("yes", "no")}
    assert (published.at(VILLAGE, "yes"), published.at(VILLAGE), published.withheld) == (24, 82, 4)
    assert published.share(VILLAGE, "yes") == Fraction(24, 82)
    assert published.share(f"{VILLAGE}.001", "yes") is None
    assert published.shows(f"{VILLAGE}.001")  # a mean over its 23 families may be shown


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables(), st.data())
def test_what_is_withheld_does_not_follow_the_counts(table, data):
    counts, top = table
    later = {
        cell: count if count < RULE.smallest else data.draw(st.integers(RULE.smallest, 90))
        for cell, count in counts.items()
    }
    before, after = publish(counts, top=top), publish(later, top=top)
    small = [cell for cell in before.cells if 0 < before.cells[cell] < RULE.smallest]
    assert small == [cell for cell in after.cells if 0 < after.cells[cell] < RULE.smallest]
    assert before.hidden == after.hidden


CATEGORIES = ("poor", "fair", "good", "unknown")


@pytest.mark.parametrize("first", [(6, 25, 10, 5), (5, 25, 10, 7), (9, 60, 30, 12)])
def test_one_more_family_does_not_turn_around_which_rw_keeps_the_small_one_company(first):
    rows = {"001": first, "002": (9, 19, 14, 4), "003": (6, 25, 10, 5)}
    counts = {
        (f"{VILLAGE}.{rw}", name): count
        for rw, row in rows.items()
        for name, count in zip(CATEGORIES, row, strict=True)
    }
    hidden = publish(counts, top=VILLAGE).hidden
    assert {place.rpartition(".")[2] for place, _ in hidden} == {"001", "002"}


def test_the_mean_of_a_few_families_is_not_shown_nor_what_would_give_it_away():
    counts = {(f"{VILLAGE}.001", "all"): 2, (f"{VILLAGE}.002", "all"): 40, (f"{VILLAGE}.003", "all"): 50}
    published = publish(counts, top=VILLAGE)
    assert [published.shows(f"{VILLAGE}.00{number}") for number in (1, 2, 3)] == [False, False, True]


def test_a_table_without_small_counts_is_shown_whole():
    counts = {(f"{VILLAGE}.00{number}", name): 5 for number in (1, 2) for name in ("yes", "no")}
    assert publish(counts, top=VILLAGE).withheld == 0


def test_a_village_with_three_families_shows_nothing_but_zeros():
    published = publish({(VILLAGE, "yes"): 3, (VILLAGE, "no"): 0}, top=VILLAGE)
    assert (published.at(VILLAGE), published.at(VILLAGE, "yes"), published.at(VILLAGE, "no")) == (None, None, 0)


def test_a_place_that_the_table_does_not_have_is_no_zero():
    with pytest.raises(KeyError):
        publish(TABLE, top=VILLAGE).at("99.01.01.1002")


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param({(f"{VILLAGE}.001", "yes"): -1}, id="negative"),
        pytest.param({(f"{VILLAGE}.001", TOTAL): 7}, id="a sum given"),
        pytest.param({("99.02.01.1001", "yes"): 7}, id="a place elsewhere"),
        pytest.param({(VILLAGE, "yes"): 7, (f"{VILLAGE}.001", "yes"): 7}, id="a place inside another"),
    ],
)
def test_a_table_that_is_no_table_is_refused(counts):
    with pytest.raises(ValueError, match=re.escape("disclosure:")):
        publish(counts, top=VILLAGE)


def test_the_rule_says_that_it_is_a_proposal():
    assert (RULE.grade, RULE.smallest) == ("PROPOSED", 5)
    assert isinstance(publish(TABLE, top=VILLAGE), Published)
