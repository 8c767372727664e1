"""Answers in cells: read as people write them, written back so that they read the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.questionnaire import fault, heading, read_answer, write_answer
from guyub.domain.families.questionnaire.writing import UnreadAnswer

FORM = load_questionnaire("pk-2021")


@pytest.mark.parametrize(
    ("key", "cell", "answer"),
    [
        ("p01", None, None),
        ("p01", " ", None),
        ("p01", "-", None),
        ("p01", 1, 1),
        ("p01", 1.0, 1),
        ("p01", "1,0", 1),
        ("p01", "ya", 1),
        ("p01", "TIDAK", 2),
        ("p01", "2. Tidak", 2),
        ("p01", "No", 2),
        ("p13", "Tidak berlaku", 3),
        ("kb07", "3 IUD/AKDR (spiral)", 3),
        ("p01", "9", 9),
        ("p25", "36.0", 36),
        ("p30", "1, 5", (1, 5)),
        ("kb04_a", "04/2019", "2019-04"),
        ("kb04_a", "2019-4", "2019-04"),
        ("kb04_a", date(2019, 4, 1), "2019-04"),
        ("kb08_x", "Rumah bidan", "Rumah bidan"),
    ],
)
def test_a_cell_is_read(key, cell, answer):
    assert read_answer(FORM.questions[key], cell) == answer


@pytest.mark.parametrize(
    ("key", "cell"),
    [("p01", "mungkin"), ("p01", "1 Tidak"), ("p25", "3,5"), ("p25", "luas"), ("kb04_a", "April 2019"), ("p01", "-1")],
)
def test_a_cell_that_is_no_answer_is_refused_without_repeating_it(key, cell):
    with pytest.raises(UnreadAnswer) as error:
        read_answer(FORM.questions[key], cell)
    assert cell not in str(error.value)


def test_a_readable_answer_may_still_be_none_of_the_list():
    question = FORM.questions["p01"]
    assert fault(question, read_answer(question, "9")) == "not-on-the-list"


@pytest.mark.parametrize("language", [None, "id", "en"])
@given(data=st.data())
def test_what_is_written_is_read_back(language, data):
    question = data.draw(st.sampled_from([q for q in FORM.questions.values() if q.kind in ("choice", "number")]))
    values = [option.value for option in question.options] or [question.least, question.most]
    answer = data.draw(st.sampled_from(values))
    assert read_answer(question, write_answer(question, answer, language)) == answer


def test_headings():
    assert heading(FORM.questions["p03a"]) == "P.03a"
    assert heading(FORM.questions["p03a"], "id") == "P.03a Tidak bertegur sapa"
    assert write_answer(FORM.questions["p30"], (1, 5)) == "1,5"
    assert write_answer(FORM.questions["p30"], (1, 5), "id") == "Televisi; Internet dan media sosial"
    assert write_answer(FORM.questions["p01"], None, "id") == ""
