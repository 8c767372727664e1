"""Cases of elders that a health officer can read: tests/cases/lansia-*.csv."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.data.elder_files import load_adl, load_elder_care, load_gds_4, load_skilas
from guyub.domain.elders.care import status_of
from guyub.domain.elders.skilas import State

CASES = Path(__file__).parents[2] / "cases"
NOT_ANSWERS = ("nomor", "kalimat", "harapan")


def rows_of(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["nomor"]) for row in csv.DictReader(file)]


def answers(row):
    return {name: int(value) for name, value in row.items() if name not in NOT_ANSWERS and value}


@pytest.mark.parametrize("row", rows_of("lansia-aks.csv"))
def test_daily_living(row):
    found = load_adl().judge(answers(row))
    if found.band is None:
        told = f"belum {' '.join(found.unanswered)}"
    else:
        told = f"{found.points} {found.band.code} {found.band.letter}" + (" rujuk" if found.band.refer else "")
    assert told == row["harapan"]


@pytest.mark.parametrize("row", rows_of("lansia-skilas.csv"))
def test_screening(row):
    found = load_skilas().judge(answers(row))
    still_open = [code for code, state in found.domains.items() if state is State.OPEN]
    told = " ".join(found.ticked) or ("bersih" if found.clear else f"belum:{','.join(still_open)}")
    assert told == row["harapan"]
    assert found.complete is not bool(still_open)


@pytest.mark.parametrize("row", rows_of("lansia-pjp.csv"))
def test_companions(row):
    adl = int(row["aks"]) if row["aks"] else None
    limited = {"ya": True, "tidak": False, "": None}[row["iadl"]]
    assert " ".join(load_elder_care().companion_reasons(adl, limited, row["kondisi"].split())) == row["harapan"]


@pytest.mark.parametrize(
    ("points", "band"), [((0, 0, 0, 0), "none"), ((1, 0, 0, 0), "possible"), ((0, 1, 1, 0), "depressed")]
)
def test_four_questions_about_mood(points, band):
    codes = [item.code for item in load_gds_4().items]
    assert load_gds_4().judge(dict(zip(codes, points, strict=True))).band.code == band


@given(st.data())
def test_every_answered_form_has_the_band_that_its_sum_falls_into(data):
    form = load_adl()
    given_answers = {item.code: data.draw(st.sampled_from([one.points for one in item.options])) for item in form.items}
    found = form.judge(given_answers)
    assert found.points == sum(given_answers.values())
    assert found.band.least <= found.points
    assert all(band.least > found.points for band in form.bands[: form.bands.index(found.band)])


@pytest.mark.parametrize("wrong", [{"bowel": 3}, {"flying": 1}])
def test_an_answer_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        load_adl().judge(wrong)


@pytest.mark.parametrize("wrong", [{"words": 4}, {"eyes": 3}, {"arm_mm": 21}, {"flying": 1}])
def test_a_screening_answer_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        load_skilas().judge(wrong)


@pytest.mark.parametrize(
    ("born", "last", "due"),
    [
        ("1966-06-15", None, True),  # sixty today
        ("1966-06-16", None, False),
        ("1950-01-01", "2025-06-15", True),  # a year ago today
        ("1950-01-01", "2025-06-16", False),
    ],
)
def test_who_is_to_be_screened(born, last, due):
    before = date.fromisoformat(last) if last else None
    assert load_skilas().due(date.fromisoformat(born), before, date(2026, 6, 15)) is due


def test_the_three_words_need_what_they_stand_for():
    skilas = load_skilas()
    clear = skilas.judge(answers(rows_of("lansia-skilas.csv")[0].values[0]))
    ticked = skilas.judge({"chair": 2})
    assert status_of(clear, False, 20, 1) == status_of(clear, False, 20, 7)
    assert (status_of(clear, False, 20, 1).healthy, status_of(clear, None, 20, 1).healthy) == (True, None)
    assert status_of(ticked, None, None, None).healthy is False
    assert status_of(None, True, None, None).healthy is False
    assert [status_of(None, None, points, None).independent for points in (19, 20, None)] == [False, True, None]
    assert [status_of(None, None, None, count).active for count in (0, 1, None)] == [False, True, None]
