"""A compiled expression says what the definition of its operators says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.data.questionnaires import load_questionnaire, questionnaire_ids
from guyub.domain.expressions.compiled import compiled
from guyub.domain.expressions.evaluate import Scope, evaluate
from guyub.domain.expressions.model import ClassRank, Option, Value, fact_codes
from tests.domain.expressions.strategies import PARSER, leaves, operators, records

BANDS = [{"to": 1, "score": 7}, {"from": 2, "to": 3, "score": 0}, {"from": 4, "score": 9}]


def every_operator(inner):
    pair = st.lists(inner, min_size=2, max_size=2)
    return st.one_of(
        operators(inner),
        st.builds(lambda x: {"least": x}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda x, n: {"ratio": {"of": x[0], "per": x[1], "scale": n}}, pair, st.integers(1, 100)),
        st.builds(lambda x: {"banded": {"of": x, "bands": BANDS}}, inner),
    )


@settings(max_examples=600, deadline=None)
@given(st.recursive(leaves, every_operator, max_leaves=8), st.lists(records, min_size=1, max_size=5))
def test_compiled_and_evaluated_agree(raw, rows):
    node = PARSER.validate_python(raw)
    rule = compiled(node)
    assert [rule(row) for row in rows] == [evaluate(node, Scope(row)) for row in rows]


@pytest.mark.parametrize("edition", questionnaire_ids())
def test_every_condition_of_the_questionnaires_agrees(edition):
    conditions = [condition for _where, condition, _known in load_questionnaire(edition)._conditions()]
    facts = sorted({code for condition in conditions for code in fact_codes(condition)})
    ready = [(condition, compiled(condition)) for condition in conditions]
    assert len(ready) > 50

    @settings(max_examples=60, deadline=None)
    @given(st.fixed_dictionaries(dict.fromkeys(facts, st.none() | st.integers(0, 8) | st.integers(9, 99))))
    def agree(row):
        for condition, rule in ready:
            assert rule(row) == evaluate(condition, Scope(row))

    agree()


@pytest.mark.parametrize("node", [Value(value="total"), ClassRank(class_rank_of="other"), Option])
def test_what_needs_more_than_facts_is_refused(node):
    option = {"option": {"name": "quirk", "cases": {"kept": {"const": 1}}}}
    with pytest.raises(TypeError, match="facts alone"):
        compiled(PARSER.validate_python(option) if node is Option else node)
