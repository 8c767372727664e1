"""Cases of the youth post that a health officer can read: tests/cases/posmaja-*.csv; and what files must not say."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from guyub.data.youth_files import load_youth_rules
from guyub.domain.youth.continuity import Meeting, Post, early_signs, shares_of
from guyub.domain.youth.findings import (
    Figures,
    Young,
    findings_of,
    haemoglobin_due,
    impossible,
    outcome_of,
    to_refer,
)
from guyub.domain.youth.rules import Classes

CASES = Path(__file__).parents[2] / "cases"
COUNSELLOR = "K"  # in a case, a meeting at which a counsellor was


def rows_of(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["nomor"]) for row in csv.DictReader(file)]


def tenths(cell):
    return int(Decimal(cell) * 10) if cell else None


@pytest.mark.parametrize("row", rows_of("posmaja-ukuran.csv"))
def test_what_follows_from_figures(row):
    systolic, diastolic = (int(part) for part in row["tensi"].split("/")) if row["tensi"] else (None, None)
    figures = Figures(hb_tenths=tenths(row["hb"]), arm_mm=tenths(row["lila"]), systolic=systolic, diastolic=diastolic)
    z = int(Decimal(row["imt_z"]) * 100) if row["imt_z"] else None
    found = findings_of(load_youth_rules(), Young(int(row["umur"]), row["jk"], figures, z))
    told = "; ".join(f"{one.about} {one.code}" + (" rujuk" if one.level == "refer" else "") for one in found)
    assert told == row["harapan"]
    assert to_refer(found) is ("rujuk" in row["harapan"])


@pytest.mark.parametrize("row", rows_of("posmaja-berlanjut.csv"))
def test_whether_a_post_goes_on(row):
    today = date.fromisoformat(row["hari_ini"])
    meetings = []
    for one in row["pertemuan"].split():
        month, came = one.split(":")
        people = frozenset(came.replace(COUNSELLOR, ""))
        meetings.append(
            Meeting(date(today.year, int(month), 10 if int(month) < today.month else 1), people, COUNSELLOR in came)
        )
    left, before = (int(part) for part in row["kader"].split("/"))
    followed, to_follow = (int(part) for part in row["tindak_lanjut"].split("/"))
    post = Post(today, meetings, 10, before, left, to_follow, followed, row["anggaran"] == "ya")
    rule = load_youth_rules().continuity
    assert " ".join(f"{share.of}/{share.per}" for share in shares_of(rule, post)) == row["bagian"]
    assert " ".join(code for code, _ in early_signs(rule, post)) == row["tanda"]


@pytest.mark.parametrize(
    ("years", "sex", "checked", "due"),
    [
        (11, "f", [], False),
        (12, "f", [], True),
        (12, "f", [12], False),
        (14, "f", [12], False),
        (14, "f", [], True),
        (15, "f", [12, 14], True),
        (15, "f", [15], False),
        (15, "m", [], False),
    ],
)
def test_when_haemoglobin_is_checked(years, sex, checked, due):
    assert haemoglobin_due(load_youth_rules(), years, sex, checked) is due


def test_slips_of_the_pen():
    rules = load_youth_rules()
    assert impossible(rules, Figures(hb_tenths=12)) == ("hb_tenths",)  # 1.2 g/dL
    assert impossible(rules, Figures(weight_g=45)) == ("weight_g",)  # kilograms typed as grams
    assert impossible(rules, Figures(hb_tenths=20, systolic=260)) == ()


@pytest.mark.parametrize(
    ("areas", "outcome"),
    [({}, None), ({"home": "green"}, "green"), ({"home": "green", "drugs": "red", "eating": "yellow"}, "red")],
)
def test_the_most_serious_area_decides(areas, outcome):
    found = outcome_of(load_youth_rules().interview, areas)
    assert (found and found.code) == outcome


@pytest.mark.parametrize("areas", [{"house": "green"}, {"home": "blue"}])
def test_unknown_areas_and_outcomes(areas):
    with pytest.raises(ValueError, match="no such area or outcome"):
        outcome_of(load_youth_rules().interview, areas)


def test_classes_out_of_order_are_refused():
    bmi = load_youth_rules().bmi.model_dump(by_alias=True)
    with pytest.raises(ValidationError, match="from the lowest to the highest"):
        Classes.model_validate(bmi | {"classes": bmi["classes"][::-1]})
