"""Questions are drawn by a seed that anybody can repeat."""

import pytest

from guyub.data.panel_files import load_panel_rules, load_question_bank
from guyub.domain.cycles.questions import QuestionBank

BANK = load_question_bank()


def test_a_seed_draws_the_same_questions_for_ever() -> None:
    assert BANK.drawn(7, 2) == BANK.drawn(7, 2)
    assert len({BANK.drawn(seed, 2) for seed in range(20)}) > 10


def test_every_section_is_asked_and_a_small_one_gives_what_it_has() -> None:
    sections = [{question.code for question in section.questions} for section in BANK.sections]
    assert all(len(codes & set(BANK.drawn(1, 2))) == 2 for codes in sections)
    assert sorted(BANK.drawn(1, 99)) == sorted(code for codes in sections for code in codes)


def test_the_bank_and_the_rules_are_proposals() -> None:
    assert BANK.grade == load_panel_rules().grade == "PROPOSED"


def test_a_code_that_stands_twice_is_refused() -> None:
    content = BANK.model_dump(mode="json")
    content["sections"][0]["questions"][1]["code"] = content["sections"][0]["questions"][0]["code"]
    with pytest.raises(ValueError, match="stands twice"):
        QuestionBank.model_validate(content)
