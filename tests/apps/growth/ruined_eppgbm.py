"""A made-up export of e-PPGBM, ruined in every way seen: what each row breaks is known, so that it can be counted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from guyub.analytics.growth_tables.eppgbm import COLUMNS, HEADINGS, age_text

TODAY = date(2024, 7, 1)
TITLES = [["DATA PENGUKURAN BALITA"], ["KABUPATEN/KOTA: CONTOH"], ["BULAN: JUNI 2024"], []]
LETTERS = "abcdeghijklmnoprstu"
Cells = dict[str, str]
Ruin = Callable[[Cells, int], None]


@dataclass
class Fault:
    """One way to ruin a row: rules that name it, and whether the row can still be used."""

    name: str
    ruin: Ruin
    rules: tuple[str, ...] = ()
    fate: str = "good"  # good, refused, unmeasured, repeated, blank


@dataclass
class Ruined:
    """Rows of the file (without its header) and what reading them must come to."""

    rows: list[list[str]] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    niks: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def csv(self, delimiter: str = ";", encoding: str = "cp1252") -> bytes:
        """As a text file, with titles above the header."""
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([*TITLES, list(HEADINGS), *self.rows])
        return text.getvalue().encode(encoding)


def born(number: int) -> date:
    """Days of birth over a thousand days, most of them unmistakable."""
    return date(2020, 9, 13) + timedelta(days=number % 1000)


def name_of(number: int) -> str:
    """A name of letters alone, each number its own."""
    word = ""
    for _ in range(4):
        number, letter = divmod(number, len(LETTERS))
        word += LETTERS[letter] + "a"
    return f"Rekaan {word.title()}"


def good(number: int) -> Cells:
    """A row as it should be."""
    birth, day = born(number), date(2024, 6, 13) + timedelta(days=number % 10)
    return {
        **{column.code: "-" for column in COLUMNS},
        "number": f"{number}.",
        "nik": f"990101{birth:%d%m%y}{number:04d}",
        "name": name_of(number),
        "sex": "L" if number % 2 else "P",
        "birth": f"{birth.day}/{birth.month}/{birth.year}",
        "parents": f"Ibu {name_of(number)}",
        "rt": "'001",
        "rw": f"{number % 9 + 1}",
        "posyandu": "Melati",
        "age": age_text(birth, day).replace(" ", "\N{NO-BREAK SPACE}"),
        "day": f"{day.day}/{day.month}/{day.year}",
        "weight": f"{9 + number % 50 / 10:.1f}",
        "height": f"{75 + number % 200 / 10:.1f}",
        "posture": "Berdiri" if number % 3 else "Telentang",
        "arm": "14",
        "wfa": "Normal",
        "wfa_z": "-0,52",
    }


def _set(**cells: str) -> Ruin:
    return lambda row, _number: row.update(cells)


def _later_than_age(row: Cells, number: int) -> None:
    row["age"] = age_text(born(number) - timedelta(days=200), date(2024, 6, 13))


def _serial(row: Cells, number: int) -> None:
    row["birth"] = str((born(number) - date(1899, 12, 30)).days)


FAULTS = [
    Fault("as it should be", _set()),
    Fault("decimal comma", _set(weight="9,3", height="80,5")),
    Fault("colon", _set(weight="9:3"), ("read-from-time",)),
    Fault("time of day", _set(weight="09:30:00"), ("read-from-time",)),
    Fault("duration", _set(height="3 days, 8:50:00"), ("read-from-time",)),
    Fault("grams", _set(weight="9300"), ("weight-as-grams",)),
    Fault("nothing", _set(arm="-", wfa_z="", hfa_z="Outlier", wfa="Outlier")),
    Fault("NIK as a number", _set(nik="9,9010141019E+15"), ("child-nik-digits-lost",)),
    Fault("NIK masked", _set(nik="990101**********"), ("child-nik-masked",)),
    Fault("NIK zero", _set(nik="0"), ("child-nik-zero",)),
    Fault("NIK short", _set(nik="9901014101"), ("child-nik-length",)),
    Fault("NIK with words", _set(nik="belum ada NIK"), ("child-nik-not-digits",)),
    Fault("day number", _serial, ("date-as-number",)),
    Fault("no such day", _set(birth="31/02/2022"), ("no-such-day",), "refused"),
    Fault("two-digit year", _set(day="13/06/24"), ("date-two-digit-year",), "refused"),
    Fault("no date", _set(day="kemarin"), ("not-a-date",), "refused"),
    Fault("year alone", _set(birth="2022"), ("not-a-whole-date",), "refused"),
    Fault("no day", _set(day="-"), ("day-missing",), "refused"),
    Fault("day to come", _set(day="13/8/2024", age="-"), ("day-to-come",), "refused"),
    Fault("before birth", _set(day="13/6/2019", age="-"), ("before-birth",), "refused"),
    Fault("age contradicts", _later_than_age, ("age-contradicts",), "refused"),
    Fault("light", _set(weight="0,2"), ("weight-g-impossible",), "refused"),
    Fault("short", _set(height="15"), ("height-mm-impossible",), "refused"),
    Fault("thick arm", _set(arm="80"), ("arm-mm-impossible",), "refused"),
    Fault("words for a weight", _set(weight="tidak mau"), ("not-a-measure",), "refused"),
    Fault("words for a z-score", _set(hfa_z="baik"), ("not-a-measure",)),
    Fault("formula", _set(height="=A1+1"), ("formula",), "refused"),
    Fault("no name", _set(name=""), ("name-missing",), "refused"),
    Fault("number for a name", _set(name="12345"), ("not-a-name",), "refused"),
    Fault("nothing to find by", _set(nik="0", birth="-"), ("child-nik-zero", "child-not-to-be-found"), "refused"),
    Fault("posture", _set(posture="duduk"), ("posture-unknown",)),
    Fault("sex", _set(sex="?"), ("child-sex-unknown",)),
    Fault("RW", _set(rw="Kampung Contoh"), ("not-an-rw-or-rt",)),
    Fault("not measured", _set(weight="-", height="-", arm="-"), ("nothing-measured",), "unmeasured"),
    Fault("twice the same", _set(), ("repeated-row",), "repeated"),
    Fault("twice, other figures", _set(), ("measured-twice", "measured-twice"), "twice"),
    Fault("empty", lambda row, _number: row.update(dict.fromkeys(row, "")), (), "blank"),
]


def ruin(count: int = 2_000) -> Ruined:
    """So many rows, every fault in turn; a doubled row follows the one it doubles."""
    made = Ruined()
    number = 0
    while len(made.rows) < count:
        number += 1
        fault = FAULTS[number % len(FAULTS)]
        cells = good(number)
        made.niks.add(cells["nik"])
        made.names.add(cells["name"])
        fault.ruin(cells, number)
        made.rules.update(fault.rules)
        _add(made, cells, fault.fate)
    return made


def _add(made: Ruined, cells: Cells, fate: str) -> None:
    rows = [cells]
    fates = [fate]
    if fate == "repeated":
        rows, fates = [cells, cells], ["good", "repeated"]
    elif fate == "twice":
        rows, fates = [cells, cells | {"weight": "25,9"}], ["refused", "refused"]
    made.rows += [[row[column.code] for column in COLUMNS] for row in rows]
    made.fates.update(fates)
