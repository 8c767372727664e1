"""Rule files of families: choices are settled, names are checked, and every rule says how well it is known."""

import pytest
from pydantic import ValidationError

from guyub.data import (
    FOLDER,
    family_choices,
    load_fact_catalogue,
    load_family_indicators,
    load_family_planning,
    load_family_rules,
    load_ibangga,
    load_krs,
    read_yaml,
)
from guyub.domain.expressions.model import Option, walk
from guyub.domain.families.ibangga import Ibangga
from guyub.domain.families.indicators import shares, values
from guyub.domain.families.krs import Krs, screen
from guyub.domain.rulefiles import Model, Origin
from guyub.errors import NotFound

FILES = (load_ibangga(), load_family_planning(), load_krs(), load_family_indicators())


NAMES = {
    "ibangga-pk21": "ibangga",
    "keluarga-berencana-pk": "family-planning",
    "krs-verval": "krs",
    "indikator-keluarga": "indicators",
}


def content(rules):
    return read_yaml(FOLDER / "families" / f"{NAMES[rules.id]}.yaml")


def test_settled_rules_have_no_open_choice():
    rules = load_family_rules()
    for file in (rules.ibangga, rules.family_planning, rules.krs, rules.indicators):
        assert not any(isinstance(part, Option) for node in file.expressions() for part in walk(node))


def test_the_version_names_the_files_and_what_differs_from_the_defaults():
    assert load_family_rules().version.split()[0] == "ibangga-pk21@2021.1"
    assert load_family_rules(house_k="6").version == load_family_rules().version
    assert load_family_rules(house_k="7").version == load_family_rules().version + " house_k=7"


@pytest.mark.parametrize("wrong", [{"house_k": "8"}, {"no_such_choice": "1"}])
def test_a_choice_that_is_not_there_is_refused_with_those_that_are(wrong):
    with pytest.raises(NotFound, match="Known:"):
        load_family_rules(**wrong)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_every_file_says_where_it_comes_from(file):
    assert file.source.id
    assert file.source.en
    for choice in file.choices:
        assert choice.source.id
        assert choice.source.en
        assert choice.about.id != choice.about.en


def test_choices_have_names_of_their_own():
    assert len(family_choices()) == sum(len(file.choices) for file in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_an_unknown_column_value_or_case_is_found(file):
    problem = {"name": {"id": "x", "en": "x"}, "of": {"fact": "no_such_column"}}
    broken = type(file).model_validate({**content(file), "values": {"broken": problem}})
    assert "no column 'no_such_column' in the family record" in list(broken.problems())


def test_a_dimension_of_eight_variables_would_not_be_exact():
    rules = content(load_ibangga())
    rules["variables"].append({**rules["variables"][0], "code": "V99", "dimension": "M"})
    with pytest.raises(ValidationError, match="1 to 7"):
        Ibangga.model_validate(rules)


def test_4t_names_factors_that_are_there():
    with pytest.raises(ValidationError, match="unknown factor"):
        Krs.model_validate({**content(load_krs()), "four_t": ["T_LAMA"]})


def test_crosswalks_reach_every_answer_of_the_older_question():
    for crosswalk in load_krs().crosswalks:
        codes = {option.code for option in crosswalk.options}
        assert {crossing.becomes for crossing in crosswalk.answers} <= codes
        assert [crossing.answer for crossing in crosswalk.answers] == list(range(1, len(crosswalk.answers) + 1))


def test_the_list_of_today_stands_above_the_older_question():
    rules = load_family_rules().krs
    assert screen(rules, {"water": 6, "p23": 8}).factors["AIR"] == 2
    assert screen(rules, {"p23": 8}).factors["AIR"] == 1


def test_bps_and_krs_disagree_on_rain_water_as_their_definitions_do():
    rules = load_family_rules().indicators

    found = shares(rules, {"p23": 7})
    assert (found["water_bps"], found["water_krs"]) == ((1, 1), (0, 1))


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({}, 0),
        ({"p23": 5}, 15),
        ({"p24": 2}, 15),
        ({"p21": 5}, 35),
        ({"p25": 20}, 35),
        ({"p23": 5, "p24": 2, "p21": 5, "p25": 20}, 100),
    ],
)
def test_the_slum_score_adds_its_four_parts(answers, score):

    house = {"p19": 2, "p20": 1, "p21": 1, "p23": 2, "p24": 1, "p25": 36, "p26": 5}
    assert shares(load_family_rules().indicators, house | answers)["slum_score"] == (score, 100)


def test_indicators_from_sums_use_them():
    rules = load_family_rules().indicators
    sums = dict.fromkeys((f"{code}_{part}" for code in rules.by_code for part in ("of", "per", "unknown")), 0)
    sums |= {"krs": 3, "not_at_risk": 7, "T_sum": 840, "T_families": 4, "M_sum": 0, "M_families": 0}
    sums |= {"B_sum": 0, "B_families": 0}
    found = values(rules, sums)
    assert (found["krs_share"].of, found["krs_share"].per) == (3, 10)
    assert (found["ibangga_t"].of, found["ibangga_t"].per) == (840, 1680)


def test_facts_are_those_of_the_catalogue():
    known = load_fact_catalogue().by_code
    assert {rule.fact for rule in load_family_indicators().facts} <= set(known)


class _Sourced(Model):
    source: Origin


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("Panduan Verval KRS 2023", ("Panduan Verval KRS 2023",) * 2, id="a title is the same in both"),
        pytest.param({"id": "cakupan", "en": "coverage"}, ("cakupan", "coverage"), id="a sentence has two"),
    ],
)
def test_a_source_is_a_title_or_a_text_in_both_languages(given, expected):
    source = _Sourced(source=given).source
    assert (source.in_language("id"), source.in_language("en")) == expected


@pytest.mark.parametrize("given", [{"id": "cakupan"}, {"id": "cakupan", "en": "coverage", "fr": "couverture"}, "", 7])
def test_a_source_without_one_of_the_languages_is_refused(given):
    with pytest.raises(ValidationError):
        _Sourced(source=given)
