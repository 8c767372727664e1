"""What the columns of a table of families are: PK codes in any spelling, members by number, or plain text to keep."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guyub.analytics.tables import errors
from guyub.domain.families.questionnaire import Questionnaire, key_of
from guyub.domain.families.record import CODES, code_of
from guyub.errors import UnreadableFile

MOST_COLUMNS = 600
MOST_MEMBERS = 30


class Kind(StrEnum):
    """What a column holds."""

    ANSWER = "answer"  # of the family or the couple: a column of the family record that the form asks
    MEMBER = "member"  # of one member, K.03_1
    BIRTH = "birth"  # of one member: the whole date, or its day, month or year
    FAMILY = "family"  # K.07, K.09, K.14, K.15 without a number: said of the family as a whole
    COUNT = "count"  # another column of the family record, such as wife_age
    TEXT = "text"  # kept as it is


@dataclass(frozen=True)
class Column:
    """One column: where it stands, its heading in the file, what it holds, its key, and the member's number."""

    place: int
    heading: str
    kind: Kind
    key: str = ""
    member: int = 0


# Readable names of columns of the family record that no question of the form has.
NAMES = {
    "umur_istri": "wife_age",
    "anak_di_bawah_2_tahun": "under_2",
    "anak_2_4_tahun": "aged_2_4",
    "jarak_lahir_bulan": "spacing_months",
    "anak_hidup": "living_children",
    "desil": "decile",
    "air_minum_krs": "water",
    "jamban_krs": "latrine",
}
FAMILY_KEYS = ("k07", "k09", "k14", "k15")
MEMBER_KEYS = ("k01", "k03", "k07", "k09", "k10", "k11", "k13", "k14", "k15")
BIRTH_PARTS = {"k04": "day", "k05": "month", "k06": "year"}
_BIRTH_WORDS = ("birth", "lahir", "tanggal_lahir", "tgl_lahir")
_LIKE_A_CODE = re.compile(r"(?:p|k|kb)[. _-]*[0-9o][0-9ol]?[a-z]?(?:[ _-].*)?")
# Columns of a by-name list of families at risk: its 1 and 2 are verdicts, whose meaning differs between lists.
_VERDICTS = {
    *("pus4t", "nonkbm", "bukanpesertakbmodern", "sumberairminumtidaklayak", "airtidaklayak"),
    *("jambantidaklayak", "terlalumuda", "terlalutua", "terlaludekat", "terlalubanyak", "tidakberisiko"),
}


class NoFamilyHeader(errors.UnknownHeader):
    """No column of the header is a PK code."""

    code = "no-family-header"
    template = (
        "{file}: the first line must name the columns by PK codes such as P.01, P.03a, K.07, KB.04. Found: {found}. "
        "All of them are in docs/reference/family-record.md."
    )


class VerdictsNotAnswers(UnreadableFile):
    """A by-name list of families at risk, where answers of the form are wanted."""

    code = "verdicts-not-answers"
    template = (
        "{file} looks like a by-name list of families at risk (column '{column}'). Its 1 and 2 are verdicts whose "
        "meaning differs between lists; this command computes from answers to the PK questions (P.23, P.24, KB.04 …)."
    )


def read_headings(cells: Sequence[str], form: Questionnaire, file: str) -> tuple[Column, ...]:
    """The columns of a header line.

    Raises:
        TooManyColumns, VerdictsNotAnswers, NoFamilyHeader, MistypedColumns, RepeatedColumn: See there.
    """
    if len(cells) > MOST_COLUMNS:
        raise errors.TooManyColumns(file=file, columns=len(cells), largest=MOST_COLUMNS)
    columns = tuple(_column(place, cell.strip(), form) for place, cell in enumerate(cells))
    if all(column.kind is Kind.TEXT for column in columns):
        _refuse_verdicts(cells, file)
        raise NoFamilyHeader(file=file, found=", ".join(cell.strip()[:40] for cell in cells[:12]))
    _refuse_mistyped(columns, form, file)
    _refuse_repeats(columns, file)
    return _whole_births(columns)


def count_known(cells: Sequence[str], form: Questionnaire) -> int:
    """How many cells of a would-be header are known."""
    return sum(_column(0, cell.strip(), form).kind is not Kind.TEXT for cell in cells)


def _column(place: int, heading: str, form: Questionnaire) -> Column:
    folded = re.sub(r"[.\s-]+", "_", heading.lower()).strip("_")
    numbered = _numbered(folded)
    if numbered is not None:
        return Column(place, heading, *numbered)
    key = _question_key(heading)
    if key in FAMILY_KEYS:
        return Column(place, heading, Kind.FAMILY, key)
    code = NAMES.get(folded) or code_of(heading)
    if code is None or code not in CODES:
        return Column(place, heading or f"({place + 1})", Kind.TEXT)
    return Column(place, heading, Kind.ANSWER if code in form.questions else Kind.COUNT, code)


def _numbered(folded: str) -> tuple[Kind, str, int] | None:
    """``k_03_1``, ``k03_1`` and ``lahir_1`` speak of the first member; ``k_03`` and ``kb_03`` do not."""
    found = re.fullmatch(r"k_?0?([0-9]{1,2})_([0-9]{1,2})", folded)
    if found is not None:
        key, number = f"k{int(found[1]):02}", int(found[2])
        if not 1 <= number <= MOST_MEMBERS:
            return None
        if key in BIRTH_PARTS:
            return Kind.BIRTH, BIRTH_PARTS[key], number
        return (Kind.MEMBER, key, number) if key in MEMBER_KEYS else None
    word, _, digits = folded.rpartition("_")
    if word in _BIRTH_WORDS and digits.isdecimal() and 1 <= int(digits) <= MOST_MEMBERS:
        return Kind.BIRTH, "birth", int(digits)
    return None


def _question_key(heading: str) -> str:
    letters = key_of(heading.strip())
    found = re.fullmatch(r"k_?0?([0-9]{1,2})", letters)
    return f"k{int(found[1]):02}" if found else letters


def _whole_births(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """K.04_1 alone holds the whole date of birth; with K.06_1 beside it, only the day."""
    in_parts = {column.member for column in columns if column.kind is Kind.BIRTH and column.key == "year"}
    return tuple(
        Column(column.place, column.heading, Kind.BIRTH, "birth", column.member)
        if column.kind is Kind.BIRTH and column.key == "day" and column.member not in in_parts
        else column
        for column in columns
    )


def _refuse_verdicts(cells: Sequence[str], file: str) -> None:
    for cell in cells:
        if re.sub(r"[^a-z0-9]", "", cell.lower()) in _VERDICTS:
            raise VerdictsNotAnswers(file=file, column=cell.strip()[:40])


def _refuse_mistyped(columns: tuple[Column, ...], form: Questionnaire, file: str) -> None:
    """Columns that begin like a PK code and are none."""
    printed = [question.code.lower() for question in form.questions.values()]
    guesses = {}
    for column in columns:
        folded = column.heading.lower()
        if column.kind is Kind.TEXT and _LIKE_A_CODE.fullmatch(folded) and not _is_printed(folded, form):
            near = difflib.get_close_matches(folded.split(" ")[0], printed, 1, 0.5)
            guesses[column.heading] = near[0].upper() if near else "?"
    if guesses:
        words = ", ".join(f"'{heading}' -> '{guess}'" for heading, guess in guesses.items())
        raise errors.MistypedColumns(file=file, guesses=words)


def _is_printed(folded: str, form: Questionnaire) -> bool:
    """Codes of the form that the rules do not read (K.12, P.30, KB.08-x), also with a member's number."""
    keys = {key_of(question.code) for question in form.questions.values()} | {"k02", "k04", "k05", "k06"}
    key = key_of(folded)
    return key in keys or re.sub(r"_[0-9]{1,2}$", "", key) in keys


def _refuse_repeats(columns: tuple[Column, ...], file: str) -> None:
    for name, first, second in _repeats(columns):
        raise errors.RepeatedColumn(file=file, column=name, first=first + 1, second=second + 1)


def _repeats(columns: tuple[Column, ...]) -> Iterator[tuple[str, int, int]]:
    seen: dict[object, int] = {}
    for column in columns:
        meaning = column.heading if column.kind is Kind.TEXT else (column.kind, column.key, column.member)
        if meaning in seen:
            yield column.heading, seen[meaning], column.place
        seen[meaning] = column.place
