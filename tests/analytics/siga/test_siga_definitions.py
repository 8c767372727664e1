"""The data files of the import are whole: known columns and facts, words in both languages, sources of checks."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

import guyub.analytics.siga as siga
from guyub.analytics.siga import errors, load_definitions
from guyub.analytics.siga.definitions import Check, Definitions, Source
from guyub.analytics.siga.writing import FACT_COLUMNS
from guyub.data import load_fact_catalogue
from guyub.errors import DomainError
from guyub.language import sentence
from guyub.language.words import catalogue

DEFINITIONS = load_definitions()
# Figures kept under their own name because no fact of the catalogue means exactly this.
OWN_COLUMNS = {"unmet_need", "rumah_dataku", "kampung_kb"}


def test_every_column_of_facts_is_a_fact_of_the_catalogue():
    assert set(FACT_COLUMNS) - OWN_COLUMNS <= set(load_fact_catalogue().by_code)


def test_every_fact_is_written_or_said_to_be_blank():
    given = {fact.fact for fact in DEFINITIONS.facts.facts} | {DEFINITIONS.facts.unmet_need.column}
    blank = {column for fact in DEFINITIONS.facts.not_derived for column in fact.columns or (fact.fact,)}
    assert given | blank == set(FACT_COLUMNS)
    assert not given & blank


def test_every_check_says_how_well_it_is_known_and_from_where():
    assert [rule.id for rule in DEFINITIONS.rules.values() if rule.checks and not (rule.grade and rule.source)] == []


def test_every_rule_that_the_code_names_exists():
    code = "".join(file.read_text() for file in Path(siga.__file__).parent.glob("*.py"))
    named = set(re.findall(r'Finding\(\s*"([a-z-]+)"', code)) | set(re.findall(r'_finding\("([a-z-]+)"', code))
    named |= set(re.findall(r'_tell_repeated\("([a-z-]+)"', code)) | set(re.findall(r'Match\(None, "([a-z-]+)"', code))
    assert len(named) > 15
    assert named <= set(DEFINITIONS.rules)


def test_a_column_that_no_table_has_is_refused():
    content = DEFINITIONS.model_dump(exclude_none=True)
    content["facts"]["facts"][0]["sources"] = [{"sum": ["couples.lost"]}]
    with pytest.raises(ValidationError, match=r"couples\.lost"):
        Definitions.model_validate(content)


@pytest.mark.parametrize("relations", [{}, {"at_most": [1], "equal": [1]}])
def test_a_check_has_exactly_one_relation(relations):
    with pytest.raises(ValidationError, match="exactly one"):
        Check.model_validate({"left": ["couples.pus"], **relations})


@pytest.mark.parametrize("content", [{}, {"sum": ["couples.pus"], "count_positive": ["couples.pus"]}])
def test_a_source_is_a_sum_or_a_count(content):
    with pytest.raises(ValidationError, match="either"):
        Source.model_validate(content)


KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_an_indonesian_sentence_with_the_same_places(kind):
    places = {place: f"<{place}>" for place in re.findall(r"{(\w+)}", kind.template)}
    error: DomainError = kind(**places)
    assert f"error.{kind.code}" in catalogue("id")
    # What the system says of a file is English prose, which an Indonesian sentence leaves out.
    assert all(value in sentence(error, "id") for place, value in places.items() if place != "reason")


def test_the_summary_has_the_same_words_in_both_languages():
    words = [{key for key in catalogue(language) if key.startswith("siga.")} for language in ("id", "en")]
    assert words[0] == words[1]


def test_the_page_for_users_names_every_fact_with_its_grade():
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "import-siga.md").read_text(encoding="utf-8")
    grades = {
        fact: cells[2].strip()
        for line in page.splitlines()
        if len(cells := line.strip("|").split("|")) == 3
        for fact in re.findall(r"`([a-z0-9_]+)`", cells[0])
    }
    facts = {fact.fact: fact.grade.value for fact in DEFINITIONS.facts.facts}
    facts[DEFINITIONS.facts.unmet_need.column] = DEFINITIONS.facts.unmet_need.grade.value
    assert grades == facts
