"""Distances to the next class up and down, from the indices alone."""

import pytest

from guyub.data import load_instrument
from guyub.domain.instruments.class_turns import (
    Distance,
    Way,
    hundredths_at,
    lacking,
    points_needed,
    sparing,
)

WEB = load_instrument("kkb-klas-web-2021")


def at(input_: int, process: int, output: int) -> dict[str, int]:
    return {"input": input_, "process": process, "output": output}


def test_one_failing_index_is_what_a_berkembang_village_lacks():
    assert lacking(WEB, at(320, 300, 275)) == Way("Berkelanjutan", (Distance("output", 1),))


def test_where_no_index_passes_two_are_needed_for_the_next_class():
    assert lacking(WEB, at(280, 267, 100)) == Way("Berkembang", (Distance("input", 1), Distance("process", 1)))


def test_the_way_with_the_fewest_points_is_taken_not_the_fewest_hundredths():
    # Input lacks 9 points (1.80), process 6 (2.00), output 3 (0.75): process and output together are 9 points.
    assert lacking(WEB, at(120, 100, 225)) == Way("Mandiri", (Distance("process", 6), Distance("output", 3)))


def test_the_top_class_lacks_nothing():
    assert lacking(WEB, at(300, 300, 300)) is None


def test_an_index_exactly_on_its_limit_has_nothing_to_spare():
    assert sparing(WEB, at(360, 400, 300)) == Distance("output", 0)


def test_a_single_passing_index_cannot_lose_the_lowest_class():
    assert sparing(WEB, at(300, 100, 100)) is None


def test_losing_process_from_mandiri_with_input_failing_loses_the_class():
    assert sparing(WEB, at(280, 300, 325)) == Distance("process", 0)


@pytest.mark.parametrize(("process", "points"), [(300, 0), (333, 1), (367, 2), (400, 3)])
def test_rounded_means_stand_for_whole_points(process, points):
    assert sparing(WEB, at(280, process, 400)) == Distance("process", points)


@pytest.mark.parametrize("index", WEB.indices, ids=lambda index: index.id)
def test_an_index_passes_with_the_points_needed_and_not_with_one_less(index):
    assert (
        hundredths_at(index, points_needed(index)) >= index.passes_at > hundredths_at(index, points_needed(index) - 1)
    )
