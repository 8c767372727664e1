"""Who is asked about, and who is not; both sides of each rule. Speed for a whole kelurahan."""

import random
import time
from dataclasses import replace
from datetime import date

import pytest

from guyub.domain.families import duplicates
from guyub.domain.families.duplicates import Entry, likeness, name_likeness, pairs
from guyub.domain.families.names import name_key

BASE = Entry(1, name_key("Siti Aminah"), 2, date(1990, 3, 7), True, "", name_key("Fatimah"), 11)
TWIN = replace(BASE, id=2, family=12)


def asked(*entries):
    return {(pair.first, pair.second): pair.reasons for pair in pairs(entries)}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        pytest.param({}, ("same-name", "same-birth", "same-mother"), id="everything alike"),
        pytest.param({"mother": ""}, ("same-name", "same-birth"), id="mother unknown"),
        pytest.param({"name": name_key("Sitti Aminah")}, ("same-name", "same-birth", "same-mother"), id="spelling"),
        pytest.param({"name": name_key("Siti Amina N")}, ("like-name", "same-birth", "same-mother"), id="a word more"),
        pytest.param({"birth": date(1990, 7, 3)}, ("same-name", "like-birth", "same-mother"), id="day for month"),
        pytest.param({"birth": date(1991, 3, 7)}, ("same-name", "like-birth", "same-mother"), id="another year"),
        pytest.param({"birth": None}, ("same-name", "same-mother"), id="birth unknown"),
        pytest.param(
            {"birth": date(1990, 1, 1), "exact": False}, ("same-name", "like-birth", "same-mother"), id="year"
        ),
        pytest.param({"name": "siti"}, ("like-name", "same-birth", "same-mother"), id="one word, with the mother"),
    ],
)
def test_pairs_worth_a_question(changes, reasons):
    assert asked(BASE, replace(TWIN, **changes)) == {(1, 2): reasons}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": name_key("Rina Marlina")}, id="another name"),
        pytest.param({"name": "siti", "mother": ""}, id="one word of a name and nothing else"),
        pytest.param({"birth": date(1995, 9, 9)}, id="born on another day"),
        pytest.param({"mother": name_key("Warsinih")}, id="another mother"),
        pytest.param({"birth": date(1990, 7, 3), "mother": ""}, id="birth only alike, mother unknown"),
    ],
)
def test_pairs_that_are_none(changes):
    assert asked(BASE, replace(TWIN, **changes)) == {}


def test_whole_per_cents_are_compared(monkeypatch):
    """87,99 is 87 for a mother as for a name: no limit is met by a fraction of one per cent."""
    assert asked(BASE, replace(TWIN, birth=None)) == {(1, 2): ("same-name", "same-mother")}
    for found, reasons in ((88.0, {(1, 2): ("same-name", "same-mother")}), (87.99, {}), (69.99, {})):
        monkeypatch.setattr(duplicates, "ratio", lambda *_, found=found: found)
        assert asked(BASE, replace(TWIN, birth=None)) == reasons
    for found, points in ((70.0, 750), (69.99, 550)):
        monkeypatch.setattr(duplicates, "ratio", lambda *_, found=found: found)
        assert likeness(BASE, TWIN)[0] == points


def test_the_same_nik_is_always_worth_a_question():
    one, other = replace(BASE, nik="a" * 64), Entry(2, "budi", 1, date(2000, 1, 1), True, "a" * 64)
    assert asked(one, other) == {(1, 2): ("same-nik",)}
    assert likeness(one, other)[0] == 1000


def test_two_different_niks_speak_against_it_unless_all_else_is_alike():
    one, other = replace(BASE, nik="a" * 64), replace(TWIN, nik="b" * 64)
    assert asked(one, other) == {(1, 2): ("same-name", "same-birth", "same-mother", "other-nik")}
    assert asked(replace(one, mother=""), other) == {}


def test_twins_in_one_family_are_two_people():
    hasan = Entry(1, name_key("Muhamad Hasan"), 1, date(2015, 5, 5), True, "", "siti", 7)
    husen = replace(hasan, id=2, name=name_key("Muhamad Hasen"))
    assert name_likeness(hasan.name, husen.name) >= 85
    assert asked(hasan, husen) == {}
    assert (1, 2) in asked(hasan, replace(husen, family=8))
    assert (1, 2) in asked(hasan, replace(hasan, id=2)), "but one child twice on a form is a question"


def test_a_day_of_birth_that_hundreds_share_is_no_reason_to_compare_them():
    crowd = [Entry(number, f"nama{number:04}", 1, date(1960, 1, 1)) for number in range(401)]
    started = time.perf_counter()
    assert asked(*crowd, replace(BASE, id=900), replace(TWIN, id=901)) != {}
    assert time.perf_counter() - started < 1


def test_thirty_thousand_people_take_seconds():
    rng = random.Random(5)  # noqa: S311
    words = ["siti", "muhamad", "budi", "rina", "ahmad", "dewi", "agus", "nur", "eko", "sri", "andi", "putri", "joko"]
    words += [f"{a}{b}{c}i" for a in "bdklmnprst" for b in "aiu" for c in "bdklmnrst"]
    entries = [
        Entry(
            number,
            f"{rng.choice(words)} {rng.choice(words)}",
            rng.choice((1, 2)),
            date.fromordinal(rng.randrange(date(1940, 1, 1).toordinal(), date(2024, 1, 1).toordinal())),
            True,
            f"{number:064}",
            rng.choice(words),
            number // 4,
        )
        for number in range(30_000)
    ]
    hidden = [
        replace(entries[number], id=40_000 + number, nik="", family=90_000 + number) for number in range(0, 3000, 30)
    ]
    started = time.perf_counter()
    found = asked(*entries, *hidden)
    assert time.perf_counter() - started < 10
    assert {(number, 40_000 + number) for number in range(0, 3000, 30)} <= set(found)
    assert len(found) < 3 * len(hidden), "few questions that lead nowhere"
