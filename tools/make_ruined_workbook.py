"""Write a workbook of made-up families with everything that goes wrong in real ones. Seeded; always the same.

Usage: python tools/make_ruined_workbook.py FILE.xlsx [ROWS] [SEED]. Every person is invented: names begin with
"Contoh", numbers with region 99, which no place has. Tests use `make`, which also says what each bad cell should be.
"""

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

SHEET = "DATA KELUARGA"
HEADER_ROW = 6  # counted from 1; titles stand above, one of them hidden
HEADINGS = (
    *("No", "No. KK", "NIK", "Nama Lengkap", "L/P", "Tgl. Lahir", "SHDK", "Status Kawin", "RT", "RW", "Alamat"),
    *("P.01", "P.04", "P.25", "K.09", "K.15"),
)
COLUMN = {heading: number for number, heading in enumerate(HEADINGS)}
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ji", "ko", "lu", "ma", "ne", "pi", "ro", "su", "ta", "wi", "yo", "za")
EXTRA_ROWS = 0.06  # blank rows and rows sent twice, of all


@dataclass
class Person:
    """One made-up member; ``birth`` as a date, the rest as cells."""

    cells: list[Any]
    birth: date
    family: int


@dataclass
class Ruin:
    """What was written. ``corrections``: (sheet row, column number) → what the cell should have been.

    ``families``, ``people``: how many there are once everything is corrected; ``repeated``, ``blank``: rows of those
    kinds; ``bad_families``: families with a row that cannot be taken.
    """

    rows: int = 0
    families: int = 0
    people: int = 0
    repeated: int = 0
    blank: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    corrections: dict[tuple[int, int], Any] = field(default_factory=dict)
    bad_families: set[int] = field(default_factory=set)
    truth: list[tuple[str, str, date]] = field(default_factory=list)  # name, sex (L/P), birth of everybody


def make(file: Path, rows: int = 5_000, seed: int = 20_250_131) -> Ruin:
    """Write the workbook; ``rows`` counts all filled rows below the header."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    ruin = Ruin()
    everybody = list(itertools.islice(_people(chance), int(rows * (1 - EXTRA_ROWS / 2))))
    everybody = [person for person in everybody if person.family != everybody[-1].family]  # no family cut in two
    ruin.truth = [(person.cells[2], person.cells[3], person.birth) for person in everybody]
    ruin.people, ruin.families = len(everybody), everybody[-1].family + 1
    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet(SHEET)
    day_format = book.add_format({"num_format": "dd/mm/yyyy"})
    _titles(sheet)
    row, spare = HEADER_ROW, []
    for number, person in enumerate(everybody):
        cells = _harmless(person, chance, number)
        broken = FAULTS[number // 25 % len(FAULTS)] if number % 25 == 7 else None
        if broken is not None:
            _break(broken, cells, person, row, ruin)
        _write(sheet, row, cells, day_format)
        row += 1
        if number % 40 == 13:
            row += 1
            ruin.blank += 1
        if broken is None and number % 33 == 21:
            spare.append(cells)
    for cells in itertools.islice(itertools.cycle(spare), rows - len(everybody)):
        _write(sheet, row, cells, day_format)
        row += 1
        ruin.repeated += 1
    ruin.rows = len(everybody) + ruin.repeated
    book.close()
    return ruin


# -- people ------------------------------------------------------------------------------------------------------


def people(seed: int) -> Iterator[Person]:
    """Made-up people without end, family by family, with nothing wrong."""
    return _people(random.Random(seed))  # noqa: S311 - no secret


def _people(chance: random.Random) -> Iterator[Person]:
    serial = itertools.count()
    for family in itertools.count():
        day = f"{chance.randint(1, 28):02d}{chance.randint(1, 12):02d}"
        card = f"990101{day}{family // 8_999 + 10}{family % 8_999 + 1_001:04d}"
        place = [f"{chance.randint(1, 6):03d}", f"{chance.randint(1, 9):03d}", f"Jalan Contoh {family + 1}"]
        answers = [chance.choice("12"), chance.choice("12"), str(chance.randint(18, 120))]
        for sex, born, relation, marital in _members(chance):
            place_of_card, last = divmod(next(serial), 8_999)
            number = f"9901{place_of_card + 1:02d}{born.day + 40 * (sex == 'P'):02d}{born:%m%y}{last + 1_001:04d}"
            name = f"Contoh {_word(chance)} {_word(chance)}"
            first = relation == "KEPALA KELUARGA"
            cells = [card, number, name, sex, born, relation, marital, *place, *(answers if first else ["", "", ""])]
            yield Person([*cells, chance.choice("12"), chance.choice("1234")], born, family)


def _members(chance: random.Random) -> Iterator[tuple[str, date, str, str]]:
    head = date(1960, 1, 1) + timedelta(chance.randint(0, 12_000))
    alone = chance.random() < 0.15
    yield "L", head, "KEPALA KELUARGA", "CERAI MATI" if alone else "KAWIN"
    if not alone:
        yield "P", head + timedelta(chance.randint(-400, 1_500)), "ISTRI", "KAWIN"
        for _ in range(chance.randint(0, 3)):
            born = min(head + timedelta(chance.randint(8_500, 14_000)), date(2024, 12, 31))
            yield chance.choice("LP"), born, "ANAK", "BELUM KAWIN"


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()


# -- what is odd and can be read ---------------------------------------------------------------------------------


def _harmless(person: Person, chance: random.Random, number: int) -> list[Any]:
    cells: list[Any] = [f"{number + 1}.", *person.cells]
    born = person.birth
    shapes: tuple[Callable[[], Any], ...] = (
        lambda: f"{born.day}/{born.month}/{born.year}",
        lambda: f"{born.month}/{born.day}/{born.year}" if born.day > 12 else f"{born.day}-{born.month}-{born.year}",
        lambda: f"{born:%d-%m-%Y}",
        lambda: born,  # a real date cell
        lambda: f"'{born:%d/%m/%Y}",
        lambda: f"{born.day} {_MONTHS[born.month - 1]} {born.year}",
        lambda: f"{born:%Y-%m-%d}",
        lambda: (born - date(1899, 12, 30)).days,
    )
    _put(cells, "Tgl. Lahir", shapes[number % len(shapes)]())
    nik = person.cells[1]
    spaced = f"{nik[:6]} {nik[6:12]}\u00a0{nik[12:]}"
    _put(cells, "NIK", (nik, f"'{nik}", spaced, f"{nik}\u200b", nik, nik)[number % 6])
    if number % 97 == 5:
        _put(cells, "NIK", f"{nik[:6]}******{nik[12:]}")
    if number % 89 == 5:
        _put(cells, "NIK", "0")
    words = {"L": ("L", "1", "Laki-laki", "LK"), "P": ("P", "2", "Perempuan", "PR")}[person.cells[3]]
    _put(cells, "L/P", words[number % 4])
    for heading in ("RT", "RW"):
        value = cells[COLUMN[heading]]
        _put(cells, heading, (value, int(value), f"'{value}", f"{heading} {value}")[number % 4])
    if cells[COLUMN["P.25"]]:
        _put(cells, "P.25", (cells[COLUMN["P.25"]], f"{cells[COLUMN['P.25']]},0")[number % 2])
    _put(cells, "K.09", {"1": ("1", "Ya", "1. Ya"), "2": ("2", "Tidak", "2")}[cells[COLUMN["K.09"]]][number % 3])
    if chance.random() < 0.1:
        _put(cells, "Nama Lengkap", f"  {cells[COLUMN['Nama Lengkap']].replace(' ', chr(0xA0))} ")
    return cells


_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "Nopember", "Desember"),
)

# -- what cannot be taken ----------------------------------------------------------------------------------------

Fault = tuple[str, str, Callable[[Person], Any]]
FAULTS: tuple[Fault, ...] = (
    ("nik-digits-lost", "NIK", lambda person: float(person.cells[1][:15] + "0")),
    ("nik-digits-lost", "NIK", lambda person: "9,90101E+15"),
    ("nik-length", "NIK", lambda person: person.cells[1][:13]),
    ("nik-not-digits", "NIK", lambda person: person.cells[1][:12] + "ABCD"),
    ("sex-unknown", "L/P", lambda person: "X"),
    ("sex-missing", "L/P", lambda person: ""),
    ("relation-unknown", "SHDK", lambda person: "TETANGGA"),
    ("relation-missing", "SHDK", lambda person: ""),
    ("marital-unknown", "Status Kawin", lambda person: "JANDA/DUDA"),
    ("name-missing", "Nama Lengkap", lambda person: ""),
    ("not-a-name", "Nama Lengkap", lambda person: "12345"),
    ("no-such-day", "Tgl. Lahir", lambda person: "31/02/1990"),
    ("date-two-digit-year", "Tgl. Lahir", lambda person: f"{person.birth:%d/%m/%y}"),
    ("not-a-date", "Tgl. Lahir", lambda person: "tidak tahu"),
    ("formula", "Nama Lengkap", lambda person: "=HYPERLINK(0)"),
    ("not-an-rw-or-rt", "RT", lambda person: "RT A"),
    ("answer-not-on-the-list", "K.15", lambda person: "9"),
    ("answer-unread", "K.09", lambda person: "kadang-kadang"),
    ("kk-length", "No. KK", lambda person: person.cells[0][:10]),
    ("second-head", "SHDK", lambda person: "KEPALA KELUARGA"),
    ("birth-to-come", "Tgl. Lahir", lambda person: "2090-01-31"),
)
_PLAIN_COLUMN = {"No. KK": 0, "NIK": 1, "Nama Lengkap": 2, "L/P": 3, "SHDK": 5, "Status Kawin": 6, "RT": 7}


def _break(broken: Fault, cells: list[Any], person: Person, row: int, ruin: Ruin) -> None:
    """Spoil one cell and remember what it should be. A head cannot become a second one: nothing would be wrong."""
    rule, heading, spoil = broken
    if rule == "second-head" and person.cells[5] == "KEPALA KELUARGA":
        return
    right = person.birth.isoformat() if heading == "Tgl. Lahir" else person.cells[_PLAIN_COLUMN.get(heading, 0)]
    if heading in ("K.09", "K.15"):
        right = person.cells[len(person.cells) - (2 if heading == "K.09" else 1)]
    _put(cells, heading, spoil(person))
    ruin.corrections[row + 1, COLUMN[heading]] = right
    ruin.faults[rule] = ruin.faults.get(rule, 0) + 1
    ruin.bad_families.add(person.family)


def _put(cells: list[Any], heading: str, value: Any) -> None:
    cells[COLUMN[heading]] = value


def _titles(sheet: Any) -> None:
    for row, title in ((1, "KABUPATEN CONTOH"), (2, "KELURAHAN CONTOH (rekaan)"), (3, "BULAN JANUARI")):
        sheet.write(row, 1, title)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.write_row(HEADER_ROW - 1, 0, HEADINGS)


def _write(sheet: Any, row: int, cells: list[Any], day_format: Any) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, day_format)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(row, column, value)
        elif value != "":
            sheet.write_string(row, column, value)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    made = make(target, *(int(argument) for argument in sys.argv[2:4]))
    print(f"{target}: {made.rows} rows, {made.people} people, {made.families} families")
    print("\n".join(f"  {rule}: {count}" for rule, count in sorted(made.faults.items())))
