"""What an answer and the steps say together; both sides of each day that counts."""

from datetime import date, timedelta

import pytest

from guyub.data.schooling_files import load_schooling_rules
from guyub.domain.families.members import IN_SCHOOL, LEFT_EARLY
from guyub.domain.schooling.cases import (
    FINISHED,
    Answer,
    Schooling,
    Situation,
    Step,
    current,
    schooling_of,
    situation_of,
)

TODAY = date(2026, 11, 27)
RULES = load_schooling_rules()
LEFT = Answer(2, date(2026, 3, 1))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def situation(*steps: Step, answer: Answer = LEFT) -> Situation:
    return situation_of(RULES, answer, steps, TODAY)


def test_every_code_of_k14_says_one_thing():
    said = {code: schooling_of(code) for code in range(1, 11)}
    assert [code for code, one in said.items() if one is Schooling.IN] == list(IN_SCHOOL)
    assert [code for code, one in said.items() if one is Schooling.LEFT] == list(LEFT_EARLY)
    assert [code for code, one in said.items() if one is Schooling.FINISHED] == list(FINISHED)
    assert said[1] is Schooling.NEVER


def test_unanswered_is_not_out_of_school():
    assert situation(answer=Answer()) is Situation.UNKNOWN


@pytest.mark.parametrize(
    ("education", "found"),
    [(1, Situation.TO_BEGIN), (2, Situation.TO_BEGIN), (3, Situation.LEARNING), (8, Situation.FINISHED)],
)
def test_without_steps_the_answer_says_it(education, found):
    assert situation(answer=Answer(education, ago(100))) is found


@pytest.mark.parametrize(
    ("due", "found"),
    [
        pytest.param(ago(1), Situation.LATE, id="due yesterday"),
        pytest.param(TODAY, Situation.GOING_ON, id="due today"),
    ],
)
def test_a_step_is_late_on_the_day_after_it_was_due(due, found):
    assert situation(Step(ago(20), due)) is found


@pytest.mark.parametrize(
    ("answered", "found"),
    [
        pytest.param(ago(10), Situation.GOING_ON, id="answered on the day of the step"),
        pytest.param(ago(9), Situation.LEARNING, id="answered the day after"),
    ],
)
def test_the_newer_of_answer_and_step_holds(answered, found):
    assert situation(Step(ago(10), TODAY), answer=Answer(5, answered)) is found


def test_an_outcome_holds_until_the_family_says_otherwise_later():
    back = Step(ago(40), outcome="back")
    assert situation(back) is Situation.BACK
    assert situation(back, answer=Answer(5, ago(5))) is Situation.LEARNING
    assert situation(back, answer=Answer(4, ago(5))) is Situation.TO_BEGIN


@pytest.mark.parametrize("outcome", ["training", "moved", "done"])
def test_after_some_outcomes_nothing_is_to_be_done(outcome):
    assert situation(Step(ago(200), outcome=outcome)) is Situation.SETTLED


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(179, Situation.REFUSED, id="one day short of 180"),
        pytest.param(180, Situation.TO_BEGIN, id="180 days"),
    ],
)
def test_who_refused_is_asked_again(days, found):
    assert situation(Step(ago(days), outcome="refused")) is found


def test_a_new_beginning_stands_apart_from_the_former_end():
    first, end, again = Step(ago(90), ago(80)), Step(ago(70), outcome="refused"), Step(ago(3), TODAY)
    assert current([first, end]) == [first, end]
    assert current([first, end, again]) == [again]
    assert current([]) == []


@pytest.mark.parametrize(
    ("education", "road"),
    [(1, "package-a"), (2, "package-a"), (4, "package-b"), (6, "package-c"), (8, ""), (None, "")],
)
def test_the_equivalency_that_fits(education, road):
    assert RULES.roads.outcome_for(education) == road


@pytest.mark.parametrize(("years", "held"), [(6, False), (7, True), (18, True), (19, False)])
def test_school_age(years, held):
    assert RULES.ages.hold(years) is held
