"""What counts of a filled-in form is worked out with fewer facts than its problems: the two see the same form."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guyub.data.questionnaires import load_questionnaire, questionnaire_ids
from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.families.questionnaire import Questionnaire, Sheet, Who
from guyub.domain.families.questionnaire.answers import as_fact, member_facts, month_number

DAY = date(2026, 6, 15)


def slow_states(sheet):
    """The definition: every fact of the household, each condition by the oracle, question by question."""
    form, month = sheet.form, {"month_of_interview": month_number(sheet.on)}
    rounds = []
    for member in sheet.members:
        facts = {**month, **member_facts(member, sheet.members, sheet.on)}
        rounds.append((facts, walk(form.about(Who.MEMBER), member, facts)))
    facts = {**month, **{fact.code: taken(fact, [facts for facts, _ in rounds]) for fact in form.household}}
    states = {}
    for topic in form.topics:
        if topic.who is Who.MEMBER:
            continue
        asked = 1 if topic.asked_if is None else evaluate(topic.asked_if, Scope(facts))
        if asked:
            states |= walk(topic.questions, sheet.answers, facts)
        else:
            states |= {question.key: "waiting" if asked is None else "skipped" for question in topic.questions}
    return states, [states for _, states in rounds]


def walk(questions, answers, facts):
    states = {}
    for question in questions:
        asked = 1 if question.asked_if is None else evaluate(question.asked_if, Scope(facts))
        if not asked:
            states[question.key] = "waiting" if asked is None else "skipped"
        elif question.automatic_if is not None and evaluate(question.automatic_if, Scope(facts)):
            states[question.key], facts[question.key] = "automatic", question.automatic
        else:
            states[question.key], facts[question.key] = "asked", as_fact(question, answers.get(question.key))
    return states


def taken(fact, members):
    picked = [evaluate(fact.where, Scope(facts)) for facts in members]
    if fact.take == "any":
        return 1 if any(picked) else None if None in picked else 0
    if fact.take == "count":
        return None if None in picked else sum(map(bool, picked))
    values = [evaluate(fact.value, Scope(facts)) for facts, chosen in zip(members, picked, strict=True) if chosen]
    return max((value for value in values if value is not None), default=None)


def answers_to(questions):
    """Anything on the list, out of it, or nothing; months too."""
    given_ = {}
    for question in questions:
        if question.kind in ("choice", "number"):
            given_[question.key] = st.none() | st.integers(0, 9)
        elif question.kind == "month":
            given_[question.key] = st.none() | st.sampled_from(["2026-01", "2019-12", "?"])
    return st.fixed_dictionaries(given_)


def members_of(form: Questionnaire):
    kept = st.fixed_dictionaries(
        {
            "birth": st.none() | st.dates(date(1930, 1, 1), date(2027, 1, 1)),
            "k01": st.none() | st.integers(1, 4),
            "k03": st.none() | st.integers(1, 2),
            "k07": st.none() | st.integers(1, 4),
            "k10": st.none() | st.integers(1, 4),
            "k11": st.none() | st.integers(0, 4),
        }
    )
    asked = answers_to([question for question in form.of_members if not question.held_by_registry])
    return st.lists(st.builds(lambda own, given_: {**given_, **own}, kept, asked), max_size=4)


@pytest.mark.parametrize("edition", questionnaire_ids())
def test_states_and_what_counts_are_those_of_the_definition(edition):
    form = load_questionnaire(edition)

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(answers_to(form.about(Who.FAMILY, Who.COUPLE)), members_of(form))
    def agree(answers, members):
        sheet = Sheet(form, answers, [{**member, "id": str(n)} for n, member in enumerate(members)], DAY)
        states, of_members = slow_states(sheet)
        assert {key: state.value for key, state in sheet.states.items()} == states
        assert [
            {key: state.value for key, state in each.items()} for each in sheet.member_states.values()
        ] == of_members
        counted = {key for key, state in states.items() if state == "automatic"}
        counted |= {key for key, state in states.items() if state == "asked" and answers.get(key) is not None}
        assert sheet.settled.keys() == counted

    agree()
