"""Families and members as a file that can be imported again, and a recap of each RW. Purpose asked, export logged."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.documents.tables import Notes, add_notes
from guyub.apps.intake.people_files.presentation.notes import member_notes, recap_notes
from guyub.apps.intake.people_files.services.problems import NothingToExport
from guyub.apps.people.models import Family, Membership, Person
from guyub.apps.people.purposes import purpose_given
from guyub.apps.people.sealing import mask
from guyub.apps.people.services import answers_of, codes_of
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.services import latest_answers
from guyub.apps.territory.models import Region
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.members import completed_years, find_wife, read_member, reproductive
from guyub.domain.families.questionnaire import Question, Who, write_answer
from guyub.language.cells import STAYS_TEXT, guarded

FORMATS = ("xlsx", "csv")
PART = 1_000  # families read at once
AGES = {"0-4": (0, 4), "5-6": (5, 6), "7-15": (7, 15), "16-18": (16, 18), "19-59": (19, 59), "60+": (60, 150)}


@dataclass(frozen=True)
class Wish:
    """What is to be exported. ``personal``: names, masked numbers, address, day of birth; ``full``: whole numbers.

    ``purpose``: a code of `Purpose`.
    """

    village: Region
    format: str
    purpose: str
    rw: str = ""
    personal: bool = False
    full: bool = False


def export_members(person: User, wish: Wish, file: Path) -> int:
    """Write families and members, one row a member, in the layout that imports again; returns how many rows.

    Raises:
        NotAllowed: Personal columns or full numbers, without the right to them in the whole of the part asked for.
        NoPurpose: The purpose is not on the list.
        NothingToExport: No family is visible there.
    """
    right = Right.EXPORT_PEOPLE if wish.personal else Right.SEE_PEOPLE
    families = _families(person, wish, right)
    if wish.full:
        require(person, "reveal-identity", Right.REVEAL_IDENTITY, wish.village.code)
    purpose = purpose_given(wish.purpose)
    if not families.exists():
        raise NothingToExport(village=wish.village.code)
    columns = _Columns(wish)
    notes = member_notes(wish.village, wish.rw, columns.day, personal=wish.personal, full=wish.full)
    written = write_rows(file, wish.format, columns.headings, _rows(families, columns), notes)
    _log(person, wish, "export-people", purpose, written)
    return written


def export_recap(person: User, wish: Wish, file: Path) -> int:
    """Write one row an RW: families, members by sex and age, couples, interviews. No names."""
    families = _families(person, wish, Right.SEE_PEOPLE)
    purpose = purpose_given(wish.purpose)
    if not families.exists():
        raise NothingToExport(village=wish.village.code)
    day = timezone.localdate()
    rows, notes = recap_rows(families, day), recap_notes(wish.village, wish.rw, day)
    written = write_rows(file, wish.format, list(rows[0]), [list(row.values()) for row in rows], notes)
    _log(person, wish, "export-people-recap", purpose, written)
    return written


def recap_rows(families: Any, day: date) -> list[dict[str, Any]]:
    """The recap, RW by RW, with a last row for all. PUS are counted as in the record of each family."""
    keys = families.values("pk")
    rows: dict[str, dict[str, Any]] = {}
    interviewed = Exists(Interview.objects.filter(family=OuterRef("pk"), state=Interview.State.DONE))
    counted = families.annotate(done=interviewed).values("rw").annotate(n=Count("pk"), done_n=Count("pk", Q(done=True)))
    for found in counted.order_by("rw"):
        rows[found["rw"]] = {
            "RW": found["rw"],
            "Keluarga": found["n"],
            "Keluarga terdata": found["done_n"],
            **dict.fromkeys(("Anggota", "Laki-laki", "Perempuan", "Tanpa NIK", "PUS"), 0),
            **{f"Umur {name}": 0 for name in AGES},
            "Umur tidak diketahui": 0,
        }
    members = (
        Membership.objects.filter(family__in=keys, until__isnull=True)
        .order_by("family", "line")
        .values_list(
            *("family", "family__rw", "relation", "person__sex", "person__marital"),
            *("person__birth_date", "person__nik_digest"),
        )
    )
    for (_, rw), form in groupby(members.iterator(chunk_size=5_000), key=lambda member: member[:2]):
        row, lines = rows[rw], []
        for *_, relation, sex, marital, birth, nik in form:
            row["Anggota"] += 1
            row["Laki-laki" if sex == 1 else "Perempuan"] += 1
            row["Tanpa NIK"] += not nik
            row[_age_group(birth, day)] += 1
            lines.append(read_member({"k10": relation, "k03": sex, "k07": marital, "birth": birth}, day))
        wife = find_wife(lines)
        row["PUS"] += (wife and reproductive(wife.years)) or 0
    total = {name: sum(row[name] for row in rows.values()) for name in next(iter(rows.values())) if name != "RW"}
    return [*rows.values(), {"RW": "Jumlah", **total}]


def write_rows(file: Path, kind: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], notes: Notes = ()) -> int:
    """Rows as XLSX or CSV, one after another so that memory does not grow; returns how many. Texts stay texts.

    The rows are the first sheet of a workbook, which an import reads; ``notes`` are the second.
    """
    if kind == "csv":
        return _write_csv(file, headings, rows)
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, **STAYS_TEXT})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, headings, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 16)
    written = 0
    for written, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(written, column, cell)
            elif cell:
                sheet.write_string(written, column, str(cell))
    if notes:
        add_notes(book, notes)
    book.close()
    return written


def _write_csv(file: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])
            written += 1
    return written


def may_export_personal(person: User, village: str) -> bool:
    """Whether personal columns may be asked for."""
    return scope_of(person).may(Right.EXPORT_PEOPLE, village)


def may_export_full(person: User, village: str) -> bool:
    """Whether numbers may be asked for in full."""
    return may_export_personal(person, village) and scope_of(person).may(Right.REVEAL_IDENTITY, village)


def _families(person: User, wish: Wish, right: Right) -> Any:
    if wish.personal:
        require(person, "export-people", Right.EXPORT_PEOPLE, wish.village.code)
    families = Family.objects.permitted(person, right).in_part(wish.village.code, wish.rw)
    return families.filter(until__isnull=True)


def _log(person: User, wish: Wish, action: str, purpose: str, rows: int) -> None:
    trail.note(
        person,
        action,
        chain=wish.village.code,
        subject=f"village:{wish.village.code}",
        purpose=purpose,
        rows=rows,
        rw=wish.rw,
        personal=wish.personal,
        full_numbers=wish.full,
        format=wish.format,
    )


def _age_group(birth: date | None, day: date) -> str:
    if birth is None or birth > day:
        return "Umur tidak diketahui"
    years = completed_years(birth, day)
    return next(f"Umur {name}" for name, (least, most) in AGES.items() if least <= years <= most)


class _Columns:
    """Headings, and how each is filled from a membership, its family, and the family's answers."""

    def __init__(self, wish: Wish) -> None:
        form = load_questionnaire()
        self.of_member = [q for q in form.about(Who.MEMBER) if not q.held_by_registry and q.key != "k07"]
        self.of_family = [*form.about(Who.COUPLE), *form.about(Who.FAMILY)]
        self.day, self.full = timezone.localdate(), wish.full
        fixed: list[tuple[str, Callable[[Membership], Any]]] = [
            ("Kode keluarga", lambda row: row.family.code),
            ("Kode orang", lambda row: row.person.code),
        ]
        if wish.personal:
            fixed += [
                ("No KK", lambda row: self._number(row.family, "kk")),
                ("NIK", lambda row: self._number(row.person, "nik")),
                ("Nama", lambda row: row.person.name),
                ("Tanggal lahir", lambda row: _birth(row.person)),
                ("Alamat", lambda row: row.family.dwelling.address if row.family.dwelling else ""),
                ("Dusun", lambda row: row.family.dwelling.hamlet if row.family.dwelling else ""),
            ]
        else:
            fixed.append(("Umur", lambda row: _age(row.person, self.day)))
        fixed += [
            ("RW", lambda row: row.family.rw),
            ("RT", lambda row: row.family.rt),
            ("K.01", lambda row: row.line),
            ("K.03", lambda row: row.person.sex),
            ("K.07", lambda row: row.person.marital),
            ("K.10", lambda row: row.relation),
            ("Desil", lambda row: row.family.decile),
        ]
        self.fixed = fixed
        self.headings = [name for name, _ in fixed] + ["K.11"]
        self.headings += [question.code for question in (*self.of_member, *self.of_family)]

    def row(
        self, member: Membership, mother_line: int | None, answers: dict[str, Any], known_as: Sequence[str], first: bool
    ) -> list[Any]:
        """Cells of one member; answers of the family stand in the first row only. ``known_as``: codes, own first."""
        cells = ["" if (value := fill(member)) is None else value for _, fill in self.fixed]
        own = answers_of({"codes": known_as}, answers.get("members", {}))
        family = {**answers.get("family", {}), **answers.get("couple", {})} if first else {}
        cells.append(mother_line or "")
        cells += [_answer(question, own) for question in self.of_member]
        return cells + [_answer(question, family) for question in self.of_family]

    def _number(self, owner: Family | Person, kind: str) -> str:
        sealed = getattr(owner, f"{kind}_sealed")
        if not sealed or owner.key.destroyed_at:
            return ""
        number = owner.key.bytes().open(sealed, kind)
        return number if self.full else mask(number)


def _answer(question: Question, answers: dict[str, Any]) -> str:
    answer = answers.get(question.code)
    return write_answer(question, tuple(answer) if isinstance(answer, list) else answer)


def _birth(person: Person) -> str:
    if person.birth_date is None:
        return ""
    length = {"day": 10, "month": 7, "year": 4}[person.birth_known]
    return person.birth_date.isoformat()[:length]


def _age(person: Person, day: date) -> Any:
    return completed_years(person.birth_date, day) if person.birth_date and person.birth_date <= day else ""


def _rows(families: Any, columns: _Columns) -> Iterator[list[Any]]:
    keys = list(families.order_by("rw", "rt", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        answers = {pk: interview.answers for pk, interview in latest_answers(part).items()}
        members: dict[int, list[Membership]] = {pk: [] for pk in part}
        rows = Membership.objects.filter(family__in=part, until__isnull=True).select_related(
            "person__key", "family__key", "family__dwelling"
        )
        for row in rows.order_by("line", "pk"):
            members[row.family_id].append(row)
        codes = codes_of(row.person for found in members.values() for row in found)
        for pk in part:
            lines = {row.person_id: row.line for row in members[pk]}
            for place, row in enumerate(members[pk]):
                mother = lines.get(row.person.mother_id)
                yield columns.row(row, mother, answers.get(pk, {}), codes[row.person_id], place == 0)


__all__ = ["FORMATS", "Wish", "export_members", "export_recap", "may_export_full", "may_export_personal", "write_rows"]
