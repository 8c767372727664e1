"""The profile form: what its answers say, and what they may not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from guyub.data import load_profile_form
from guyub.domain.facts.profile import (
    ProblemKind,
    ProfileForm,
    answers_from,
    derive_facts,
    problems_in,
)

FORM = load_profile_form()
INSTITUTIONS = [option.code for option in FORM.questions["institutions"].options]


def test_option_lists_have_the_official_lengths():
    lengths = {
        code: len(FORM.questions[code].options)
        for code in ("funding", "groups", "facilities", "data_kinds", "routines", "institutions", "regulations")
    }
    assert lengths == {
        "funding": 6,
        "groups": 5,
        "facilities": 2,
        "data_kinds": 5,
        "routines": 5,
        "institutions": 37,
        "regulations": 4,
    }


def test_kb_agency_and_bkkbn_stand_where_the_national_list_has_them():
    assert (INSTITUTIONS[25], INSTITUTIONS[33], INSTITUTIONS[36]) == ("kb_agency", "bkkbn", "other")


def test_a_count_follows_from_the_ticks_and_keeps_them():
    derived = derive_facts(FORM, {"funding": ("csr", "apbn")})
    assert derived.facts == {"funding_sources": 2}
    assert derived.items == {"funding_sources": ["apbn", "csr"]}


def test_no_tick_at_all_is_zero_and_an_unanswered_list_says_nothing():
    assert derive_facts(FORM, {"funding": ()}).facts == {"funding_sources": 0}
    assert derive_facts(FORM, {}).facts == {}
    assert derive_facts(FORM, {"funding": None}).facts == {"funding_sources": None}


def test_secretariat_follows_from_the_facilities():
    assert derive_facts(FORM, {"facilities": ("rumah_dataku",)}).facts == {
        "facilities_present": 1,
        "secretariat_present": 0,
    }


def test_the_intended_count_leaves_out_kb_agency_and_bkkbn():
    derived = derive_facts(FORM, {"institutions": ("health", "kb_agency", "bkkbn")})
    assert derived.facts == {"institutions_strict_web": 3, "institutions_intended": 1}
    assert derived.items["institutions_intended"] == ["health"]


@pytest.mark.parametrize(
    ("frequency", "times"),
    [("weekly", 52), ("monthly", 12), ("quarterly", 4), ("half_yearly", 2), ("yearly", 1), ("other", None)],
)
def test_frequency_of_a_routine_gives_times_a_year(frequency, times):
    derived = derive_facts(FORM, {"routines": {"reporting": frequency}})
    assert derived.facts["operating_routines"] == 1
    assert derived.facts["reports_per_year"] == times


def test_a_routine_that_does_not_run_happens_zero_times_a_year():
    assert derive_facts(FORM, {"routines": {"reporting": "monthly"}}).facts["outreach_per_year"] == 0


def test_without_a_pokja_its_details_are_zero_and_its_decree_has_no_age():
    facts = derive_facts(FORM, {"pokja_exists": 0}).facts
    assert (facts["pokja_members"], facts["pokja_trained_flag"], facts["pokja_trained_members"]) == (0, 0, 0)
    assert facts["pokja_decree_age_months"] is None


def test_without_a_work_plan_no_data_are_used():
    facts = derive_facts(FORM, {"rkm": 0}).facts
    assert (facts["data_use_flag"], facts["data_kinds_used"]) == (0, 0)


def test_an_unknown_pokja_leaves_its_details_alone():
    assert derive_facts(FORM, {"pokja_exists": None}).facts == {"pokja_exists": None}


def test_pokja_details_are_required_only_where_a_pokja_exists():
    required = [problem.question for problem in problems_in(FORM, {"pokja_exists": 1})]
    assert required == ["pokja_decree", "pokja_members", "pokja_trained_flag"]
    assert problems_in(FORM, {"pokja_exists": 0}) == ()


def test_not_known_is_an_answer():
    answers = {"pokja_exists": 1, "pokja_decree": None, "pokja_members": None, "pokja_trained_flag": None}
    assert problems_in(FORM, answers) == ()


def test_use_of_data_needs_a_work_plan():
    (problem,) = problems_in(FORM, {"rkm": 0, "data_use_flag": 1})
    assert (problem.question, problem.kind) == ("data_use_flag", ProblemKind.NOT_ASKED)


def test_a_routine_needs_its_frequency():
    (problem,) = problems_in(FORM, {"routines": {"reporting": ""}})
    assert (problem.kind, problem.detail) == (ProblemKind.FREQUENCY_MISSING, "reporting")


@pytest.mark.parametrize(
    "answers",
    [{"funding": ("gold",)}, {"routines": {"gold": "weekly"}}, {"routines": {"reporting": "hourly"}}],
)
def test_an_option_that_is_not_on_the_list_is_refused(answers):
    (problem,) = problems_in(FORM, answers)
    assert problem.kind is ProblemKind.UNKNOWN_OPTION


TICKS = {
    code: st.lists(st.sampled_from([option.code for option in FORM.questions[code].options]), unique=True).map(tuple)
    for code in ("funding", "groups", "facilities", "institutions", "documentation")
}


@given(st.fixed_dictionaries({}, optional={**TICKS, "pus": st.integers(0, 10**6), "plkb_companion": st.integers(0, 1)}))
def test_recorded_facts_show_the_same_answers_again(answers):
    derived = derive_facts(FORM, answers)
    shown = answers_from(FORM, derived.facts, derived.items)
    assert derive_facts(FORM, shown) == derived


def test_a_count_without_its_ticks_stays_unanswered():
    assert answers_from(FORM, {"funding_sources": 6}, {}) == {}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"kind": "number", "code": "pus", "only_if": {"flag": "rkm"}}, "no earlier flag"),
        ({"kind": "flag", "code": "first"}, "stands twice"),
        (
            {
                "kind": "ticks",
                "code": "t",
                "name": {"id": "t", "en": "t"},
                "grade": "PROPOSED",
                "source": "s",
                "derives": [{"fact": "n", "without": ["b"]}],
                "options": [{"code": "a", "name": {"id": "a", "en": "a"}}],
            },
            "unknown option",
        ),
    ],
)
def test_a_badly_made_form_is_refused(question, reason):
    words = {"id": "x", "en": "x"}
    topic = {"id": "a", "icon": "map", "name": words, "lead": words}
    content = {"id": "f", "version": "1", "grade": "PROPOSED", "source": "s"}
    first = {"kind": "flag", "code": "first"}
    with pytest.raises(ValidationError, match=reason):
        ProfileForm.model_validate({**content, "topics": [{**topic, "questions": [first, question]}]})
