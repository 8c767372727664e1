"""A query that is worked out once answers for the frame it is asked of, and for no other."""

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from guyub.apps.resilience.services.planned import Planned


@pytest.fixture
def doubled():
    return Planned({"place": pl.String, "members": pl.Int64}, lambda rows: rows.with_columns(pl.col("members") * 2))


def test_each_frame_gets_its_own_answer(doubled):
    assert doubled.of({"place": ["a", "b"], "members": [1, None]}).rows() == [("a", 2), ("b", None)]
    assert doubled.of({"place": ["c"], "members": [5]}).rows() == [("c", 10)]
    assert doubled.of({"place": [], "members": []}).rows() == []


def test_requests_at_once_do_not_get_each_others_rows(doubled):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: doubled.of({"place": ["x"], "members": [number]}), range(200)))
    assert [answer["members"].to_list() for answer in answers] == [[2 * number] for number in range(200)]


def test_a_frame_that_fails_leaves_the_next_one_alone(doubled):
    with pytest.raises((TypeError, pl.exceptions.PolarsError)):
        doubled.of({"place": ["a"], "members": ["many"]})
    assert doubled.of({"place": ["a"], "members": [3]}).rows() == [("a", 6)]
