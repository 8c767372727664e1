"""What a registry of families says to the instruments: figures that add up, and None where nothing is known."""

import polars as pl
import pytest
from hypothesis import given, settings

from guyub.data import load_fact_catalogue, load_family_rules
from guyub.data.coverage import load_coverage_rule
from guyub.domain.families.facts import registry_facts
from guyub.domain.families.record import CODES
from guyub.domain.families.sums import sum_families
from tests.family_records import families

RULES = load_family_rules()
WEB_USERS = ("iud", "mow", "mop", "condom", "implant", "injection", "pill")
WEB_NON_USERS = ("pregnant", "wants_child_soon", "wants_child_later", "wants_no_more")


def facts_of(*rows, rules=RULES, **options):
    frame = pl.DataFrame([dict.fromkeys(CODES) | row for row in rows], schema=dict.fromkeys(CODES, pl.Int8()))
    sums = sum_families(rules, frame, by=()).row(0, named=True)
    return registry_facts(rules, sums, **options)


def couple(**answers):
    return {"pus": 1, "kb03": 2, "kb03_21": 2} | answers


def test_every_fact_is_one_of_the_catalogue():
    assert set(facts_of({}, optional=True)) <= set(load_fact_catalogue().by_code)


def test_an_empty_form_gives_no_figure_but_the_family_itself():
    known = {code: fact for code, fact in facts_of({}, optional=True).items() if fact is not None}
    assert list(known) == ["families"]


def test_users_and_non_users_add_up_to_the_couples():
    rows = [couple(kb04=1, kb07=method) for method in range(1, 10)]
    rows += [couple(kb04=2), couple(kb04=2, kb03_21=1), couple(kb04=2, kb03_21=3), couple(kb03=1, kb04=None)]
    facts = facts_of(*rows)
    assert sum(facts[code].value for code in (*WEB_USERS, *WEB_NON_USERS)) == facts["pus"].value == 13
    assert (facts["pus"].known, facts["iud"].known, facts["iud"].asked) == (13, 13, 13)
    assert facts["wants_child_later"].value == 3  # one uses nothing, one MAL, one a traditional way


def test_users_of_mal_and_traditional_ways_can_be_left_out():
    rules = load_family_rules(users_without_web_fact="left-out")
    facts = facts_of(couple(kb04=1, kb07=8), couple(kb04=1, kb07=9), couple(kb04=1, kb07=3), rules=rules)
    assert sum(facts[code].value for code in (*WEB_USERS, *WEB_NON_USERS)) == 1
    assert (facts["pus"].value, facts["iud"].known) == (3, 3)


@settings(max_examples=10, deadline=None)
@given(families())
def test_users_and_non_users_never_exceed_the_couples_and_miss_only_those_not_classified(rows):
    facts = facts_of(*({code: row[code] for code in CODES} for row in rows))
    if facts["iud"] is not None:
        counted = sum(facts[code].value for code in (*WEB_USERS, *WEB_NON_USERS))
        assert facts["iud"].known == counted <= facts["pus"].value


def test_a_village_without_couples_has_true_zeros():
    facts = facts_of({"pus": 0}, {"pus": 0})
    assert (facts["pus"].value, facts["iud"].value, facts["iud"].asked) == (0, 0, 0)


@pytest.mark.parametrize(
    ("row", "under5", "adolescents", "elderly"),
    [
        ({"under_2": 1, "aged_2_4": None, "adolescents": 2, "elderly": 0}, 1, 1, 0),
        ({"under_2": 0, "aged_2_4": 1, "adolescents": 0, "elderly": 2}, 1, 0, 1),
        ({"under_2": 0, "aged_2_4": 0, "adolescents": 0, "elderly": 0}, 0, 0, 0),
    ],
)
def test_families_by_who_lives_in_them(row, under5, adolescents, elderly):
    facts = facts_of(row)
    found = [facts[f"families_with_{who}"].value for who in ("under5", "adolescents", "elderly")]
    assert found == [under5, adolescents, elderly]


def test_coverage_says_how_many_families_are_known():
    facts = facts_of({"members": 3}, {"members": None}, {"members": 2})
    assert (facts["population"].value, facts["population"].known, facts["population"].asked) == (5, 2, 3)


def test_members_of_groups_are_given_on_demand_only():
    assert "bkb_members" not in facts_of({"p14": 1})
    assert facts_of({"p14": 1}, {"p14": 3}, optional=True)["bkb_members"].value == 1


PUPILS = {"aged_7_15": 2, "aged_16_18": 1, "out_of_school_7_15": 0, "out_of_school_16_18": 0}


def test_pupils_are_known_as_far_as_their_schooling_is_told():
    told = PUPILS | {"schooling_unknown_7_15": 1, "schooling_unknown_16_18": 0}
    silent = PUPILS | {"schooling_unknown_7_15": 2, "schooling_unknown_16_18": 1}
    fact = facts_of(told, silent, {})["children_7_18_in_school"]
    assert (fact.value, fact.known, fact.asked) == (2, 2, 7)  # of the family without ages at least one is asked
    assert facts_of(silent)["children_7_18_in_school"] is None


def test_a_village_without_children_has_a_true_zero_of_pupils():
    none = dict.fromkeys([*PUPILS, "schooling_unknown_7_15", "schooling_unknown_16_18"], 0)
    fact = facts_of(none)["children_7_18_in_school"]
    assert (fact.value, fact.known, fact.asked) == (0, 0, 0)


def test_insured_people_are_known_as_far_as_k15_is_told():
    rows = [
        {"members": 4, "insured": 1, "insured_bpjs": 1, "uninsured": 1},
        {"members": 3, "insured": 0, "uninsured": 0},
    ]
    fact = facts_of(*rows)["bpjs_members"]
    assert (fact.value, fact.known, fact.asked) == (1, 2, 7)


def test_families_to_whom_a_group_does_not_apply_are_not_asked():
    fact = facts_of({"p14": 1}, {"p14": 2}, {"p14": 3}, {"p14": 3}, {}, optional=True)["bkb_members"]
    assert (fact.value, fact.known, fact.asked) == (1, 2, 3)


def test_figures_that_move_together_are_figures_of_the_register():
    from_register = facts_of({}, optional=True)
    for group in load_coverage_rule().together:
        assert set(group) <= set(from_register)
