"""A changed village assessed from its former answer gets the answer it would get from scratch."""

from __future__ import annotations

import random

import pytest

from guyub.data import load_fact_catalogue, load_instrument, load_related
from guyub.domain.instruments import assess, assess_change


@pytest.mark.parametrize("name", ["kkb-klas-web-2021", "kkb-siap-1.0"])
def test_the_answer_is_that_of_assessing_anew(name: str) -> None:
    rules, chance = load_instrument(name).in_mode(), random.Random(20250303)  # noqa: S311  repeatable
    related = load_related(rules)
    largest = {code: min(load_fact_catalogue().by_code[code].largest, 500) for code in rules.facts_used}
    moved = 0
    for _ in range(60):
        facts = {code: chance.randint(0, most) for code, most in largest.items() if chance.random() < 0.9}
        given = {code: 2 for code in rules.givable if chance.random() < 0.2}
        before = assess(rules, facts, given=given, related=related)
        codes = set(chance.sample(sorted(largest), chance.randint(1, 3)))
        after = {**facts, **{code: chance.choice((None, 0, largest[code])) for code in codes}}
        kept = {code: score for code, score in given.items() if chance.random() < 0.8}
        anew = assess(rules, after, given=kept, related=related)
        assert assess_change(rules, before, after, codes, kept, related) == anew
        moved += anew.scores != before.scores
    assert moved > 10  # or nothing was compared
