"""Rows to families: who belongs together, which rows can be taken, and where each row of the file ended."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from typing import Any

from guyub.analytics.people_tables.blocks import address_parts
from guyub.analytics.people_tables.dates import ReadDate
from guyub.analytics.people_tables.layouts import Layout
from guyub.analytics.people_tables.mapping import MOST_MEMBERS, member_questions
from guyub.analytics.people_tables.problems import Fault, RowProblem, Severity, warning
from guyub.analytics.people_tables.rows import Choices, RowReader, nik_warnings
from guyub.analytics.people_tables.table import PeopleTable
from guyub.domain.families.questionnaire import Answer, Questionnaire

HEAD, WIFE = 1, 2
NOBODY = 999  # a mother's line that no member has; the rules of the form refuse it
FLAGS = ("PUS", "PUS_HAMIL", "BADUTA", "BALITA", "AIR", "JAMBAN", "T_MUDA", "T_TUA", "T_DEKAT", "T_BANYAK", "NON_KBM")
NEEDED = {"name": "name-missing", "sex": "sex-missing", "relation": "relation-missing"}


@dataclass(slots=True)
class MemberRow:
    """One member as the file has them; ``line``: row of the file; ``number``: K.01 where given."""

    line: int
    name: str
    sex: int
    relation: int
    birth: date | None = None
    birth_known: str = "day"
    marital: int | None = None
    nik: str = ""
    number: int | None = None
    mother: int | None = None
    mother_name: str = ""
    code: str = ""
    answers: dict[str, Answer] = made(default_factory=dict)


@dataclass(slots=True)
class FamilyRows:
    """One family as the file has it. ``answers``: of the family and the couple; ``flags``: of a by-name list."""

    lines: list[int]
    members: list[MemberRow] = made(default_factory=list)
    code: str = ""
    kk: str = ""
    rw: str = ""
    rt: str = ""
    hamlet: str = ""
    address: str = ""
    decile: int | None = None
    answers: dict[str, Answer] = made(default_factory=dict)
    flags: dict[str, int] = made(default_factory=dict)
    assistance: tuple[int, ...] = ()
    identities: tuple[str, ...] = ()


@dataclass
class People:
    """What a file holds. Every row is in exactly one place: in a family, ``refused``, or ``skipped`` with a reason.

    ``held``: families of which a row has an error; nothing of them is entered, so that no family is entered by half.
    ``must_ask``: headings of date columns whose order of day and month the person must say.
    """

    total: int
    families: list[FamilyRows]
    held: list[FamilyRows]
    problems: list[RowProblem]
    refused: set[int]
    skipped: dict[int, str]
    must_ask: list[str]
    headings: Mapping[str, str]

    def hold(self, families: Mapping[int, list[RowProblem]]) -> None:
        """Take families (by position) out again for problems found later: rows named are refused, others held back."""
        for problems in families.values():
            self.problems += problems
        out = {position for position, problems in families.items() if _errors(problems)}
        for position in sorted(out):
            family = self.families[position]
            named = {problem.line for problem in _errors(families[position])} & set(family.lines)
            self._hold(family, named or {family.lines[0]})
        self.families = [family for position, family in enumerate(self.families) if position not in out]

    def _hold(self, family: FamilyRows, refused: set[int]) -> None:
        self.held.append(family)
        self.refused |= refused
        self.skipped |= {line: "held-with-family" for line in family.lines if line not in refused}


def _errors(problems: list[RowProblem]) -> list[RowProblem]:
    return [problem for problem in problems if problem.severity == Severity.ERROR]


def read_people(
    table: PeopleTable, layout: Layout, mapping: Mapping[str, int], form: Questionnaire, choices: Choices
) -> People:
    """Read all rows of a table.

    Args:
        table: The rows; for prints in blocks after `unblocked`.
        layout: What the rows are.
        mapping: Target → column number.
        form: The questionnaire whose answers may stand in the file.
        choices: What the person decided about the file.
    """
    reader = RowReader(table, layout, mapping, form, choices)
    members = member_questions(form)
    skipped: dict[int, str] = {}
    families: dict[Any, FamilyRows] = {}
    seen: dict[tuple[str, ...], int] = {}
    keys = _Keys(layout)
    for place, (line, cells) in enumerate(zip(table.lines, table.rows, strict=True)):
        if layout.ends_at and layout.ends_at in cells:
            skipped |= dict.fromkeys(table.lines[place:], "after-end")
            break
        if cells in seen:
            skipped[line] = "repeated-row"
            reader.note(line, "", warning("repeated-row", other=seen[cells]))
            continue
        seen[cells] = line
        values = reader.read(line, cells)
        key = keys.of(line, values, cells, mapping)
        if key is None:
            reader.note(line, "kk", Fault("no-family"))
            key = ("alone", line)
        family = families.setdefault(key, FamilyRows([]))
        family.lines.append(line)
        _add_row(family, line, values, reader, layout, members)
    _note_repeated_niks(families.values(), reader)
    return _sorted_out(table, list(families.values()), reader, skipped)


class _Keys:
    """Which family a row belongs to: its code, its number, its card, or that of the row above it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._last: Any = None

    def of(self, line: int, values: Mapping[str, Any], cells: tuple[str, ...], mapping: Mapping[str, int]) -> Any:
        if self._layout.rows in ("family", "decile", "screening"):
            return ("row", line)
        code, number, card = values.get("family_code"), values.get("family_number"), values.get("kk")
        if card is None and "kk" in mapping:
            card = cells[mapping["kk"]].strip("-0 ") or None  # unusable, but still tells families apart
        if code or number or card:
            self._last = (code or "", number or "", "" if code else card or "")
        elif values.get("relation") == HEAD:
            self._last = ("head", line)
        return self._last


def _add_row(
    family: FamilyRows, line: int, values: dict[str, Any], reader: RowReader, layout: Layout, members: frozenset[str]
) -> None:
    _add_place(family, line, values, reader)
    if layout.rows in ("decile", "screening"):
        _add_listed(family, line, values, reader, layout)
        return
    numbers = sorted({int(target.partition("@")[2]) for target in values if "@" in target})
    if layout.rows == "family":
        for number in numbers[:MOST_MEMBERS]:
            own = {t.partition("@")[0]: v for t, v in values.items() if t.endswith(f"@{number}")}
            _add_member(family, line, {"line": number, **own}, reader, members, f"@{number}")
        if not numbers:
            reader.note(line, "name", Fault("name-missing"))
    else:
        _add_member(family, line, values, reader, members, "")
    for target, value in values.items():
        if "@" in target or target in members or target not in reader.answers:
            continue
        if family.answers.setdefault(target, value) != value:
            reader.note(line, target, Fault("answers-differ"), str(value))


def _add_place(family: FamilyRows, line: int, values: dict[str, Any], reader: RowReader) -> None:
    if "rt_rw" in values:
        rt, _, rw = str(values["rt_rw"]).partition("/")
        for target, text in (("rt", rt), ("rw", rw)):
            read = reader.part(text.strip())
            if isinstance(read, Fault):
                reader.note(line, "rt_rw", read, values["rt_rw"])
            else:
                values.setdefault(target, read)
    if address := values.get("address"):
        parts = address_parts(address) if "rt" not in values and "RT" in address.upper() else {"address": address}
        for target, text in parts.items():
            if text:
                values.setdefault(target, f"{int(text):03d}" if target in ("rt", "rw") else text)
        values["address"] = parts["address"]
    for name in ("rw", "rt", "hamlet", "address", "kk", "decile"):
        value, own = values.get(name), getattr(family, name)
        if value in (None, ""):
            continue
        if not own:
            setattr(family, name, value)
        elif own != value and name in ("rw", "rt", "decile"):
            reader.note(line, name, warning("differs-in-family"), str(value))
    family.code = family.code or values.get("family_code", "")


def _add_member(
    family: FamilyRows, line: int, values: dict[str, Any], reader: RowReader, members: frozenset[str], tail: str
) -> None:
    for target, rule in NEEDED.items():
        if target not in values and not reader.has_fault(line, target + tail):
            reader.note(line, target + tail, Fault(rule))
    birth = _birth(line, values, reader, tail)
    nik = values.get("nik", "")
    if nik:
        for found in nik_warnings(nik, values.get("sex"), birth):
            reader.note(line, "nik" + tail, found, nik)
    if birth is None and not reader.has_fault(line, "birth" + tail):
        reader.note(line, "birth" + tail, warning("birth-missing"))
    family.members.append(
        MemberRow(
            line=line,
            name=values.get("name", ""),
            sex=values.get("sex", 0),
            relation=values.get("relation", 0),
            birth=birth.day if birth else None,
            birth_known=birth.known if birth else "day",
            marital=values.get("marital"),
            nik=nik,
            number=values.get("line"),
            mother=values.get("mother_line") or None,
            mother_name=values.get("mother_name", ""),
            code=values.get("person_code", ""),
            answers={key: value for key, value in values.items() if key in members},
        )
    )


def _birth(line: int, values: Mapping[str, Any], reader: RowReader, tail: str) -> ReadDate | None:
    if "birth" in values:
        found: ReadDate = values["birth"]
        return found
    if "birth_year" not in values:
        return None
    year, month, day = values["birth_year"], values.get("birth_month", 0), values.get("birth_day", 0)
    try:
        if not month:
            return ReadDate(date(year, 7, 1), "year")
        return ReadDate(date(year, month, day or 1), "day" if day else "month")
    except ValueError:
        reader.note(line, "birth_day" + tail, Fault("no-such-day"), f"{day}/{month}/{year}")
        return None


def _add_listed(family: FamilyRows, line: int, values: dict[str, Any], reader: RowReader, layout: Layout) -> None:
    """A row of a list about families that are registered."""
    family.identities = tuple(values[name] for name in ("nik", "wife_nik") if values.get(name))
    if not family.code and not family.kk and not family.identities:
        reader.note(line, "kk", Fault("nothing-to-find-family-by"))
    if layout.rows == "decile" and family.decile is None and not reader.has_fault(line, "decile"):
        reader.note(line, "decile", warning("decile-missing"))
    family.flags = {code: values[code] for code in (*FLAGS, "PUS_4T", "KRS") if code in values}
    family.assistance = values.get("assistance", ())


def _note_repeated_niks(families: Any, reader: RowReader) -> None:
    """Two rows with one NIK: nobody knows whose it is, so both are refused."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for family in families:
        for member in family.members:
            if member.nik:
                lines[member.nik].append(member.line)
    for nik, found in lines.items():
        if len(found) > 1:
            for line in found:
                other = next((one for one in found if one != line), line)
                reader.note(line, "nik", Fault("nik-repeated", data={"other": other}), nik)


def _sorted_out(table: PeopleTable, families: list[FamilyRows], reader: RowReader, skipped: dict[int, str]) -> People:
    bad = {problem.line for problem in _errors(reader.problems)}
    people = People(
        total=table.height,
        families=[family for family in families if not bad & set(family.lines)],
        held=[],
        problems=reader.problems,
        refused=set(),
        skipped=skipped,
        must_ask=reader.must_ask,
        headings=dict(reader.headings()),
    )
    for family in families:
        if refused := bad & set(family.lines):
            people._hold(family, refused)
    for family in people.families:
        family.members = list(_in_order(family.members))
    return people


def _in_order(members: list[MemberRow]) -> Iterator[MemberRow]:
    """Members by their own numbers where all have different ones, else the head first, then as in the file."""
    lines = {member.number or place: member for place, member in enumerate(members, 1)}
    mothers = {id(member): lines.get(member.mother) for member in members if member.mother}
    numbers = [member.number for member in members]
    if None not in numbers and len(set(numbers)) == len(numbers):
        members = sorted(members, key=lambda member: member.number or 0)
    else:
        members = sorted(members, key=lambda member: {HEAD: 0, WIFE: 1}.get(member.relation, 2))
    places = {id(member): place for place, member in enumerate(members, 1)}
    for member in members:
        if member.mother:
            mother = mothers[id(member)]
            member.mother = places[id(mother)] if mother else NOBODY
        yield member
