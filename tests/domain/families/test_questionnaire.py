"""The family questionnaire: every skip path, both sides of each limit, what does not fit, what is left to do."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.data.questionnaires import load_questionnaire, questionnaire_ids, read_questionnaire
from guyub.domain.families.members import completed_years
from guyub.domain.families.questionnaire import Severity, Sheet, State, Who, problems, visible
from guyub.domain.families.questionnaire.answers import fault
from guyub.domain.families.record import COLUMNS, From
from guyub.errors import InvalidRuleFile, NotFound

FORM = load_questionnaire("pk-2021")
ON = date(2026, 6, 15)
HEAD = {"id": "a", "k01": 1, "k10": 1, "k03": 1, "k07": 2, "birth": date(1990, 1, 1)}
WIFE = {"id": "b", "k01": 2, "k10": 2, "k03": 2, "k07": 2, "birth": date(1992, 3, 1)}
CHILD = {"id": "c", "k01": 3, "k10": 3, "k03": 2, "k11": 2, "birth": date(2022, 5, 1)}
FAMILY = [HEAD, WIFE, CHILD]


def born(years: int, months: int = 0, day: int = 15) -> date:
    """The birthday of somebody who is exactly that old on the day of the interview."""
    months_back = ON.year * 12 + ON.month - 1 - years * 12 - months
    return date(months_back // 12, months_back % 12 + 1, day)


def sheet(answers: dict[str, Any] | None = None, members: Any = FAMILY) -> Sheet:
    return Sheet(FORM, answers or {}, members, ON)


def codes(answers: dict[str, Any], members: Any = FAMILY) -> set[str]:
    return {problem.code for problem in problems(FORM, answers, members, ON)} - {"unanswered"}


# The files


@pytest.mark.parametrize("name", questionnaire_ids())
def test_each_edition_gives_every_answer_of_the_family_record(name):
    form = load_questionnaire(name)
    given_columns = {*form.questions, *(derived.column for derived in form.derived)}
    wanted = {column.code for column in COLUMNS if column.kind in (From.ANSWER, From.COUPLE)}
    assert wanted - given_columns == set()


def test_the_later_edition_asks_water_and_latrine_in_the_krs_lists_and_disability():
    form = load_questionnaire("pk-2024")
    assert [len(form.questions[key].options) for key in ("water", "latrine")] == [10, 4]
    assert form.question("P.23") is form.questions["water"]
    assert form.topic_of["k17"].who is Who.MEMBER
    assert "k17" not in FORM.questions


@pytest.mark.parametrize(
    ("answers", "p23", "p24"),
    [
        pytest.param({"water": 6, "latrine": 1}, 4, 1, id="a protected spring stands with the protected well"),
        pytest.param({"water": 7, "latrine": 2}, 5, 3, id="an open spring with the open well, communal is shared"),
        pytest.param({"water": 10, "latrine": 4}, 8, 4, id="the last of each list"),
    ],
)
def test_the_later_lists_are_brought_to_the_earlier_ones(answers, p23, p24):
    derived = Sheet(load_questionnaire("pk-2024"), answers, FAMILY, ON).derived
    assert (derived["p23"], derived["p24"]) == (p23, p24)


def test_an_unknown_edition_is_refused():
    with pytest.raises(NotFound):
        load_questionnaire("pk-1999")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("replaced:\n  - {code: P.99, kind: choice}", "there is no question P.99"),
        ("topics: []", "not a part that an edition may change"),
        (
            "checks:\n  - {id: x, who: family, severity: keep, when: {is: {p77: 1}}, questions: [P.01],"
            " message: {id: a, en: b}, grade: PROPOSED, source: s}",
            "reads 'p77'",
        ),
    ],
)
def test_a_change_that_does_not_fit_is_refused(tmp_path, change, problem):
    from guyub.data.reading import FOLDER

    (tmp_path / "pk-2021.yaml").write_text((FOLDER / "forms" / "pk-2021.yaml").read_text())
    (tmp_path / "pk-x.yaml").write_text(f"based_on: pk-2021\nid: pk-x\n{change}\n")
    with pytest.raises(InvalidRuleFile, match=problem):
        read_questionnaire(tmp_path / "pk-x.yaml")


@pytest.mark.parametrize("code", ["P.03a", "p03a", "P 03A", " P.03A "])
def test_a_question_is_found_by_its_code_in_any_writing(code):
    question = FORM.question(code)
    assert question is not None
    assert question.key == "p03a"


def test_a_sub_question_has_its_own_key():
    assert FORM.questions["kb03_11"].code == "KB.03-1.1"


# Whom block II is for


@pytest.mark.parametrize(
    ("birth", "asked"),
    [
        pytest.param(born(10), True, id="exactly 10"),
        pytest.param(born(10, day=16), False, id="10 tomorrow"),
        pytest.param(born(50, day=16), True, id="the last day of 49"),
        pytest.param(born(50), False, id="exactly 50"),
    ],
)
def test_block_two_is_asked_of_a_married_woman_of_10_to_49(birth, asked):
    assert ("kb01" in visible(FORM, {}, [HEAD, WIFE | {"birth": birth}], ON)) is asked


@pytest.mark.parametrize(
    "members",
    [
        pytest.param([HEAD | {"k07": 1}], id="a man alone"),
        pytest.param([HEAD | {"k03": 2, "k07": 4}], id="a widow"),
        pytest.param([HEAD | {"k03": 2, "k07": 3}, CHILD], id="a divorced mother"),
        pytest.param([HEAD, CHILD | {"birth": born(17), "k07": 2}], id="a married daughter is not the couple"),
    ],
)
def test_block_two_is_skipped_without_a_married_woman(members):
    states = sheet({"kb01": 2}, members)
    assert states.states["kb01"] is State.SKIPPED
    assert states.not_counted == ("kb01",)
    assert "kb01" not in states.settled


def test_a_woman_who_is_the_head_is_asked_too():
    assert "kb01" in visible(FORM, {}, [HEAD | {"k03": 2}], ON)


def test_block_two_waits_while_her_age_is_unknown():
    assert sheet(members=[HEAD, WIFE | {"birth": None}]).states["kb01"] is State.WAITING


# Skip logic of block II


BLOCK_TWO = {q.key for q in FORM.about(Who.COUPLE)}
BORN = {"kb02_a1", "kb02_a2", "kb02_b1", "kb02_b2"}
SERVICE = {"kb08", "kb09a", "kb09b", "kb09c"}


@pytest.mark.parametrize(
    ("answers", "also"),
    [
        pytest.param({}, set(), id="nothing answered yet"),
        pytest.param({"kb01": 0}, set(), id="never gave birth: no children asked"),
        pytest.param({"kb01": 1}, BORN, id="gave birth"),
        pytest.param({"kb03": 1}, {"kb03_w", "kb03_11", "kb05"}, id="pregnant: not asked what she uses now"),
        pytest.param({"kb03": 2}, {"kb03_21", "kb04"}, id="not pregnant"),
        pytest.param({"kb03": 1, "kb05": 2}, {"kb03_w", "kb03_11", "kb05"}, id="pregnant, never used"),
        pytest.param(
            {"kb03": 1, "kb05": 1}, {"kb03_w", "kb03_11", "kb05", "kb05_a", "kb05_b", "kb07"}, id="pregnant, used"
        ),
        pytest.param({"kb03": 2, "kb04": 1}, {"kb03_21", "kb04", "kb04_a", "kb07"}, id="user"),
        pytest.param({"kb03": 2, "kb04": 2}, {"kb03_21", "kb04", "kb05", "kb10"}, id="no user"),
        pytest.param(
            {"kb03": 2, "kb04": 2, "kb05": 2}, {"kb03_21", "kb04", "kb05", "kb10"}, id="never user: no method asked"
        ),
        pytest.param(
            {"kb03": 2, "kb04": 2, "kb05": 1},
            {"kb03_21", "kb04", "kb05", "kb05_a", "kb05_b", "kb07", "kb10"},
            id="past user",
        ),
        pytest.param(
            {"kb03": 2, "kb04": 1, "kb07": 8},
            {"kb03_21", "kb04", "kb04_a", "kb07", *SERVICE},
            id="MAL counts as modern in the form",
        ),
        pytest.param(
            {"kb03": 2, "kb04": 1, "kb07": 9}, {"kb03_21", "kb04", "kb04_a", "kb07"}, id="traditional: no service asked"
        ),
        pytest.param(
            {"kb03": 2, "kb04": 1, "kb07": 1, "kb08": 10},
            {"kb03_21", "kb04", "kb04_a", "kb07", "kb08_x", *SERVICE},
            id="another source is named",
        ),
        pytest.param(
            {"kb03": 2, "kb04": 2, "kb10": 13}, {"kb03_21", "kb04", "kb05", "kb10", "kb10_x"}, id="another reason"
        ),
    ],
)
def test_what_the_couple_is_asked(answers, also):
    assert set(visible(FORM, answers, FAMILY, ON)) & BLOCK_TWO == {"kb01", "kb03"} | also


def test_an_answer_whose_question_went_away_no_longer_opens_others():
    """She was entered as a user of pills, then turns out to be pregnant: KB.04 falls away, and KB.07 with it."""
    answers = {"kb03": 1, "kb04": 1, "kb07": 6, "kb08": 3}
    filled = sheet(answers)
    assert set(filled.not_counted) == {"kb04", "kb07", "kb08"}
    assert set(filled.settled) & {"kb04", "kb07", "kb08"} == set()
    assert filled.answers == answers  # nothing typed is thrown away


# What does not apply


@pytest.mark.parametrize(
    ("key", "members", "state"),
    [
        pytest.param("p02", FAMILY, State.ASKED, id="marriage papers: a couple"),
        pytest.param("p02", [HEAD | {"k07": 1}], State.AUTOMATIC, id="marriage papers: never married"),
        pytest.param("p02", [HEAD | {"k07": 4}], State.ASKED, id="marriage papers: a widower is asked"),
        pytest.param("p03b", FAMILY, State.ASKED, id="sleeping apart: a couple"),
        pytest.param("p03b", [HEAD | {"k07": 1}], State.AUTOMATIC, id="sleeping apart: never married"),
        pytest.param("p03b", [HEAD | {"k07": 3}], State.AUTOMATIC, id="sleeping apart: divorced"),
        pytest.param("p03b", [HEAD | {"k07": 4}], State.AUTOMATIC, id="sleeping apart: widowed"),
        pytest.param("p03b", [HEAD | {"k07": None}], State.ASKED, id="sleeping apart: not known, so asked"),
        pytest.param("p10", FAMILY, State.ASKED, id="shared care: a couple with a child"),
        pytest.param("p10", [HEAD, WIFE], State.AUTOMATIC, id="shared care: no child"),
        pytest.param("p10", [HEAD | {"k07": 4}, CHILD], State.AUTOMATIC, id="shared care: one parent"),
        pytest.param("p13", [HEAD, CHILD | {"birth": born(6, day=16)}], State.ASKED, id="posyandu: last day of 5"),
        pytest.param("p13", [HEAD, CHILD | {"birth": born(6)}], State.AUTOMATIC, id="posyandu: exactly 6"),
        pytest.param("p13", [HEAD, CHILD | {"birth": None}], State.ASKED, id="posyandu: age not known, so asked"),
        pytest.param("p14", [HEAD, CHILD | {"birth": born(7, day=16)}], State.ASKED, id="BKB: last day of 6"),
        pytest.param("p14", [HEAD, CHILD | {"birth": born(7)}], State.AUTOMATIC, id="BKB: exactly 7"),
        pytest.param("p15", [HEAD, CHILD | {"birth": born(10)}], State.ASKED, id="BKR: exactly 10"),
        pytest.param("p15", [HEAD, CHILD | {"birth": born(10, day=16)}], State.AUTOMATIC, id="BKR: 10 tomorrow"),
        pytest.param("p16", [HEAD, CHILD | {"birth": born(25, day=16)}], State.ASKED, id="PIK-R: last day of 24"),
        pytest.param("p16", [HEAD, CHILD | {"birth": born(25)}], State.AUTOMATIC, id="PIK-R: exactly 25"),
        pytest.param("p17", [HEAD | {"birth": born(60)}], State.ASKED, id="BKL: exactly 60"),
        pytest.param("p17", [HEAD | {"birth": born(60, day=16)}], State.AUTOMATIC, id="BKL: 60 tomorrow"),
    ],
)
def test_what_does_not_apply_is_answered_by_itself(key, members, state):
    filled = sheet({}, members)
    assert filled.states[key] is state
    assert filled.settled.get(key) == (3 if state is State.AUTOMATIC else None)


def test_a_leap_day_child_is_a_year_older_on_the_first_of_march():
    assert completed_years(date(2020, 2, 29), date(2025, 2, 28)) == 4
    assert completed_years(date(2020, 2, 29), date(2025, 3, 1)) == 5


@pytest.mark.parametrize(
    ("birth", "settled"),
    [
        pytest.param(born(5, day=16), {"k07": 1, "k13": 1, "k14": 1}, id="last day of 4"),
        pytest.param(born(5), {"k07": 1, "k13": 1}, id="exactly 5: schooling is asked"),
        pytest.param(born(10, day=16), {"k07": 1, "k13": 1}, id="last day of 9"),
        pytest.param(born(10), {}, id="exactly 10: all is asked"),
    ],
)
def test_small_children_are_not_asked_for_marriage_work_and_school(birth, settled):
    (member,) = sheet({}, [{"id": "c", "k01": 1, "birth": birth}]).settled_members
    assert {key: member[key] for key in ("k07", "k13", "k14") if key in member} == settled


@pytest.mark.parametrize(("marital", "asked"), [(1, False), (2, True), (3, True), (4, True), (None, False)])
def test_age_at_marriage_is_asked_of_those_who_ever_married(marital, asked):
    states = sheet({}, [HEAD | {"k07": marital}]).member_states["a"]
    assert (states["k08"] is State.ASKED) is asked


@pytest.mark.parametrize(("answer", "asked"), [(None, False), (1, True), (2, False)])
def test_media_are_asked_of_those_who_were_informed(answer, asked):
    assert ("p30" in visible(FORM, {"p29": answer}, FAMILY, ON)) is asked


# What does not fit


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("p01", 1, None),
        ("p01", 2, None),
        ("p01", 3, "not-on-the-list"),
        ("p01", "1", "not-on-the-list"),
        ("p01", True, "not-on-the-list"),
        ("p25", 1, None),
        ("p25", 0, "out-of-range"),
        ("p25", 5000, None),
        ("p25", 5001, "out-of-range"),
        ("kb03_w", 45, None),
        ("kb03_w", 46, "out-of-range"),
        ("kb04_a", "2019-12", None),
        ("kb04_a", "2019-13", "not-a-month"),
        ("kb04_a", "2019-00", "not-a-month"),
        ("p30", (1, 5), None),
        ("p30", (1, 9), "not-on-the-list"),
        ("kb10_x", "x" * 80, None),
        ("kb10_x", "x" * 81, "out-of-range"),
    ],
)
def test_an_answer_by_itself(key, answer, code):
    assert fault(FORM.questions[key], answer) == code


def test_unanswered_may_be_kept_with_a_reason_and_zero_is_an_answer():
    open_ones = {p.questions[0]: p.severity for p in problems(FORM, {"kb01": 0}, FAMILY, ON) if p.code == "unanswered"}
    assert open_ones["p01"] is Severity.KEEP
    assert "kb01" not in open_ones
    assert "kb04_a" not in open_ones  # not required


@pytest.mark.parametrize(
    ("key", "members", "contradicts"),
    [
        ("p13", [HEAD, WIFE, CHILD | {"birth": born(5, day=16)}], True),
        ("p13", [HEAD, WIFE, CHILD | {"birth": born(5)}], False),
        ("p03b", FAMILY, True),
        ("p02", [HEAD | {"k07": 4}], False),
        ("p10", FAMILY, True),
        ("p10", [HEAD, WIFE, CHILD | {"birth": born(18)}], False),
    ],
)
def test_does_not_apply_is_doubted_where_the_form_shows_that_it_does(key, members, contradicts):
    assert ("applies" in codes({key: 3}, members)) is contradicts


MEMBER_FAULTS = [
    pytest.param("born-later", CHILD | {"birth": date(2026, 6, 16)}, CHILD | {"birth": ON}, id="born tomorrow"),
    pytest.param("line-repeated", CHILD | {"k01": 2}, CHILD, id="two have one number"),
    pytest.param("very-old", CHILD | {"birth": born(111)}, CHILD | {"birth": born(111, day=16)}, id="111 years"),
    pytest.param("mother-not-listed", CHILD | {"k11": 7}, CHILD | {"k11": 0}, id="the mother's line is not there"),
    pytest.param("mother-is-self", CHILD | {"k11": 3}, CHILD, id="her own mother"),
    pytest.param("mother-not-woman", CHILD | {"k11": 1}, CHILD, id="the mother is the father"),
    pytest.param(
        "mother-too-young",
        CHILD | {"birth": date(2002, 2, 28)},
        CHILD | {"birth": date(2002, 3, 1)},
        id="a mother a day short of ten years older",
    ),
    pytest.param("mother-too-young", CHILD | {"birth": date(1990, 3, 1)}, CHILD, id="older than the mother"),
    pytest.param("married-child", CHILD | {"birth": born(20), "k07": 2}, CHILD, id="a married child"),
    pytest.param("married-other", CHILD | {"k10": 4, "birth": born(20), "k07": 2}, CHILD | {"k10": 4}, id="other"),
    pytest.param("other-with-mother", CHILD | {"k10": 4}, CHILD | {"k10": 4, "k11": 0}, id="other with mother"),
    pytest.param(
        "married-before-age",
        CHILD | {"birth": born(20), "k07": 2, "k08": 21},
        CHILD | {"birth": born(20), "k07": 2, "k08": 20},
        id="first married next year",
    ),
    pytest.param(
        "married-very-young",
        CHILD | {"birth": born(20), "k07": 2, "k08": 12},
        CHILD | {"birth": born(20), "k07": 2, "k08": 13},
        id="first married at 12",
    ),
    pytest.param(
        "education-early",
        CHILD | {"birth": born(10, day=16), "k14": 4},
        CHILD | {"birth": born(10), "k14": 4},
        id="finished primary school at 9",
    ),
    pytest.param(
        "education-early",
        CHILD | {"birth": born(18, day=16), "k14": 10},
        CHILD | {"birth": born(18), "k14": 10},
        id="finished university at 17",
    ),
    pytest.param(
        "education-late",
        CHILD | {"birth": born(17), "k14": 3},
        CHILD | {"birth": born(17, day=16), "k14": 3},
        id="at primary school at 17",
    ),
    pytest.param(
        "working-child",
        CHILD | {"birth": born(15, day=16), "k13": 2},
        CHILD | {"birth": born(15), "k13": 2},
        id="works at 14",
    ),
    pytest.param(
        "young-pensioner",
        CHILD | {"birth": born(40, day=16), "k13": 9, "k11": 0},
        CHILD | {"birth": born(40), "k13": 9, "k11": 0},
        id="pensioner of 39",
    ),
    pytest.param("wife-not-female", CHILD | {"k10": 2, "k03": 1}, CHILD, id="a male wife"),
    pytest.param("wife-not-married", CHILD | {"birth": born(30), "k10": 2, "k07": 3}, CHILD, id="a divorced wife"),
    pytest.param(
        "young-head",
        CHILD | {"k10": 1, "birth": born(17, day=16)},
        CHILD | {"k10": 1, "birth": born(17)},
        id="a head of 16",
    ),
    pytest.param(
        "mother-old",
        CHILD | {"birth": date(2048, 3, 1)},
        CHILD | {"birth": date(2048, 2, 29)},
        id="a mother of 56",
    ),
]


@pytest.mark.parametrize(("code", "faulty", "sound"), MEMBER_FAULTS)
def test_a_member_who_does_not_fit_and_the_nearest_who_does(code, faulty, sound):
    on = date(2050, 1, 1) if code == "mother-old" else ON
    found = [p for p in problems(FORM, {}, [HEAD, WIFE, faulty], on) if p.code == code]
    assert [p.member for p in found if p.member == "c"] == ["c"]
    assert not any(p.code == code and p.member == "c" for p in problems(FORM, {}, [HEAD, WIFE, sound], on))


NOT_PREGNANT = {"kb03": 2}
USER = NOT_PREGNANT | {"kb04": 1}
FAMILY_FAULTS = [
    pytest.param("one-head", {}, [WIFE], FAMILY, {}, id="no head"),
    pytest.param("one-head", {}, [HEAD, HEAD | {"id": "x", "k01": 2}], FAMILY, {}, id="two heads"),
    pytest.param("one-couple", {}, [HEAD, WIFE, WIFE | {"id": "x", "k01": 3}], FAMILY, {}, id="two wives"),
    pytest.param("wife-of-woman", {}, [HEAD | {"k03": 2}, WIFE], FAMILY, {}, id="two women"),
    pytest.param("wife-of-unmarried", {}, [HEAD | {"k07": 4}, WIFE], FAMILY, {}, id="a widower's wife"),
    pytest.param("wife-not-here", {}, [HEAD], [HEAD | {"k03": 2}], {}, id="a wife elsewhere"),
    pytest.param(
        "alive-above-born-boys",
        {"kb01": 2, "kb02_a1": 1, "kb02_b1": 2},
        FAMILY,
        FAMILY,
        {"kb01": 2, "kb02_a1": 1, "kb02_b1": 1},
        id="more boys alive than born",
    ),
    pytest.param(
        "alive-above-born-girls",
        {"kb01": 2, "kb02_a2": 1, "kb02_b2": 2},
        FAMILY,
        FAMILY,
        {"kb01": 2, "kb02_a2": 2, "kb02_b2": 2},
        id="more girls alive than born",
    ),
    pytest.param(
        "birth-without-child",
        {"kb01": 1, "kb02_a1": 0, "kb02_a2": 0},
        FAMILY,
        FAMILY,
        {"kb01": 1, "kb02_a1": 1, "kb02_a2": 0},
        id="a birth without a living birth",
    ),
    pytest.param(
        "more-on-form",
        {"kb01": 1, "kb02_b1": 0, "kb02_b2": 0},
        FAMILY,
        FAMILY,
        {"kb01": 1, "kb02_b1": 0, "kb02_b2": 1},
        id="a child on the form, none alive",
    ),
    pytest.param("births-for-age", {"kb01": 23}, FAMILY, FAMILY, {"kb01": 22}, id="23 births at 34"),
    pytest.param("long-pregnancy", {"kb03": 1, "kb03_w": 43}, FAMILY, FAMILY, {"kb03": 1, "kb03_w": 42}, id="43 weeks"),
    pytest.param(
        "pregnant-sterilised",
        {"kb03": 1, "kb05": 1, "kb07": 2},
        FAMILY,
        FAMILY,
        {"kb03": 1, "kb05": 1, "kb07": 3},
        id="pregnant after MOP",
    ),
    pytest.param(
        "sterilised-stopped",
        NOT_PREGNANT | {"kb04": 2, "kb05": 1, "kb07": 1},
        FAMILY,
        FAMILY,
        NOT_PREGNANT | {"kb04": 2, "kb05": 1, "kb07": 3},
        id="MOW given up",
    ),
    pytest.param(
        "sterilised-wants-child",
        USER | {"kb07": 1, "kb03_21": 2},
        FAMILY,
        FAMILY,
        USER | {"kb07": 1, "kb03_21": 3},
        id="MOW and wants a child",
    ),
    pytest.param(
        "mal-without-baby",
        USER | {"kb07": 8},
        [HEAD, WIFE, CHILD | {"birth": born(1)}],
        [HEAD, WIFE, CHILD | {"birth": born(1, day=16)}],
        USER | {"kb07": 8},
        id="MAL and the youngest is one today",
    ),
    pytest.param(
        "starts-later", USER | {"kb04_a": "2026-07"}, FAMILY, FAMILY, USER | {"kb04_a": "2026-06"}, id="next month"
    ),
    pytest.param(
        "stops-later",
        {"kb03": 1, "kb05": 1, "kb05_b": "2026-07"},
        FAMILY,
        FAMILY,
        {"kb03": 1, "kb05": 1, "kb05_b": "2026-06"},
        id="stops next month",
    ),
    pytest.param(
        "stops-before-start",
        {"kb03": 1, "kb05": 1, "kb05_a": "2020-02", "kb05_b": "2020-01"},
        FAMILY,
        FAMILY,
        {"kb03": 1, "kb05": 1, "kb05_a": "2020-02", "kb05_b": "2020-02"},
        id="stops before the start",
    ),
    pytest.param(
        "reason-wants-pregnancy",
        NOT_PREGNANT | {"kb04": 2, "kb10": 1, "kb03_21": 3},
        FAMILY,
        FAMILY,
        NOT_PREGNANT | {"kb04": 2, "kb10": 1, "kb03_21": 1},
        id="wants pregnancy and no more children",
    ),
    pytest.param(
        "fewer-in-house",
        {"p26": 1},
        [HEAD | {"k16": 1}, WIFE | {"k16": 1}],
        [HEAD | {"k16": 1}, WIFE | {"k16": 2}],
        {"p26": 1},
        id="two at home, one in the house",
    ),
    pytest.param("crowded", {"p25": 5, "p26": 3}, FAMILY, FAMILY, {"p25": 6, "p26": 3}, id="below 2 m² each"),
    pytest.param("huge-house", {"p25": 1000}, FAMILY, FAMILY, {"p25": 999}, id="1,000 m²"),
]


@pytest.mark.parametrize(("code", "answers", "members", "sound_members", "sound_answers"), FAMILY_FAULTS)
def test_a_family_that_does_not_fit_and_the_nearest_that_does(code, answers, members, sound_members, sound_answers):
    assert code in codes(answers, members)
    assert code not in codes(sound_answers, sound_members)


def test_every_check_of_the_form_is_tried_above():
    tried = {str(case.values[0]) for case in (*MEMBER_FAULTS, *FAMILY_FAULTS)}
    assert {check.id for check in FORM.checks} == tried


def test_a_problem_keeps_its_name_when_other_answers_change():
    answers = {"p25": 1000}
    (before,) = [p for p in problems(FORM, answers, FAMILY, ON) if p.code == "huge-house"]
    (after,) = [p for p in problems(FORM, answers | {"p01": 1}, FAMILY, ON) if p.code == "huge-house"]
    assert before.id == after.id == "huge-house::p25"


# What is left


def test_the_next_topic_is_the_first_with_something_open():
    filled = sheet()
    assert [step.topic.id for step in filled.progress()][:4] == ["anggota", "status", "sekolah-kerja", "kelahiran"]
    topic = filled.next_topic()
    assert topic is not None
    assert topic.id == "status"  # akta, agama …


def test_a_topic_that_does_not_apply_is_no_step():
    steps = {step.topic.id for step in sheet({}, [HEAD | {"k07": 1}]).progress()}
    assert steps & {"kelahiran", "kehamilan", "kb", "layanan-kb"} == set()


def answer_all(filled: Sheet) -> dict[str, Any]:
    """Answer whatever is asked, again and again, until nothing new opens."""
    answers: dict[str, Any] = {}
    while True:
        now = Sheet(FORM, answers, filled.members, ON)
        fresh = [key for key in now.visible if key not in answers]
        if not fresh:
            return answers
        for key in fresh:
            question = FORM.questions[key]
            answers[key] = {
                "choice": lambda q=question: q.options[0].value,
                "choices": lambda q=question: (q.options[0].value,),
                "number": lambda q=question: q.least,
                "month": lambda: "2020-01",
                "text": lambda: "x",
            }[question.kind]()


def test_a_form_answered_throughout_has_nothing_left():
    rest = {"k09": 1, "k12": 1, "k13": 1, "k14": 1, "k15": 1, "k16": 1, "k08": 20}
    members = [member | rest for member in FAMILY]
    answers = answer_all(sheet({}, members))
    filled = sheet(answers, members)
    assert filled.next_topic() is None
    assert not any(problem.code == "unanswered" for problem in filled.problems())
    assert all(step.asked == step.answered for step in filled.progress())


VALUES = st.one_of(st.none(), st.integers(-1, 60), st.sampled_from(["", "2020-01", "x"]))
DATES = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2027, 1, 1)))
MEMBERS = st.lists(
    st.fixed_dictionaries(
        {"birth": DATES}, optional={key: VALUES for key in FORM.questions if key.startswith("k") and key[1] != "b"}
    ),
    max_size=4,
).map(lambda found: [member | {"id": str(place)} for place, member in enumerate(found)])


@given(answers=st.dictionaries(st.sampled_from(sorted(FORM.questions)), VALUES), members=MEMBERS)
def test_whatever_stands_on_a_form_it_can_be_read(answers, members):
    filled = Sheet(FORM, answers, members, ON)
    filled.problems()
    asked = {key for key, state in filled.states.items() if state is State.ASKED}
    assert asked == set(filled.visible)
    assert {key for key in filled.settled if filled.states[key] is State.ASKED} <= asked
    again = Sheet(FORM, filled.settled, filled.settled_members, ON)
    assert again.settled == filled.settled  # settling twice changes nothing
