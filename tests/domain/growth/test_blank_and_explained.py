"""Every blank z-score says why, every other how it came about; limits are tried on both sides."""

import pytest

from guyub.data import growth_files
from guyub.data.growth_files import load_growth_standard
from guyub.domain.growth.one import Child, scores_of
from guyub.domain.growth.reasons import Reason
from guyub.domain.growth.tables import sd_value
from guyub.errors import InvalidRuleFile, NotFound

UNDER_FIVE = load_growth_standard("who-2006")
OLDER = load_growth_standard("who-2007")
WELL = {"boy": True, "age": 400.0, "weight": 9.0, "height": 75.0, "head": 46.0, "arm": 14.0}


def score(code, standard=UNDER_FIVE, **changed):
    return scores_of(standard, Child(**WELL | changed), (code,)).scores[code]


@pytest.mark.parametrize(
    ("code", "changed", "reason"),
    [
        ("wfa", {"boy": None}, "sex-missing"),
        ("wfa", {"age": None}, "age-missing"),
        ("wfa", {"age": -1.0}, "age-negative"),
        ("acfa", {"age": 90.4}, "age-below"),
        ("acfa", {"age": 90.5}, ""),
        ("wfa", {"age": 1826.25}, "age-beyond"),
        ("wfa", {"age": 1826.2}, ""),
        ("wfh", {"age": 1826.25}, "age-beyond"),
        ("wfa", {"weight": None}, "measure-missing"),
        ("bfa", {"height": None}, "measure-missing"),
        ("wfa", {"weight": 0.0}, "measure-not-positive"),
        ("wfh", {"weight": -0.1}, "measure-not-positive"),
        ("wfa", {"oedema": True}, "oedema"),
        ("wfh", {"oedema": True}, "oedema"),
        ("hfa", {"oedema": True}, ""),
        ("acfa", {"oedema": True}, ""),
        ("wfh", {"height": None}, "length-missing"),
        ("wfh", {"height": 44.9}, "length-outside"),
        ("wfh", {"height": 45.0}, ""),
        ("wfh", {"height": 110.0}, ""),
        ("wfh", {"height": 110.1}, "length-outside"),
        ("wfh", {"age": None}, ""),
    ],
)
def test_why_a_score_is_blank(code, changed, reason):
    found = score(code, **changed)
    assert found.reason.text == reason
    assert (found.z is None) == bool(reason)
    assert (found.working is None) == bool(reason)


@pytest.mark.parametrize(
    ("code", "age", "reason"),
    [
        ("hfa", 59.999, "age-below"),
        ("hfa", 60.0, ""),
        ("hfa", 228.0, ""),
        ("hfa", 228.001, "age-beyond"),
        ("wfa", 120.0, ""),
        ("wfa", 120.001, "age-beyond"),
    ],
)
def test_ages_of_the_reference_of_2007(code, age, reason):
    assert score(code, OLDER, age=age, height=150.0, weight=40.0).reason.text == reason


def test_day_1827_is_beyond_one_standard_and_within_the_other():
    assert score("hfa", age=1826.0, height=110.0).z is not None
    assert score("hfa", OLDER, age=1827 / 30.4375, height=110.0).z is not None


@pytest.mark.parametrize(
    ("age", "standing", "change", "ignored"),
    [
        (730.0, True, 0.7, False),
        (730.4, True, 0.7, False),
        (730.5, True, 0.0, False),
        (731.0, True, 0.0, False),
        (731.0, False, -0.7, False),
        (730.0, False, 0.0, False),
        (273.9, True, 0.0, True),
        (273.9375, True, 0.7, False),
        (None, True, 0.0, False),
        (800.0, None, 0.0, False),
    ],
)
def test_what_posture_changes(age, standing, change, ignored):
    result = scores_of(UNDER_FIVE, Child(True, age, height=80.0, standing=standing))
    assert (result.height_change, result.posture_ignored) == (change, ignored)
    assert result.height == 80.0 + change


@pytest.mark.parametrize(
    ("standing", "height", "table"),
    [(True, 80.0, "wfh-cm"), (False, 95.0, "wfl-cm"), (None, 86.9, "wfl-cm"), (None, 87.0, "wfh-cm")],
)
def test_without_an_age_posture_tells_the_table_and_then_the_length(standing, height, table):
    assert score("wfh", age=None, standing=standing, height=height, weight=11.0).working.table == table


@pytest.mark.parametrize(("age", "table"), [(730.0, "wfl-cm"), (731.0, "wfh-cm")])
def test_with_an_age_the_age_tells_the_table(age, table):
    assert score("wfh", age=age, height=85.0, weight=11.0).working.table == table


def test_a_score_is_rounded_before_it_is_flagged():
    row = UNDER_FIVE.tables["wfa-day"].at(True, 400)
    third, second = sd_value(row, 3), sd_value(row, 2)
    just = [third + (third - second) * (over - 3) for over in (5.004, 5.006)]
    assert [(score("wfa", weight=weight).z, score("wfa", weight=weight).flagged) for weight in just] == [
        (5.0, False),
        (5.01, True),
    ]


def test_the_working_tells_row_branch_and_value_before_rounding():
    found = score("wfh", height=75.05)
    assert found.working.table == "wfl-cm"
    assert found.working.row.key == 75.05
    lower, upper = (UNDER_FIVE.tables["wfl-cm"].at(True, key).m for key in (75.0, 75.1))
    assert found.working.row.m == pytest.approx((lower + upper) / 2)
    assert round(found.working.unrounded, 2) == found.z
    assert score("wfa", weight=3.0).working.branch == "below-3-sd"
    assert score("wfa", weight=30.0).working.branch == "above-3-sd"
    assert score("hfa", height=120.0).working.branch == "lms"


def test_every_reason_has_a_text_of_its_own():
    texts = [reason.text for reason in Reason]
    assert texts[0] == ""
    assert len(set(texts)) == len(texts)


def test_a_standard_that_does_not_exist():
    with pytest.raises(NotFound, match="who-2006, who-2007"):
        load_growth_standard("cdc-2000")


def test_tables_that_changed_are_refused(tmp_path, monkeypatch):
    for file in growth_files.FOLDER.joinpath("growth").iterdir():
        content = file.read_bytes()
        (tmp_path / file.name).write_bytes(content.replace(b"3.3464", b"3.3465"))
    monkeypatch.setattr(growth_files, "_GROWTH", tmp_path)
    load_growth_standard.cache_clear()
    growth_files._rows_of.cache_clear()
    try:
        with pytest.raises(InvalidRuleFile, match="sha256"):
            load_growth_standard("who-2006")
    finally:
        load_growth_standard.cache_clear()
        growth_files._rows_of.cache_clear()
