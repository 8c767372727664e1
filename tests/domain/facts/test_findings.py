"""Figures that cannot both be true are named with the figures; nothing is mended."""

import pytest

from guyub.data import load_fact_catalogue
from guyub.domain.facts import FactKind, find_contradictions

CATALOGUE = load_fact_catalogue()
COUPLES = {
    "pus": 100, "iud": 10, "mow": 5, "mop": 0, "condom": 5, "implant": 10, "injection": 30, "pill": 10, "pregnant": 5,
    "wants_child_soon": 10, "wants_child_later": 5, "wants_no_more": 10,
}  # fmt: skip


def checks_broken(facts):
    return [finding.check for finding in find_contradictions(CATALOGUE, facts)]


def test_users_and_non_users_that_add_up_are_fine():
    assert checks_broken(COUPLES) == []


@pytest.mark.parametrize("pus", [99, 101])
def test_users_and_non_users_off_by_one_are_found_with_both_figures(pus):
    (finding,) = find_contradictions(CATALOGUE, {**COUPLES, "pus": pus})
    assert (finding.check, finding.left, finding.right) == ("users-and-non-users-are-pus", 100, pus)
    assert finding.facts["iud"] == 10


def test_a_missing_figure_contradicts_nothing():
    assert checks_broken({**COUPLES, "pus": 90, "iud": None}) == []


@pytest.mark.parametrize(("members", "broken"), [(50, []), (51, ["bkb-members-at-most-families-with-under5"])])
def test_members_may_equal_but_not_exceed_their_population(members, broken):
    assert checks_broken({"bkb_members": members, "families_with_under5": 50}) == broken


@pytest.mark.parametrize(("population", "broken"), [(200, []), (199, ["couples-at-most-population"])])
def test_two_people_to_a_couple(population, broken):
    assert checks_broken({"pus": 100, "population": population}) == broken


def test_every_check_can_be_broken_and_speaks_both_languages():
    for check in CATALOGUE.checks:
        facts = dict.fromkeys(check.facts, 0) | {check.facts[0]: 9}
        (finding,) = [found for found in find_contradictions(CATALOGUE, facts) if found.check == check.id]
        for language in ("id", "en"):
            sentence = check.message.in_language(language).format(left=finding.left, right=finding.right)
            assert str(finding.left) in sentence
            assert str(finding.right) in sentence


@pytest.mark.parametrize(
    ("code", "value", "problem"),
    [
        ("pus", -1, "negative"),
        ("pus", 0, None),
        ("pokja_exists", 1, None),
        ("pokja_exists", 2, "above-largest"),
        ("funding_sources", 6, None),
        ("funding_sources", 7, "above-largest"),
    ],
)
def test_range_of_a_fact(code, value, problem):
    assert CATALOGUE.by_code[code].problem_with(value) == problem


def test_flags_are_yes_or_no():
    assert all(fact.unit == "ya/tidak" for fact in CATALOGUE.facts if fact.kind is FactKind.FLAG)
