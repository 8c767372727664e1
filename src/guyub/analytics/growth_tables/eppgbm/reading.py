"""Rows of an export of e-PPGBM as what was measured of a child on a day, every cell that cannot be used named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from guyub.analytics.growth_tables.eppgbm import figures
from guyub.analytics.growth_tables.eppgbm.columns import INDICES, MEANINGS, age_days, is_missing, places_of
from guyub.analytics.people_tables import Order, PeopleTable, RowProblem, Severity, masked, read_people_table
from guyub.analytics.people_tables.dates import ReadDate, TwoDates, evidence, read_date, settle
from guyub.analytics.people_tables.figures import read_identity, read_part
from guyub.analytics.people_tables.problems import Fault, warning
from guyub.analytics.people_tables.rows import LONGEST, said_by
from guyub.data.growth_files import load_measuring_limits

DATES = ("birth", "day")
TEXTS = ("name", "parents", "posyandu", "address")
"""Columns in which a sign of a formula is a letter like others: they are compared, and never computed."""
FIGURES = {"weight": ("weight_g", figures.grams), "height": ("height_mm", figures.millimetres)}
FIGURES["arm"] = ("arm_mm", figures.millimetres)
_KINDS = {"nik": "number", "birth": "date", "day": "date"}
_AS_IT_IS = 8  # signs of a figure that are shown; what is longer may be a number of identity in the wrong column


@dataclass(frozen=True, slots=True)
class ChildRow:
    """What one row says.

    Attributes:
        line: Row of the sheet or line of the file.
        nik: 16 digits; "" where there is none that can be used.
        sex: 1 boy, 2 girl, None unknown.
        birth: Day of birth; None where unknown.
        weight_g, height_mm, arm_mm: Whole grams and millimetres; None where not measured.
        posture: ``l`` lying, ``h`` standing, "" unknown.
        categories: Indicator (``wfa``, ``hfa``, ``wfh``) → their words.
        z: Indicator → their z-score in hundredths.
        vitamin_a: How many capsules of vitamin A; None where the cell says nothing.
    """

    line: int
    name: str
    day: date
    nik: str = ""
    sex: int | None = None
    birth: date | None = None
    parents: str = ""
    rt: str = ""
    rw: str = ""
    posyandu: str = ""
    weight_g: int | None = None
    height_mm: int | None = None
    arm_mm: int | None = None
    posture: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    z: Mapping[str, int] = field(default_factory=dict)
    vitamin_a: int | None = None

    @property
    def who(self) -> tuple[Any, ...]:
        """What makes two rows of a file one child."""
        return (self.nik,) if self.nik else (self.name.casefold(), self.birth, self.rw)

    @property
    def says(self) -> tuple[Any, ...]:
        """All it says about its child and day, without its place in the file."""
        return (self.weight_g, self.height_mm, self.arm_mm, self.posture)


@dataclass(frozen=True)
class EppgbmTable:
    """A file read.

    Attributes:
        rows: Those that can be used, in the order of the file.
        problems: Errors keep their row out, warnings do not; values are masked.
        refused: Lines of rows with an error.
        repeated: Line → the earlier line that says the same.
        unmeasured: Lines of rows on which nothing was measured.
        blank: How many rows are empty.
        must_ask: Headings of columns of dates that can be read in two ways throughout.
    """

    file: str
    rows: tuple[ChildRow, ...]
    problems: tuple[RowProblem, ...]
    refused: frozenset[int]
    repeated: Mapping[int, int]
    unmeasured: frozenset[int]
    blank: int
    must_ask: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many rows have any text."""
        return len(self.rows) + len(self.refused) + len(self.repeated) + len(self.unmeasured)


def read_eppgbm(path: Path, today: date, *, order: Order | None = None, sheet: str | None = None) -> EppgbmTable:
    """Read an export of e-PPGBM.

    Args:
        path: CSV (UTF-8, UTF-16, Windows-1252, any delimiter) or one sheet of XLSX, XLS, ODS; titles may stand above.
        today: No day of measurement is later.
        order: What stands first in dates with slashes, where a person said it; else the column decides.
        sheet: Name of the sheet; the first when None.

    Raises:
        UnreadableFile: The file as a whole cannot be used.
    """
    table = read_people_table(path, sheet=sheet, known=MEANINGS)
    reader = _Reader(table, places_of(table.headings, table.file), today, order)
    for line, cells in zip(table.lines, table.rows, strict=True):
        reader.read(line, cells)
    return reader.done(table)


class _Reader:
    """Reads row by row and collects what is wrong."""

    def __init__(self, table: PeopleTable, places: Mapping[str, int], today: date, order: Order | None) -> None:
        self._places, self._headings, self._today = places, table.headings, today
        self._rows: list[ChildRow] = []
        self._problems: list[RowProblem] = []
        self._refused: set[int] = set()
        self._unmeasured: set[int] = set()
        self._repeated: dict[int, int] = {}
        self._seen: dict[tuple[Any, ...], ChildRow] = {}
        self._orders: dict[str, Order | None] = {}
        self._must_ask: list[str] = []
        for code in DATES:
            found = evidence(cells[places[code]] for cells in table.rows)
            self._orders[code] = found.order if order is None else order
            if self._orders[code] is None and found.must_ask:
                self._must_ask.append(table.headings[places[code]])

    def done(self, table: PeopleTable) -> EppgbmTable:
        """All that was read."""
        return EppgbmTable(
            table.file,
            tuple(row for row in self._rows if row.line not in self._refused),
            tuple(self._problems),
            frozenset(self._refused),
            self._repeated,
            frozenset(self._unmeasured),
            table.blank,
            tuple(self._must_ask),
        )

    def read(self, line: int, cells: Sequence[str]) -> None:
        """One row of the file."""
        texts = {code: cells[place] for code, place in self._places.items()}
        for code, text in texts.items():
            if text.startswith("=") and code not in TEXTS:
                self._note(line, code, Fault("formula"), text)
                texts[code] = ""
        values: dict[str, Any] = {
            name: value for name, value in self._measures(line, texts).items() if value is not None
        }
        if not values and self._nothing_measured(line, texts):
            return
        nik = self._nik(line, texts)
        birth, day = self._date(line, "birth", texts, nik), self._date(line, "day", texts, "")
        name = self._name(line, texts)
        if not nik and birth is None and line not in self._refused:
            self._note(line, "birth", Fault("child-not-to-be-found"), "")
        if day is None:
            if line not in self._refused:
                self._note(line, "day", Fault("day-missing"), "")
            return
        self._check_days(line, texts, birth, day)
        more: dict[str, Any] = {
            **{code: self._text(texts, code) for code in ("parents", "posyandu")},
            **{code: self._part(line, texts, code) for code in ("rt", "rw")},
            **self._codes(line, texts),
            "categories": {code: text for code in INDICES if (text := self._text(texts, code))},
            "z": self._z(line, texts),
            "vitamin_a": self._capsules(line, texts),
        }
        if line not in self._refused:
            self._keep(ChildRow(line, name, day, nik, birth=birth, **values, **more))

    # -- kinds of cells --------------------------------------------------------------------------------------------

    def _measures(self, line: int, texts: Mapping[str, str]) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for code, (name, whole) in FIGURES.items():
            number = self._number(line, code, texts, Severity.ERROR)
            value = found[name] = None if number is None else whole(number)
            if number is not None and code == "weight" and number > figures.GRAMS_FROM:
                self._note(line, code, warning("weight-as-grams"), texts[code])
            if not load_measuring_limits().allows(name, value):
                self._note(line, code, Fault(f"{name}-impossible".replace("_", "-")), texts[code])
        return found

    def _number(self, line: int, code: str, texts: Mapping[str, str], severity: Severity) -> Decimal | None:
        text = texts.get(code, "")
        number, fault = figures.read_measure(text)
        if fault:
            worst = fault if number is not None else replace(fault, severity=severity)
            self._note(line, code, worst, text)
        return number

    def _z(self, line: int, texts: Mapping[str, str]) -> dict[str, int]:
        read = {code: self._number(line, f"{code}_z", texts, Severity.WARNING) for code in INDICES}
        return {code: figures.hundredths(number) for code, number in read.items() if number is not None}

    def _capsules(self, line: int, texts: Mapping[str, str]) -> int | None:
        number, fault = figures.read_measure(texts.get("vitamin_a", ""))
        if fault or (number is not None and (number < 0 or number != int(number))):
            self._note(line, "vitamin_a", warning("not-a-count"), texts["vitamin_a"])
            return None
        return None if number is None else int(number)

    def _codes(self, line: int, texts: Mapping[str, str]) -> dict[str, Any]:
        posture, unlike = figures.read_posture(texts.get("posture", ""))
        sex, unknown = figures.read_sex(texts.get("sex", ""))
        for code, fault in (("posture", unlike), ("sex", unknown)):
            if fault:
                self._note(line, code, fault, texts[code])
        return {"posture": posture, "sex": sex}

    def _nik(self, line: int, texts: Mapping[str, str]) -> str:
        found = read_identity(texts.get("nik", ""), "nik")
        if found.fault:  # the child is looked for by name and day of birth
            fault = Fault(f"child-{found.fault.rule}", Severity.WARNING, found.fault.data)
            self._note(line, "nik", fault, texts["nik"])
        return found.number

    def _name(self, line: int, texts: Mapping[str, str]) -> str:
        name = self._text(texts, "name")
        if not any(letter.isalpha() for letter in name):
            self._note(line, "name", Fault("not-a-name" if name else "name-missing"), name)
        elif len(name) > LONGEST["name"]:
            self._note(line, "name", Fault("too-long-for-field", data={"most": LONGEST["name"]}), name)
        return name

    def _text(self, texts: Mapping[str, str], code: str) -> str:
        text = texts.get(code, "")
        return "" if is_missing(text) else text

    def _part(self, line: int, texts: Mapping[str, str], code: str) -> str:
        found = read_part(self._text(texts, code))
        if isinstance(found, Fault):
            self._note(line, code, replace(found, severity=Severity.WARNING), texts[code])
            return ""
        return found

    def _date(self, line: int, code: str, texts: Mapping[str, str], nik: str) -> date | None:
        text = self._text(texts, code)
        if not text:
            return None
        read = read_date(text)
        known = said_by(nik, read) if isinstance(read, TwoDates) else None
        settled, said = settle(read, text, self._orders[code], known)
        if said:
            self._note(line, code, said, text)
        if isinstance(settled, ReadDate) and settled.known != "day":
            settled = Fault("not-a-whole-date")
        if isinstance(settled, Fault):
            self._note(line, code, settled, text)
        return settled.day if isinstance(settled, ReadDate) else None

    # -- the row as a whole ----------------------------------------------------------------------------------------

    def _nothing_measured(self, line: int, texts: Mapping[str, str]) -> bool:
        """Nothing is wrong with a child who is on the list and was not measured: said, and passed over."""
        if line in self._refused:
            return False
        self._note(line, "weight" if "weight" in texts else "height", warning("nothing-measured"), "")
        self._unmeasured.add(line)
        return True

    def _check_days(self, line: int, texts: Mapping[str, str], birth: date | None, day: date) -> None:
        if day > self._today:
            self._note(line, "day", Fault("day-to-come"), texts["day"])
        if birth is None:
            return
        if day < birth:
            self._note(line, "day", Fault("before-birth"), texts["day"])
            return
        said = age_days(self._text(texts, "age"))
        if said is not None and abs(said[0] - (day - birth).days) > said[1]:
            self._note(line, "age", Fault("age-contradicts"), texts["age"])

    def _keep(self, row: ChildRow) -> None:
        before = self._seen.setdefault((row.who, row.day), row)
        if before is row:
            self._rows.append(row)
        elif before.says == row.says:
            self._repeated[row.line] = before.line
            self._note(row.line, "", warning("repeated-row", other=before.line), "")
        else:  # which of them is right nobody knows
            self._note(row.line, "", Fault("measured-twice", data={"other": before.line}), "")
            self._note(before.line, "", Fault("measured-twice", data={"other": row.line}), "")

    def _note(self, line: int, code: str, fault: Fault, text: str) -> None:
        if fault.severity == Severity.ERROR:
            self._refused.add(line)
        heading = self._headings[self._places[code]] if code in self._places else ""
        value = _shown(code, text)
        self._problems.append(RowProblem(line, heading, code, fault.rule, value, fault.severity, fault.data))


def _shown(code: str, text: str) -> str:
    """A cell as problem lists may show it: figures as they are, nothing that may be a name or a number of identity."""
    figure = code in FIGURES or code.endswith("_z")
    if figure and len(text) <= _AS_IT_IS and not any(letter.isalpha() for letter in text):
        return text
    return masked(_KINDS.get(code, "number" if figure else "name"), text)
