"""One row of a file: each mapped cell read as what its column means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guyub.analytics.people_tables import figures
from guyub.analytics.people_tables.cells import folded, ticked
from guyub.analytics.people_tables.dates import Order, ReadDate, TwoDates, evidence, read_date, settle
from guyub.analytics.people_tables.layouts import Field, Layout, load_fields
from guyub.analytics.people_tables.mapping import asked
from guyub.analytics.people_tables.problems import Fault, RowProblem, masked, warning
from guyub.analytics.people_tables.table import PeopleTable
from guyub.domain.families.questionnaire import Question, Questionnaire, fault, read_answer
from guyub.domain.families.questionnaire.writing import UnreadAnswer

LONGEST = {"name": 120, "address": 200, "hamlet": 80}
CODE_BOOKS = ("1-ya", "1-layak")
TARGETS = frozenset(["PUS", "PUS_HAMIL", "BADUTA", "BALITA", "KRS", "PUS_4T"])
YES, NO, NOT_APPLICABLE = 1, 2, 3
MASK_KINDS = {"number": "number", "name": "name", "text": "name", "date": "date"}
HUSBAND = 0  # value of `relation` for a husband who is not the head

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Choices:
    """What a person decided about a file.

    ``date_order``: what stands first where the dates of a column do not say; ``code_book``: what 1 and 2 mean in a
    by-name list (one of CODE_BOOKS); ``village``, ``village_name``: where the file is for.
    """

    today: date
    date_order: Order | None = None
    code_book: str = ""
    village: str = ""
    village_name: str = ""


class RowReader:
    """Reads the cells of rows by a mapping (target → column) and collects what is wrong with them."""

    def __init__(
        self, table: PeopleTable, layout: Layout, mapping: Mapping[str, int], form: Questionnaire, choices: Choices
    ) -> None:
        self.problems: list[RowProblem] = []
        self.must_ask: list[str] = []  # headings of date columns that need the person's answer
        self._headings = table.headings
        self._fields = load_fields()
        self._columns = {target: column for target, column in mapping.items() if column < len(table.headings)}
        self._readers: list[tuple[str, int, str, Reader]] = []
        self._orders: dict[str, Order | None] = {}
        self._answers = frozenset(
            target for target in self._columns if target in form.questions and target not in self._fields
        )
        for target, column in self._columns.items():
            kind, reader = self._reader_for(target, layout, form, choices)
            self._readers.append((target, column, kind, reader))
            if kind == "date":
                self._orders[target] = self._order_of(table, column, choices)

    def heading(self, target: str) -> str:
        """Heading of the column that holds a target; "" where none does."""
        column = self._columns.get(target)
        return self._headings[column] if column is not None else ""

    def headings(self) -> Mapping[str, str]:
        """Heading of each target that has a column."""
        return {target: self._headings[column] for target, column in self._columns.items()}

    @property
    def answers(self) -> frozenset[str]:
        """Targets that are questions of the form."""
        return self._answers

    def has_fault(self, line: int, target: str) -> bool:
        """Whether the cell was found faulty in this row: then it is not missing as well."""
        for problem in reversed(self.problems):
            if problem.line != line:
                return False
            if problem.field == target:
                return True
        return False

    def part(self, text: str) -> str | Fault:
        """An RW or RT number."""
        return figures.read_part(text)

    def read(self, line: int, cells: tuple[str, ...]) -> dict[str, Any]:
        """Values by target; blank cells and cells with a fault are not in it."""
        values: dict[str, Any] = {}
        for target, column, kind, reader in self._readers:
            text = cells[column]
            if not text:
                continue
            if text[0] == "=":
                self.note(line, target, Fault("formula"), text)
                continue
            read = reader(text)
            if isinstance(read, figures.Identity):
                if read.fault:
                    self.note(line, target, read.fault, text)
                read = read.number
            elif isinstance(read, Fault):
                self.note(line, target, read, text)
                continue
            elif kind == "date":
                read = (read, text)
            if read is not None and read != "":
                values[target] = read
        for target in self._orders:
            if target in values:
                self._settle(line, target, values)
        return values

    def note(self, line: int, target: str, found: Fault, text: str = "") -> None:
        """Put a fault on the list, with its cell masked."""
        kind = self._kind(target)
        shown = masked(MASK_KINDS.get(kind, "code"), text)
        self.problems.append(
            RowProblem(line, self.heading(target), target, found.rule, shown, found.severity, found.data)
        )

    def _kind(self, target: str) -> str:
        field = self._fields.get(target.partition("@")[0])
        return field.kind if field else "code"

    def _order_of(self, table: PeopleTable, column: int, choices: Choices) -> Order | None:
        found = evidence(cells[column] for cells in table.rows)
        if choices.date_order is None and found.must_ask:
            self.must_ask.append(table.headings[column])
        return choices.date_order or found.order

    def _settle(self, line: int, target: str, values: dict[str, Any]) -> None:
        read, text = values.pop(target)
        nik = values.get(target.replace("birth", "nik"), "")
        known = said_by(nik, read) if isinstance(read, TwoDates) else None
        settled, said = settle(read, text, self._orders[target], known)
        if said:
            self.note(line, target, said, text)
        if isinstance(settled, ReadDate):
            values[target] = settled
        elif isinstance(settled, Fault):
            self.note(line, target, settled, text)

    def _reader_for(self, target: str, layout: Layout, form: Questionnaire, choices: Choices) -> tuple[str, Reader]:
        code = target.partition("@")[0]
        field = self._fields.get(code)
        if field is None:
            question = asked(target, form)
            if question is None:
                raise KeyError(target)
            return "answer", _remembering(_answer_reader(question))
        if field.kind == "number":
            name = "kk" if code == "kk" else "nik"
            return field.kind, lambda text: figures.read_identity(text, name)
        if field.kind in ("name", "text"):
            return field.kind, _text_reader(field, choices)
        return field.kind, _remembering(_reader_of_kind(field, layout, choices))


def _remembering(reader: Reader) -> Reader:
    """Cells of codes repeat; each different one is read once."""
    known: dict[str, Any] = {}

    def read(text: str) -> Any:
        if text not in known:
            known[text] = reader(text)
        return known[text]

    return read


def _reader_of_kind(field: Field, layout: Layout, choices: Choices) -> Reader:
    if field.kind == "code":
        values = {folded(word): value for word, value in layout.values_of(field).items()}
        return lambda text: _code(text, values, field.code)
    if field.kind == "flag":
        return lambda text: read_flag(text, field.code, choices.code_book)
    plain: dict[str, Reader] = {
        "date": read_date,
        "part": figures.read_part,
        "count": figures.read_count,
        "decile": figures.read_decile,
        "choices": _assistance,
    }
    return plain[field.kind]


def _text_reader(field: Field, choices: Choices) -> Reader:
    if field.code == "village":
        return lambda text: None if _same_village(text, choices) else Fault("other-village")
    if field.code == "village_code":
        return lambda text: None if _digits(text) == _digits(choices.village) else Fault("other-village")
    longest = LONGEST.get(field.code, 200)
    if field.kind == "name":
        return lambda text: _name(text, longest)
    return lambda text: text if len(text) <= longest else Fault("too-long-for-field", data={"most": longest})


def _name(text: str, longest: int) -> str | Fault:
    if len(text) > longest:
        return Fault("too-long-for-field", data={"most": longest})
    if not any(character.isalpha() for character in text):
        return Fault("not-a-name")
    return text


def _code(text: str, values: Mapping[str, int], code: str) -> int | Fault | None:
    word = folded(text)
    if not word:
        return None
    value = values.get(word)
    if value is None and word.endswith(" 0") and word[:-2].isdigit():  # 1.0 of a number cell
        value = values.get(word[:-2])
    if value is None and word[0] == "0" and word.isdigit():
        value = values.get(word.lstrip("0"))
    if value is None:
        return Fault(f"{code}-unknown")
    return Fault("husband-not-head") if code == "relation" and value == HUSBAND else value


def read_flag(text: str, code: str, book: str) -> int | Fault:
    """A flag of a by-name list: 1 yes (at risk), 2 no, 3 does not apply. A bare number needs the code book.

    >>> read_flag("1", "AIR", "").rule, read_flag("1", "AIR", "1-ya"), read_flag("1", "AIR", "1-layak")
    ('bare-code', 1, 2)
    >>> read_flag("tidak layak", "AIR", ""), read_flag("2", "PUS", "1-layak"), read_flag("V", "AIR", "")
    (1, 2, 1)
    """
    word = folded(text)
    if word in ("1", "2", "3") or (word[:-2] in ("1", "2", "3") and word.endswith(" 0")):
        number = int(word[0])
        if book not in CODE_BOOKS:
            return Fault("bare-code")
        if number == NOT_APPLICABLE or book == "1-ya" or code in TARGETS:
            return number
        return YES + NO - number
    if word in ("tidak berlaku", "tb", "na", "n a"):
        return NOT_APPLICABLE
    if word in ("layak", "tidak layak"):
        return NO if word == "layak" else YES
    if word in ("berisiko", "tidak berisiko"):
        return YES if word == "berisiko" else NO
    yes = ticked(text)
    if yes is None:
        return Fault("flag-unknown")
    return YES if yes else NO


def _assistance(text: str) -> tuple[int, ...] | Fault:
    """Codes 1 to 8 of the assistance a family received, separated by anything."""
    parts = folded(text).split()
    if not parts or any(not part.isdigit() or not 1 <= int(part) <= 8 for part in parts):
        return Fault("assistance-unknown")
    return tuple(sorted({int(part) for part in parts}))


def _answer_reader(question: Question) -> Reader:
    def read(text: str) -> Any:
        try:
            answer = read_answer(question, text)
        except UnreadAnswer:
            return Fault("answer-unread", data={"question": question.code})
        found = fault(question, answer) if answer is not None else None
        return Fault(f"answer-{found}", data={"question": question.code}) if found else answer

    return read


def _same_village(text: str, choices: Choices) -> bool:
    def plain(name: str) -> str:
        words = folded(name).split()
        return " ".join(words[1:] if words[:1] in (["kelurahan"], ["kel"], ["desa"], ["ds"]) else words)

    return not choices.village_name or plain(text) == plain(choices.village_name)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def said_by(nik: str, read: TwoDates) -> date | None:
    """The reading that the NIK bears out; None where it bears out neither or both."""
    if len(nik) != figures.DIGITS:
        return None
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    said = (day - 40 if day > 40 else day, month, year)
    fitting = [one for one in (read.day_first, read.month_first) if (one.day, one.month, one.year % 100) == said]
    return fitting[0] if len(fitting) == 1 else None


def nik_warnings(nik: str, sex: int | None, birth: ReadDate | None) -> list[Fault]:
    """In what a NIK and the rest of the row differ: said, not refused, since registration errs too."""
    found = []
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if sex and sex != (2 if day > 40 else 1):
        found.append(warning("nik-says-other-sex"))
    said = (day - 40 if day > 40 else day, month, year)
    if birth and birth.known == "day" and said != (birth.day.day, birth.day.month, birth.day.year % 100):
        found.append(warning("nik-says-other-birth-date"))
    return found
