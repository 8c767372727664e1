"""An instrument file that is not well made is refused with file, path and reason."""

import copy

import pytest
import yaml

from guyub.data import FOLDER, instrument_ids, load_instrument, load_related, read_instrument, read_yaml
from guyub.domain.instruments.model import content_checksum
from guyub.errors import InvalidRuleFile, NotFound

MINIMAL = yaml.safe_load("""
id: small
version: "1"
name: {id: Kecil, en: Small}
status: local
grade: PROPOSED
source: test
valid_from: "2024-01-01"
blank_facts: stay-missing
modes: {only: {}}
default_mode: only
values:
  users: {name: {id: a, en: a}, unit: x, of: {sum: [{fact: iud}, {fact: pill}]}}
variables:
  - code: V1
    name: {id: a, en: a}
    unit: x
    value: {value: users}
    bands: [{to: 4, score: 1}, {from: 5, score: 2}]
    grade: PROPOSED
    source: test
indices:
  - {id: one, name: {id: a, en: a}, members: [V1], passes_at: 200}
classes:
  - {name: low, rank: 1, meaning: {id: a, en: a}}
  - {name: high, rank: 2, meaning: {id: a, en: a}}
decision_table:
  - {passes: {one: true}, gives: high}
  - {passes: {one: false}, gives: low}
""")


def write(folder, change=lambda content: None):
    content = copy.deepcopy(MINIMAL)
    change(content)
    content["checksum"] = content_checksum(content)
    file = folder / "small.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return file


def setting(path, value):
    """A change that puts a value at a path such as 'variables.0.bands'."""

    def change(content):
        *above, last = (int(part) if part.isdigit() else part for part in path.split("."))
        for part in above:
            content = content[part]
        content[last] = value

    return change


def test_a_well_made_file_is_read(tmp_path):
    assert read_instrument(write(tmp_path)).facts_used == ("iud", "pill")


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        pytest.param(setting("colour", "red"), "colour", "Extra inputs", id="unknown key"),
        pytest.param(
            setting("variables.0.bands", [{"to": 4, "score": 1}, {"from": 6, "score": 2}]),
            "variables.0",
            "nothing covers 5 to 5",
            id="gap between bands",
        ),
        pytest.param(
            setting("variables.0.bands", [{"to": 5, "score": 1}, {"from": 5, "score": 2}]),
            "variables.0",
            "overlap",
            id="overlapping bands",
        ),
        pytest.param(
            setting("variables.0.bands", [{"from": 0, "to": 4, "score": 1}, {"from": 5, "score": 2}]),
            "variables.0",
            "every value has a score",
            id="bands without an open start",
        ),
        pytest.param(setting("variables.0.value", {"fact": "iuds"}), "facts", "unknown fact 'iuds'", id="unknown fact"),
        pytest.param(
            setting("variables.0.value", {"value": "nobody"}), "-", "unknown value 'nobody'", id="unknown value"
        ),
        pytest.param(
            setting("variables.0.value", {"eval": "1+1"}), "variables.0.value", "not an operator", id="unknown operator"
        ),
        pytest.param(
            setting("values.users.of", {"sum": [{"value": "users"}]}),
            "-",
            "in a circle: users -> users",
            id="circular values",
        ),
        pytest.param(
            setting("decision_table", [{"passes": {"one": True}, "gives": "high"}]),
            "-",
            "0 rows for",
            id="decision table with a hole",
        ),
        pytest.param(
            setting("decision_table", [{"passes": {}, "gives": "high"}, {"passes": {"one": False}, "gives": "low"}]),
            "-",
            "2 rows for",
            id="decision table with two answers",
        ),
        pytest.param(setting("decision_table.0.gives", "highest"), "-", "unknown class 'highest'", id="unknown class"),
        pytest.param(setting("indices.0.members", ["V2"]), "-", "unknown variable 'V2'", id="unknown variable"),
        pytest.param(setting("default_mode", "other"), "-", "unknown mode 'other'", id="unknown mode"),
        pytest.param(
            setting("variables.0.value", {"const": -1}),
            "variables.0.value.const",
            "greater than or equal to 0",
            id="negative constant",
        ),
        pytest.param(setting("status", "very official"), "status", "official", id="unknown status"),
    ],
)
def test_a_badly_made_file_is_refused_with_path_and_reason(tmp_path, change, path, reason):
    with pytest.raises(InvalidRuleFile) as caught:
        read_instrument(write(tmp_path, change))
    assert caught.value.data["file"] == "small.yaml"
    assert caught.value.data["path"].startswith(path)
    assert reason in caught.value.data["problem"]


def test_a_changed_file_under_an_old_checksum_is_refused(tmp_path):
    file = write(tmp_path)
    file.write_text(file.read_text().replace("score: 2", "score: 3"))
    with pytest.raises(InvalidRuleFile, match="checksum"):
        read_instrument(file)


def test_layout_and_comments_do_not_change_the_checksum(tmp_path):
    file = write(tmp_path)
    file.write_text("# a comment\n" + file.read_text())
    assert read_instrument(file).id == "small"


def test_a_key_that_stands_twice_is_refused(tmp_path):
    file = write(tmp_path)
    file.write_text(file.read_text() + "\nid: other\n")
    with pytest.raises(InvalidRuleFile, match="key 'id' stands twice"):
        read_instrument(file)


def test_an_alias_is_refused(tmp_path):
    file = tmp_path / "bomb.yaml"
    file.write_text("a: &a [1]\nb: [*a, *a]\n")
    with pytest.raises(InvalidRuleFile, match="aliases are not allowed"):
        read_yaml(file)


def test_an_oversized_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "big.yaml"
    file.write_text("a: " + "x" * 1_000_001)
    with pytest.raises(InvalidRuleFile, match="larger than"):
        read_yaml(file)


def test_a_python_tag_is_refused(tmp_path):
    file = tmp_path / "tag.yaml"
    file.write_text("a: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(InvalidRuleFile, match="could not determine a constructor"):
        read_yaml(file)


@pytest.mark.parametrize("name", instrument_ids())
def test_shipped_instruments_are_well_made_and_carry_source_and_grade(name):
    instrument = load_instrument(name)
    assert load_related(instrument).keys() == set(instrument.instruments_used)
    assert instrument.source
    assert all(variable.source and variable.opd and variable.evidence for variable in instrument.variables)


def test_there_are_two_shipped_instruments():
    assert instrument_ids() == ("kkb-klas-web-2021", "kkb-siap-1.0")
    assert {file.stem for file in (FOLDER / "instruments").iterdir()} == set(instrument_ids())


def test_an_unknown_instrument_is_named_with_those_that_exist():
    with pytest.raises(NotFound, match="kkb-klas-web-2021"):
        load_instrument("kkb-klas-web-1999")
