"""When a figure from what happened replaces the one in force: each entry by itself, never silently to zero."""

import pytest

from guyub.domain.facts.derived import Figure, Verdict, judge


def kinds(*codes):
    return Figure(len(codes), dict.fromkeys(codes, ""))


@pytest.mark.parametrize(
    ("now", "before", "in_force", "after"),
    [
        pytest.param(kinds("bkb"), None, None, kinds("bkb"), id="nothing was known"),
        pytest.param(kinds("pikr"), None, kinds("bkb", "bkr"), kinds("bkb", "bkr", "pikr"), id="one more than ticked"),
        pytest.param(kinds("bkb"), None, kinds("bkb", "bkr"), None, id="ticked already: nothing to record"),
        pytest.param(kinds("bkb"), kinds("bkb"), kinds(), None, id="unticked by hand stays while nothing happens"),
        pytest.param(kinds("bkb", "bkl"), kinds("bkb"), kinds(), kinds("bkl"), id="what happened anew is put in"),
        pytest.param(kinds("bkb"), kinds("bkb", "bkr"), kinds("bkb", "bkr", "bkl"), kinds("bkb", "bkl"), id="ended"),
        pytest.param(None, kinds("bkb"), kinds("bkb", "bkl"), kinds("bkl"), id="the last one ended: the tick stays"),
        pytest.param(None, kinds("bkb"), kinds("bkb"), kinds(), id="the only one ended"),
        pytest.param(kinds("bkb"), None, Figure(3), None, id="fewer than a report that names none"),
        pytest.param(kinds("a", "b", "c"), None, Figure(3), kinds("a", "b", "c"), id="as many as reported"),
        pytest.param(None, None, Figure(3), None, id="no records at all"),
    ],
)
def test_each_entry_of_a_list_moves_by_itself(now, before, in_force, after):
    verdict = judge(now, before, in_force, ours=False, spoke=False)
    assert (verdict.records, verdict.figure if verdict.records else None) == (after is not None, after)


def test_how_often_something_happens_follows_too():
    monthly, yearly = Figure(1, {"reporting": "monthly"}), Figure(1, {"reporting": "yearly"})
    assert judge(monthly, yearly, yearly, ours=True, spoke=True).figure == monthly
    assert not judge(yearly, yearly, monthly, ours=False, spoke=True).records  # ticked by hand since


@pytest.mark.parametrize(
    ("now", "before", "in_force", "ours", "spoke", "verdict"),
    [
        pytest.param(39, None, 40, False, False, Verdict(False), id="one below the report: waits for somebody"),
        pytest.param(
            40, None, 40, False, False, Verdict(False, Figure(40), True), id="as reported: it speaks from now"
        ),
        pytest.param(41, None, 40, False, False, Verdict(True, Figure(41), True), id="one above the report"),
        pytest.param(39, 40, 40, False, True, Verdict(True, Figure(39), True), id="it spoke before: down as well"),
        pytest.param(39, 39, 45, False, True, Verdict(False, speaks=True), id="ticked later, nothing happened since"),
        pytest.param(38, 39, 45, False, True, Verdict(True, Figure(38), True), id="ticked later, something happened"),
        pytest.param(39, 40, 40, True, True, Verdict(True, Figure(39), True), id="recorded from here"),
        pytest.param(
            None, 40, 40, True, True, Verdict(True, None, True), id="no records any more: not known, not zero"
        ),
        pytest.param(
            None, 40, 45, False, True, Verdict(False, speaks=True), id="no records any more: the report stays"
        ),
    ],
)
def test_a_number_goes_on_record_once_it_reaches_what_was_reported(now, before, in_force, ours, spoke, verdict):
    figures = [None if value is None else Figure(value) for value in (now, before, in_force)]
    assert judge(*figures, ours=ours, spoke=spoke) == verdict
