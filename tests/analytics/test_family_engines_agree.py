"""One family in plain Python is the oracle: columns and sums say the same for every family, on Polars and DuckDB."""

from collections import defaultdict
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from guyub.analytics.engines import run_on
from guyub.data.family_files import family_choices, load_family_rules
from guyub.domain.expressions.evaluate import evaluate
from guyub.domain.families import family_planning, ibangga, indicators, krs
from guyub.domain.families.frame import measure_families
from guyub.domain.families.krs_recap import check_recap, recap
from guyub.domain.families.record import CODES
from guyub.domain.families.rulebook import FamilyRules
from guyub.domain.families.sums import sum_families
from tests.family_records import families

DEFAULT: dict[str, str] = {}
CHOSEN = [
    DEFAULT,
    {"na_policy": "count_as_1", "house_k": "7", "krs_rule": "krs_any_factor", "too_old": "above-35"},
    {"na_policy": "count_as_0", "insurance_of": "any", "never_married_head": "passes"},
    {"pregnant_counts_as_non_kb": "yes", "mal_is_modern": "no", "users_without_web_fact": "left-out"},
]
SCHEMA: dict[str, Any] = {"family": pl.String(), "village": pl.String(), **dict.fromkeys(CODES, pl.Int8())}


def examples_of(count):
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


def expected_row(rules: FamilyRules, record) -> dict[str, Any]:
    """The row of `measure_families`, from the one-family functions."""
    index, screening = ibangga.measure(rules.ibangga, record), krs.screen(rules.krs, record)
    row: dict[str, Any] = {}
    row |= {**index.scores, **index.dimensions, "total": index.total, "category": index.category}
    row["not_applicable"] = ";".join(code for code, state in index.states.items() if state == "not-applicable")
    row["unanswered"] = ";".join(index.unanswered)
    row |= {**screening.targets, "SASARAN": screening.target, **screening.factors}
    row |= {"PUS_4T": screening.pus_4t, "KRS": screening.at_risk, "rank": screening.rank}
    row |= {"reasons": ";".join(screening.reasons), "undecided": ";".join(screening.unknown)}
    flags = family_planning.status(rules.family_planning, record).flags
    return row | {f"fp_{code}": value for code, value in flags.items()}


def expected_sums(rules: FamilyRules, rows) -> dict[str, dict[str, int]]:
    """Sums by village, from the one-family functions."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in rows:
        total = sums[record["village"]]
        total["families"] += 1
        add_index(rules, record, total)
        add_screening(rules, record, total)
        for code, value in family_planning.status(rules.family_planning, record).flags.items():
            total[f"fp_{code}"] += value or 0
        for code, share in indicators.shares(rules.indicators, record).items():
            of, per = share or (0, 0)
            total[f"{code}_of"] += of
            total[f"{code}_per"] += per
            total[f"{code}_unknown"] += share is None
        add_facts(rules, record, total)
    return sums


def add_facts(rules, record, total):
    values, scope = indicators.facts_of(rules.indicators, record), rules.indicators.scope(record)
    for rule in rules.indicators.facts:
        value = values[rule.fact]
        known, asked = value is not None, 1
        if rule.known is not None and rule.asked is not None:
            number = evaluate(rule.asked, scope)
            known, asked = evaluate(rule.known, scope) or 0, 1 if number is None else number
        total[f"fact_{rule.fact}"] += value or 0
        total[f"fact_{rule.fact}_known"] += known
        total[f"fact_{rule.fact}_asked"] += asked


def add_index(rules, record, total):
    index = ibangga.measure(rules.ibangga, record)
    for dimension, value in index.dimensions.items():
        states = [index.states[variable.code] for variable in rules.ibangga.of_dimension(dimension)]
        known = value is not None
        total[f"{dimension}_sum"] += value or 0
        total[f"{dimension}_families"] += known
        total[f"{dimension}_passed"] += known * states.count("pass")
        total[f"{dimension}_applicable"] += known * (states.count("pass") + states.count("fail"))
    total["total_sum"] += index.total or 0
    total["total_families"] += index.total is not None
    for category in rules.ibangga.categories:
        total[category.code] += index.category == category.code
    for code, state in index.states.items():
        total[f"{code}_applicable"] += applies(rules, code, record)
        total[f"{code}_failing"] += state == "fail"
        total[f"{code}_unanswered"] += state == "unanswered"
        total[f"{code}_gain"] += index.gain.get(code, 0)


def applies(rules, code, record):
    expression = rules.ibangga.by_code[code].applies
    return 1 if expression is None else evaluate(expression, rules.ibangga.scope(record)) or 0


def add_screening(rules, record, total):
    found = krs.screen(rules.krs, record)
    is_target = found.target == 1
    total["target"] += is_target
    total["krs"] += found.at_risk == 1
    total["not_at_risk"] += is_target and found.at_risk == 2
    total["krs_unknown"] += is_target and found.at_risk is None
    for number, rank in enumerate(rules.krs.ranks, 1):
        total[rank.code] += found.rank == number
    total["rank_unknown"] += found.at_risk == 1 and found.rank is None
    for code, flag in found.targets.items():
        total[code.lower()] += flag == 1
    for code, flag in found.factors.items():
        total[code.lower()] += is_target and flag == 1
    total["pus_4t"] += is_target and found.pus_4t == 1


@pytest.mark.parametrize(("engine", "examples"), [("polars", 12), ("duckdb", 3)])
@pytest.mark.parametrize("chosen", CHOSEN, ids=lambda chosen: "+".join(chosen) or "defaults")
def test_families_and_their_sums_are_the_same_on_every_engine(engine, examples, chosen):
    rules = load_family_rules(**chosen)

    @examples_of(examples)
    @given(families())
    def agree(rows):
        frame = pl.DataFrame(rows, schema=SCHEMA)
        wide = run_on(engine, frame, lambda native: measure_families(rules, native, keep=("family",)))
        found = {row.pop("family"): row for row in wide.to_dicts()}
        assert found == {row["family"]: expected_row(rules, row) for row in rows}
        summed = run_on(engine, frame, lambda native: sum_families(rules, native, by=("village",)))
        by_village = {row.pop("village"): row for row in summed.to_dicts()}
        assert by_village == expected_sums(rules, rows)
        for row in by_village.values():
            assert check_recap(recap(row)) == ()

    agree()


def test_every_choice_is_among_those_compared():
    answered = {(name, answer) for chosen in CHOSEN for name, answer in chosen.items()}
    for name, choice in family_choices().items():
        others = {(name, answer) for answer in choice.choices if answer != choice.default}
        assert others & answered, name


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_columns_that_are_not_there_are_unknown(engine):
    rules = load_family_rules()
    rows = [{"village": "A", "p01": 1, "pus": 1}, {"village": "A", "p01": 2, "pus": 0}]
    frame = pl.DataFrame(rows, schema={"village": pl.String(), "p01": pl.Int8(), "pus": pl.Int8()})
    (summed,) = run_on(engine, frame, lambda native: sum_families(rules, native, by=("village",))).to_dicts()
    assert {name: value for name, value in summed.items() if name != "village"} == expected_sums(rules, rows)["A"]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_families_without_a_group_make_one_row(engine):
    rules = load_family_rules()
    frame = pl.DataFrame([{"p04": 1}, {"p04": None}], schema={"p04": pl.Int8()})
    (summed,) = run_on(engine, frame, lambda native: sum_families(rules, native, by=())).to_dicts()
    assert (summed["families"], summed["income_source_of"], summed["income_source_unknown"]) == (2, 1, 1)
