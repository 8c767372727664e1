"""A score as one expression over facts alone says what assessing the village says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.data import load_instrument
from guyub.domain.expressions.compiled import compiled
from guyub.domain.instruments import assess
from tests.villages import SMALL_FACTS, facts_for, small_instruments

WEB = load_instrument("kkb-klas-web-2021")


def over_facts(rules, facts):
    return {variable.code: compiled(rules.score_over_facts(variable))(facts) for variable in rules.variables}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(WEB.modes)), facts_for(*WEB.facts_used))
def test_every_score_of_the_national_instrument(mode, facts):
    rules = WEB.in_mode(mode)
    assert over_facts(rules, facts) == assess(rules, facts).scores


@settings(max_examples=100, deadline=None)
@given(small_instruments(), facts_for(*SMALL_FACTS))
def test_every_score_of_other_instruments(instrument, facts):
    rules = instrument.in_mode()
    assert over_facts(rules, facts) == assess(rules, facts).scores
