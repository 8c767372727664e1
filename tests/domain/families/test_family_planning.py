"""Family planning of couples: who counts as what, by the web system and by BKKBN."""

import pytest

from guyub.data import load_family_rules
from guyub.domain.families.family_planning import Rate, rates, status, web_facts

RULES = load_family_rules().family_planning
COUPLE = {"pus": 1, "kb03": 2}


def of(rules=RULES, **answers):
    return status(rules, COUPLE | answers)


@pytest.mark.parametrize(
    ("method", "code", "modern", "mkjp"),
    [
        (1, "mow", 1, 1),
        (2, "mop", 1, 1),
        (3, "iud", 1, 1),
        (4, "implant", 1, 1),
        (5, "injection", 1, 0),
        (6, "pill", 1, 0),
        (7, "condom", 1, 0),
        (8, "mal", 1, 0),
        (9, "traditional", 0, 0),
    ],
)
def test_users_by_method(method, code, modern, mkjp):
    found = of(kb04=1, kb07=method)
    assert (found.method, found.flags["user"], found.flags["modern"], found.flags["mkjp"]) == (code, 1, modern, mkjp)


def test_a_method_used_before_is_no_method_now():
    found = of(kb04=2, kb05=1, kb07=3, kb03_21=1)
    assert (found.method, found.flags["user"], found.non_user_class) == (None, 0, "IAS")


@pytest.mark.parametrize(("wish", "group", "unmet"), [(1, "IAS", None), (2, "IAT", "spacing"), (3, "TIAL", "limiting")])
def test_non_users_by_their_wish_for_a_child(wish, group, unmet):
    found = of(kb04=2, kb03_21=wish)
    assert (found.non_user_class, found.unmet_register, found.unmet_pk) == (group, unmet, unmet)


@pytest.mark.parametrize(("wanted", "unmet"), [(1, None), (2, "spacing"), (3, "limiting"), (None, None)])
def test_a_pregnancy_counts_as_unmet_need_only_as_bkkbn_counts_since_2023(wanted, unmet):
    found = of(kb03=1, kb04=2, kb03_11=wanted)
    assert (found.non_user_class, found.unmet_register, found.unmet_pk) == ("hamil", None, unmet)


def test_a_traditional_way_meets_the_need_as_bkkbn_counts_and_not_in_the_register():
    found = of(kb04=1, kb07=9, kb03_21=3)
    assert (found.unmet_register, found.unmet_pk) == ("limiting", None)


def test_mal_is_modern_by_choice():
    other = load_family_rules(mal_is_modern="no").family_planning
    assert (of(kb04=1, kb07=8).flags["modern"], of(other, kb04=1, kb07=8).flags["modern"]) == (1, 0)


def test_a_pregnant_wife_is_no_user_whatever_else_is_written():
    found = of(kb03=1, kb04=1, kb07=5)
    assert (found.method, found.non_user_class) == (None, "hamil")


def test_a_family_without_a_couple_is_nothing_of_all_this():
    found = status(RULES, {"pus": 0})
    assert {code for code, value in found.flags.items() if value != 0} == set()


def test_what_is_unknown_is_unknown():
    found = of(kb04=None)
    assert (found.flags["user"], found.flags["use_known"], found.flags["pus"]) == (None, 0, 1)


def test_rates_divide_by_couples_whose_answer_is_known():
    counted = [of(kb04=1, kb07=3), of(kb04=1, kb07=9, kb03_21=1), of(kb04=2, kb03_21=2), of(), of(kb03=1)]
    sums = {f"fp_{code}": sum(one.flags[code] or 0 for one in counted) for code in RULES.by_code}
    found = rates(RULES, sums)
    assert found["cpr"] == Rate(2, 4)
    assert found["mcpr"] == Rate(1, 4)
    assert found["mkjp_share"] == Rate(1, 1)
    assert found["unmet_register"] == Rate(1, 4)
    assert found["unmet_pk"] == Rate(1, 3)
    assert found["web_cpr"] == Rate(1, 5)
    assert found["web_unmet"] == Rate(1, 5)
    assert web_facts(RULES, sums)["wants_child_soon"] == 1


def test_informed_means_all_three():
    assert of(kb04=1, kb07=5, kb09a=1, kb09b=1, kb09c=1).flags["informed"] == 1
    assert of(kb04=1, kb07=5, kb09a=1, kb09b=1, kb09c=2).flags["informed"] == 0
