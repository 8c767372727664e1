"""When the register speaks for the village: exactly the least share is enough."""

from datetime import date

import pytest

from guyub.data.coverage import load_coverage_rule

RULE = load_coverage_rule()  # 90 percent, 24 months


@pytest.mark.parametrize(
    ("counted", "families", "enough"),
    [
        pytest.param(90, 100, True, id="exactly 90 percent"),
        pytest.param(89, 100, False, id="just below"),
        pytest.param(109, 121, True, id="109 of 121 is 90.08 percent"),
        pytest.param(108, 121, False, id="108 of 121 is 89.26 percent"),
        pytest.param(125, 121, True, id="more than reported"),
        pytest.param(5, 0, False, id="no family reported"),
        pytest.param(5, None, False, id="nobody reported how many"),
    ],
)
def test_share_of_families_at_the_limit(counted, families, enough):
    assert RULE.covers(counted, families) is enough


@pytest.mark.parametrize(
    ("on", "oldest"),
    [
        (date(2026, 11, 25), date(2024, 11, 25)),
        (date(2026, 1, 31), date(2024, 1, 31)),
        (date(2028, 2, 29), date(2026, 2, 28)),
        (date(2026, 12, 31), date(2024, 12, 31)),
    ],
)
def test_an_interview_counts_for_two_years(on, oldest):
    assert RULE.oldest(on) == oldest


@pytest.mark.parametrize(
    ("registered", "reported", "too_many"),
    [(110, 100, False), (111, 100, True), (1497, 140, True), (50, 100, False), (5, None, False), (5, 0, False)],
)
def test_more_registered_than_could_be_is_a_question(registered, reported, too_many):
    assert RULE.is_too_many(registered, reported) is too_many


def test_parts_of_one_ratio_speak_together_or_not_at_all():
    group = RULE.together[0]
    assert RULE.held_together({*group, "families"}) == {*group, "families"}
    assert RULE.held_together({*group, "families"} - {"pill"}) == {"families"}


@pytest.mark.parametrize(
    ("answered", "asked", "enough"), [(3, 4, True), (74, 100, False), (5, 70, False), (0, 0, True)]
)
def test_a_family_from_a_file_counts_as_interviewed_with_most_questions_answered(answered, asked, enough):
    assert RULE.answers_enough(answered, asked) is enough
