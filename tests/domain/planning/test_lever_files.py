"""Lever files: what is refused, and how a region's own figures take their place."""

import copy

import pytest
import yaml

from guyub.data import FOLDER, load_levers, read_levers, read_yaml
from guyub.domain.instruments import Grade
from guyub.domain.planning import Changes
from guyub.errors import InvalidRuleFile, NotFound

LEVERS = load_levers()
CONTENT = read_yaml(FOLDER / "levers" / "kkb-levers.yaml")


def changed(**parts):
    content = copy.deepcopy(CONTENT)
    content["levers"][0] |= parts.pop("lever", {})
    return {**content, **parts}


def read(tmp_path, content):
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return read_levers(file)


def test_every_shipped_lever_is_marked_as_proposed_and_says_how_it_was_set():
    assert all(lever.grade is Grade.PROPOSED and lever.note for lever in LEVERS.levers)


def test_couples_are_moved_and_never_made():
    # users and non-users stay equal to the couples there are
    couples = [lever for lever in LEVERS.levers if lever.unit == "couple"]
    assert couples
    assert all(sum(lever.moves.values()) == 0 for lever in couples)


@pytest.mark.parametrize(
    ("content", "path", "reason"),
    [
        pytest.param(changed(extra=1), "extra", "not permitted", id="unknown key"),
        pytest.param(changed(lever={"moves": {"dragons": 1}, "limit": 1}), "levers", "unknown fact", id="unknown fact"),
        pytest.param(changed(lever={"cost_rupiah": -1}), "levers.0.cost_rupiah", "greater", id="negative cost"),
        pytest.param(changed(lever={"moves": {"iud": 0}}), "levers.0", "is 0", id="a move of nothing"),
        pytest.param(changed(lever={"moves": {"population": 1}}), "-", "has no end", id="a lever without an end"),
        pytest.param(changed(lever={"id": "enrol-bkb"}), "-", "stands twice", id="one id twice"),
        pytest.param(changed(regions={"32.76": {"fly": {}}}), "-", "unknown lever", id="a region changes no lever"),
    ],
)
def test_a_badly_made_file_is_refused_with_path_and_reason(tmp_path, content, path, reason):
    with pytest.raises(InvalidRuleFile) as refused:
        read(tmp_path, content)
    assert refused.value.data["file"] == "own.yaml"
    assert refused.value.data["path"] == path
    assert reason in refused.value.data["problem"]


def test_an_unknown_set_is_refused_with_those_there_are():
    with pytest.raises(NotFound, match="kkb-levers"):
        load_levers("no-such-levers")


def test_the_most_particular_region_replaces_figures(tmp_path):
    regions = {
        "32": {"enrol-bkb": {"cost_rupiah": 1}},
        "32.76": {"enrol-bkb": {"cost_rupiah": 2}, "enrol-bkr": {"offered": False}},
    }
    levers = read(tmp_path, changed(regions=regions))
    depok, bandung = levers.for_region("32.76.01.1009"), levers.for_region("32.73")
    assert depok.by_id["enrol-bkb"].cost_rupiah == 2
    assert "enrol-bkr" not in depok.by_id
    assert bandung.by_id["enrol-bkb"].cost_rupiah == 1
    assert levers.for_region("36").by_id["enrol-bkb"].cost_rupiah == LEVERS.by_id["enrol-bkb"].cost_rupiah


@pytest.mark.parametrize(("days", "units"), [(13, 0), (14, 0), (15, 2), (44, 60)])
def test_units_within_a_time_start_after_the_lead(days, units):
    lever = LEVERS.by_id["enrol-bkb"].changed(Changes(lead_days=14, units_per_30_days=60))
    assert lever.units_within(days) == units


@pytest.mark.parametrize("units", [1, 2, 59, 60, 61])
def test_days_for_units_are_the_first_in_which_they_fit(units):
    lever = LEVERS.by_id["enrol-bkb"]
    days = lever.days_for(units)
    assert lever.units_within(days) >= units > lever.units_within(days - 1)


@pytest.mark.parametrize(("region", "applies"), [("32.76", True), ("32", True), ("32.7", False), ("3276", True)])
def test_a_region_is_matched_part_by_part(tmp_path, region, applies):
    levers = read(tmp_path, changed(regions={region: {"enrol-bkb": {"cost_rupiah": 1}}}))
    assert (levers.for_region("32.76.01.1009").by_id["enrol-bkb"].cost_rupiah == 1) == applies


def test_asking_for_many_regions_reads_the_file_once():
    first, second = load_levers(region="11.01"), load_levers(region="12.02")
    assert first is second
