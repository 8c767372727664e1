"""Participation as an officer can read it (tests/cases/partisipasi-poktan.csv); due days; whom groups are meant for."""

import csv
from datetime import date
from pathlib import Path

import pytest

from guyub.data import load_instrument
from guyub.data.group_files import load_group_rules
from guyub.domain.families.members import count_members, read_member
from guyub.domain.programmes.participation import participation

CASES = Path(__file__).parents[2] / "cases" / "partisipasi-poktan.csv"
COLUMNS = {
    "bkb": "bkb_members",
    "balita": "families_with_under5",
    "bkr": "bkr_members",
    "remaja_kel": "families_with_adolescents",
    "bkl": "bkl_members",
    "lansia_kel": "families_with_elderly",
    "uppka": "uppka_members",
    "keluarga": "families",
    "pikr": "pikr_members",
    "remaja": "adolescents",
}
RULES = load_group_rules()


def cases():
    with CASES.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["nomor"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", cases())
def test_participation(row):
    facts = {fact: int(row[column]) for column, fact in COLUMNS.items() if row[column]}
    found = participation(RULES, load_instrument("kkb-klas-web-2021"), facts)
    told = " ".join("?" if share.percent is None else str(share.percent) for share in found.shares)
    percent = 0 if found.percent is None else found.percent
    assert f"{told} = {percent} skor {found.score}" == row["harapan"]


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 10, 1), date(2026, 11, 3)),
        (date(2026, 10, 31), date(2026, 11, 3)),
        (date(2026, 12, 15), date(2027, 1, 3)),
    ],
)
def test_the_register_of_a_month_is_due_on_the_third_of_the_next(month, due):
    assert RULES.register_due(month) == due


def test_the_card_of_a_year_is_due_on_the_third_of_january():
    assert RULES.card_due(2027) == date(2027, 1, 3)


def test_the_five_kinds_of_the_classification_are_here_with_its_own_facts():
    assert [kind.code for kind in RULES.counted] == ["bkb", "bkr", "bkl", "uppka", "pikr"]
    instrument = load_instrument("kkb-klas-web-2021")
    for kind in RULES.counted:
        ratio = instrument.values[kind.counted.value].of.ratio
        assert (ratio.of.fact, ratio.per.fact) == (kind.counted.members, kind.counted.of)


@pytest.mark.parametrize(
    ("born", "marital", "is_meant"),
    [
        pytest.param(date(2016, 11, 27), 1, True, id="ten today"),
        pytest.param(date(2016, 11, 28), 1, False, id="ten tomorrow"),
        pytest.param(date(2001, 11, 28), 1, True, id="twenty-four until tomorrow"),
        pytest.param(date(2001, 11, 27), 1, False, id="twenty-five today"),
        pytest.param(date(2006, 1, 1), 2, False, id="married"),
        pytest.param(date(2006, 1, 1), None, None, id="nobody knows whether they are married"),
        pytest.param(None, 1, None, id="no day of birth"),
    ],
)
def test_whom_a_youth_centre_is_meant_for_is_whom_the_survey_counts(born, marital, is_meant):
    row, on = {"birth": born, "k07": marital, "k10": 3}, date(2026, 11, 27)
    assert RULES.by_code["pikr"].target.means(read_member(row, on)) is is_meant
    counted = count_members([row], on)["adolescents"]
    assert counted == (None if is_meant is None else int(is_meant))


@pytest.mark.parametrize(
    ("born", "is_meant"),
    [
        pytest.param(date(2007, 11, 28), True, id="eighteen until tomorrow"),
        pytest.param(date(2007, 11, 27), False, id="nineteen today"),
    ],
)
def test_posmaja_is_for_ten_to_eighteen(born, is_meant):
    member = read_member({"birth": born, "k10": 3}, date(2026, 11, 27))
    assert RULES.by_code["posmaja"].target.means(member) is is_meant
