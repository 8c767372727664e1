"""What is wrong on a family form is said in both languages."""

from datetime import date

import pytest

from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import Problem, Severity, problems
from guyub.language.interviews import problem_text

FORM = load_questionnaire("pk-2021")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("unanswered", "p01"),
        ("not-on-the-list", "p01"),
        ("out-of-range", "p25"),
        ("out-of-range", "kb08_x"),
        ("not-a-month", "kb04_a"),
        ("not-a-date", "birth"),
        ("applies", "p13"),
        ("one-head", "k10"),
    ],
)
def test_each_problem_has_a_sentence(code, key, language):
    sentence = problem_text(FORM, Problem(code, Severity.ERROR, (key,)), language)
    assert sentence.strip("“")[0].isupper()
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_a_number_out_of_range_is_told_its_limits():
    (found,) = [p for p in problems(FORM, {"p25": 0}, [], date(2026, 6, 15)) if p.code == "out-of-range"]
    assert problem_text(FORM, found) == "Isi dengan angka bulat dari 1 sampai 5.000."
