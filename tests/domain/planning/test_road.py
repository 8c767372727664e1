"""One village's road: the web rule, real figures of Mampang, and what is in the way."""

import csv
import datetime

import pytest

from guyub.data import FOLDER, load_fact_catalogue, load_instrument, load_levers, read_yaml
from guyub.domain.facts import find_contradictions
from guyub.domain.instruments import assess
from guyub.domain.planning import Changes, PlanStatus, hold, losses, plan
from guyub.domain.planning.errors import PlansNeedIndices, UnusableRequest
from guyub.errors import NotFound
from tests.reference import REFERENCE, skip_if_no_reference

WEB = load_instrument("kkb-klas-web-2021")
LEVERS = load_levers()
MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]
TODAY = datetime.date(2025, 1, 1)
ONLY_UNMET = {lever.id: Changes(offered=lever.id.startswith("wants-")) for lever in LEVERS.levers}


def couples(found):
    return sum(action.people for action in found.actions)


# -- Mampang, 31 May 2023: Berkelanjutan, the output index exactly on its limit -----------------------------------


def test_the_cheapest_margin_of_mampang_is_187_more_users():
    # 51 % of 3,961 couples are 2,001 users (2,000.3 would round to 50); 1,814 there are
    found = hold(WEB, MAMPANG, LEVERS)
    assert (found.status, found.gap) == (PlanStatus.OPTIMAL, 0)
    assert couples(found) == 187
    assert found.indices_after["output"] == 325
    assert found.scores_after["O2"] == 4


def test_708_couples_with_unmet_need_lift_its_score_by_one():
    # 12 % of 3,961 couples are at most 495; 1,203 there are
    fixed = {**MAMPANG, "pus": 3961}
    served = {**fixed, "wants_child_later": 0, "wants_no_more": 495}
    one_less = {**fixed, "wants_child_later": 0, "wants_no_more": 496}
    assert assess(WEB, served).scores["O4"] == 2
    assert assess(WEB, one_less).scores["O4"] == 1


def test_a_margin_through_unmet_need_alone_takes_708_couples():
    # a large margin makes both CPR and unmet need rise: 13 and 14 of 16 points
    found = hold(WEB, MAMPANG, LEVERS.with_changes(ONLY_UNMET), margin=50)
    assert found.status is PlanStatus.OPTIMAL
    assert (found.scores_after["O2"], found.scores_after["O4"]) == (4, 2)
    assert couples(found) == 708


def test_mampang_already_holds_the_class_it_has():
    found = plan(WEB, MAMPANG, LEVERS, "Berkelanjutan")
    assert (found.status, found.cost_rupiah, found.actions) == (PlanStatus.OPTIMAL, 0, ())


def test_mampang_loses_its_class_when_69_couples_leave_a_long_acting_method():
    first = losses(WEB, MAMPANG)[0]
    assert (first.variable, first.kind, first.count, first.class_after) == ("O3", "shift", 69, "Berkembang")
    assert (first.value_before, first.value_after) == (28, 24)


@pytest.mark.parametrize("loss", losses(WEB, MAMPANG), ids=lambda loss: f"{loss.variable} {loss.kind} {loss.facts[0]}")
def test_every_loss_is_the_smallest_of_its_kind(loss):
    def changed(count):
        facts = dict(MAMPANG)
        if loss.kind == "more":
            return {**facts, loss.facts[0]: facts[loss.facts[0]] + count}
        for code in sorted(loss.facts, key=lambda held: -facts[held]):
            taken = min(count, facts[code])
            facts[code] -= taken
            count -= taken
            if loss.into:
                facts[loss.into[0]] += taken
        return facts

    assert assess(WEB, changed(loss.count)).class_name == loss.class_after != "Berkelanjutan"
    assert assess(WEB, changed(loss.count - 1)).class_name == "Berkelanjutan"


# -- what a plan may count on ---------------------------------------------------------------------------------------

BARE = {code: value for code, value in MAMPANG.items() if code not in WEB.values["family_planning_record"].of.known}


def test_without_a_family_planning_record_the_output_is_not_planned_by_guessing():
    found = plan(WEB, BARE, LEVERS, "Mandiri")
    assert found.status is PlanStatus.OPTIMAL or found.blocking
    weak = {**BARE, "operating_routines": 0, "data_kinds_used": 0}
    blocked = plan(WEB, weak, LEVERS, "Berkelanjutan")
    assert blocked.status is PlanStatus.INFEASIBLE
    missing = {reason.data["variable"]: reason.data for reason in blocked.blocking if reason.limit == "missing-fact"}
    assert set(missing) == {"O1", "O2", "O3", "O4"}
    assert missing["O4"]["points_lost"] == 3
    assert "wants_no_more" in missing["O4"]["facts"]


def test_input_and_process_can_still_be_planned_without_that_record():
    weak = {**BARE, "operating_routines": 0, "data_kinds_used": 0}
    found = plan(WEB, weak, LEVERS, "Berkembang")
    assert (found.status, found.reached_class) == (PlanStatus.OPTIMAL, "Berkembang")


def test_no_plan_leans_on_the_four_points_of_zero_couples():
    # with no couples the web gives O4 = 4; the plan counts 1, so 12 points are out of reach without O2
    nobody = dict.fromkeys(WEB.values["family_planning_record"].of.known, 0)
    members = {"bkb_members": 1895, "bkr_members": 6082, "bkl_members": 1299, "pikr_members": 3418}
    facts = {**MAMPANG, **nobody, **members, "pus": 0, "iud": 5}
    assert assess(WEB, facts).scores["O4"] == 4
    assert plan(WEB, {**facts, "iud": 0}, LEVERS, "Berkelanjutan").status is PlanStatus.INFEASIBLE


def test_a_given_score_stands_for_the_lowest_fact_of_its_band():
    facts = {**MAMPANG, "institutions_strict_web": None, "operating_routines": 2}
    found = plan(WEB, facts, LEVERS, "Berkelanjutan", given={"P1": 2, "P3": 3})
    told = {held.variable: held for held in found.assumptions if held.kind == "given-score"}
    assert (told["P3"].fact, told["P3"].value) == ("institutions_strict_web", 4)
    assert (told["P1"].fact, told["P1"].value) == ("data_kinds_used", 1)


def test_a_fact_that_agrees_with_its_given_score_stays():
    facts = {**MAMPANG, "institutions_strict_web": 6, "operating_routines": 1, "data_kinds_used": 3}
    found = plan(WEB, facts, LEVERS, "Berkelanjutan", given={"P3": 3})
    assert not [held for held in found.assumptions if held.kind == "given-score"]


def test_a_blank_that_a_plan_raises_is_named():
    facts = {**MAMPANG, "regulation": None, "funding_sources": 1}
    found = plan(WEB, facts, LEVERS, "Berkelanjutan")
    blank = {held.fact for held in found.assumptions if held.kind == "blank-counts-as-zero"}
    assert blank <= {"regulation", "regulation_count"}


# -- limits ---------------------------------------------------------------------------------------------------------

NEAR = {**MAMPANG, "data_kinds_used": 0, "operating_routines": 0}


def test_a_budget_one_rupiah_short_is_said_to_the_rupiah():
    free = plan(WEB, NEAR, LEVERS, "Berkelanjutan")
    exact = plan(WEB, NEAR, LEVERS, "Berkelanjutan", budget=free.cost_rupiah)
    short = plan(WEB, NEAR, LEVERS, "Berkelanjutan", budget=free.cost_rupiah - 1)
    assert exact.cost_rupiah == free.cost_rupiah
    assert short.status is PlanStatus.INFEASIBLE
    assert [reason.limit for reason in short.blocking] == ["budget"]
    assert short.blocking[0].data["missing_rupiah"] == 1


def test_the_earliest_day_is_the_first_on_which_a_plan_exists():
    by = TODAY + datetime.timedelta(days=5)
    blocked = plan(WEB, NEAR, LEVERS, "Berkelanjutan", today=TODAY, by=by)
    assert [reason.limit for reason in blocked.blocking] == ["date"]
    days = blocked.blocking[0].data["days"]
    in_time = TODAY + datetime.timedelta(days=days)
    assert blocked.blocking[0].data["date"] == in_time.isoformat()
    assert plan(WEB, NEAR, LEVERS, "Berkelanjutan", today=TODAY, by=in_time).days <= days
    early = in_time - datetime.timedelta(days=1)
    assert plan(WEB, NEAR, LEVERS, "Berkelanjutan", today=TODAY, by=early).status is PlanStatus.INFEASIBLE


def test_a_proposed_share_in_the_way_is_named():
    only = {lever.id: Changes(offered=lever.id == "injection-to-iud") for lever in LEVERS.levers}
    few_long_acting = {**MAMPANG, "iud": 0, "mow": 0, "implant": 0, "injection": 500, "pill": 1241}
    needed = plan(WEB, few_long_acting, LEVERS.with_changes(only), "Berkelanjutan")
    assert [reason.limit for reason in needed.blocking] == ["lever-limit"]
    assert needed.blocking[0].data["levers"] == {"injection-to-iud": 444}


def test_a_score_that_cannot_rise_is_named():
    only = {lever.id: Changes(offered=lever.id == "use-data-kind") for lever in LEVERS.levers}
    blocked = plan(WEB, {**NEAR, "institutions_strict_web": 0}, LEVERS.with_changes(only), "Berkelanjutan")
    indices = [reason.data["index"] for reason in blocked.blocking if reason.limit == "index"]
    assert indices == ["process"]
    assert {reason.data["variable"] for reason in blocked.blocking if reason.limit == "variable"} == {"P2", "P3"}


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"to_class": "Paripurna"}, NotFound),
        ({"to_class": "Mandiri", "budget": -1}, UnusableRequest),
        ({"to_class": "Mandiri", "today": TODAY, "by": TODAY - datetime.timedelta(days=1)}, UnusableRequest),
        ({"to_class": "Mandiri", "by": TODAY}, UnusableRequest),
    ],
)
def test_what_makes_no_sense_is_refused(asked, error):
    with pytest.raises(error):
        plan(WEB, NEAR, LEVERS, **asked)


def test_an_instrument_of_points_is_refused_by_name():
    with pytest.raises(PlansNeedIndices, match=r"kkb-siap-1\.0"):
        plan(load_instrument("kkb-siap-1.0"), NEAR, LEVERS, load_instrument("kkb-siap-1.0").classes[-1].name)


def test_a_plan_cut_short_never_claims_a_proof_it_does_not_have():
    exact = hold(WEB, MAMPANG, LEVERS, margin=50)
    cut = hold(WEB, MAMPANG, LEVERS, margin=50, time_limit=0.001)
    assert (cut.bound_rupiah or 0) <= exact.cost_rupiah
    if cut.cost_rupiah is not None:
        assert cut.cost_rupiah >= exact.cost_rupiah
        assert (cut.status is PlanStatus.OPTIMAL) == (cut.gap == 0)


# -- answers --------------------------------------------------------------------------------------------------------


def test_the_json_has_the_keys_that_were_promised():
    keys = {"status", "from_class", "to_class", "reached_class", "cost_rupiah", "bound_rupiah", "gap", "days"}
    keys |= {"actions", "scores_after", "alternatives", "sensitivity", "blocking"}
    answer = plan(WEB, NEAR, LEVERS, "Berkelanjutan", alternatives=1).as_dict()
    assert keys <= set(answer) == set(answer["alternatives"][0])
    assert {"lever", "fact", "from", "to", "people", "cost_rupiah", "days", "opd"} <= set(answer["actions"][0])


def test_figures_stay_free_of_contradictions_after_a_plan():
    found = hold(WEB, MAMPANG, LEVERS, margin=50)
    after = dict(MAMPANG)
    for action in found.actions:
        for move in action.moves:
            after[move.fact] = move.end
    assert find_contradictions(load_fact_catalogue(), after) == ()


def test_each_alternative_leaves_out_a_lever_of_every_plan_before_it():
    found = hold(WEB, MAMPANG, LEVERS, alternatives=3)
    plans = [found, *found.alternatives]
    used = [{action.lever for action in held.actions} for held in plans]
    assert len(plans) == 4
    assert all(not earlier <= later for place, later in enumerate(used) for earlier in used[:place])
    assert [held.cost_rupiah for held in plans] == sorted(held.cost_rupiah for held in plans)


# -- the reference rows ---------------------------------------------------------------------------------------------


def reference_rows():
    if not REFERENCE.is_dir():
        return []
    with (REFERENCE / "classification" / "villages_2022.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    first = {}
    for row in rows:
        if row["class"] != "Berkelanjutan" and row["pus"] and row["iud"]:
            first.setdefault(row["class"], row)
    return list(first.values())


@skip_if_no_reference
@pytest.mark.parametrize("row", reference_rows(), ids=lambda row: f"{row['class']} row {row['row']}")
def test_a_reference_row_of_each_class_reaches_the_top_with_proof(row):
    wanted = {*WEB.facts_used, *LEVERS.facts_used}
    facts = {code: int(value) for code, value in row.items() if code in wanted and value != ""}
    given = {code: int(row[code]) for code in WEB.givable}
    found = plan(WEB, facts, LEVERS, "Berkelanjutan", given=given, alternatives=1)
    assert (found.from_class, found.status, found.gap) == (row["class"], PlanStatus.OPTIMAL, 0)
    assert found.reached_class == "Berkelanjutan"
    assert all(value >= 300 for value in found.indices_after.values())


JANUARY = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][0]["facts"]
ROLES = {(loss.variable, loss.kind, loss.role) for loss in losses(WEB, MAMPANG)}


def test_a_loss_says_what_its_facts_are_to_the_variable():
    assert {("O3", "shift", "counted"), ("O3", "fewer", "counted"), ("O3", "more", "rest")} <= ROLES
    assert ("O2", "more", "whole") in ROLES


def test_unmet_need_is_lost_by_more_of_what_it_counts():
    spare = {**JANUARY, "wants_no_more": 0, "wants_child_later": 0, "wants_child_soon": 1900}
    found = [loss for loss in losses(WEB, spare) if loss.variable == "O4" and loss.kind == "more"]
    assert all(loss.role == "counted" for loss in found)


def test_the_least_number_does_not_depend_on_whom_we_count_first():
    fewer = next(loss for loss in losses(WEB, JANUARY) if (loss.variable, loss.kind) == ("O2", "fewer"))
    assert (fewer.count, fewer.first) == (19, "iud")
