"""The family record: one family on one day as a flat row of integers, from which every family measure is computed.

The registry, the village files, the synthetic population and the commands all make this row; the rules read nothing
else, so each rule is written once and runs on one row or on many millions. An absent column, and null, mean unknown:
unanswered is not "no", and not "does not apply" (code 3 where a question has it).

Columns come in three kinds: answers of the family under their own code without the dot (``p03a`` is P.03a), answers
about the couple (``kb07`` is KB.07), and what the members' rows add up to on the day (``children_certified``).
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from guyub.domain.families.members import count_members


class From(StrEnum):
    """Where a column comes from."""

    ANSWER = "answer"  # a question of block III, code as asked
    COUPLE = "couple"  # a question of block II, about the couple on the form
    MEMBERS = "members"  # counted over the members' rows of block I
    CROSSWALK = "crosswalk"  # another edition's code list brought to one
    OFFICE = "office"  # known to an office, not asked of the family


@dataclass(frozen=True)
class Column:
    """One column of the family record."""

    code: str
    kind: From
    meaning: str


def _answers(*codes: str) -> tuple[Column, ...]:
    return tuple(Column(code, From.ANSWER, f"answer to P.{code[1:]}") for code in codes)


def _couple(*codes: str) -> tuple[Column, ...]:
    return tuple(Column(code, From.COUPLE, f"answer to KB.{code[2:].replace('_', '-')}") for code in codes)


COLUMNS: tuple[Column, ...] = (
    *_answers("p01", "p02", "p03a", "p03b", "p03c", "p03d", "p04", "p05", "p06", "p07", "p08", "p09", "p10", "p11"),
    *_answers("p12", "p13", "p14", "p15", "p16", "p17", "p18a", "p18b", "p18c", "p18d"),
    *_answers("p19", "p20", "p21", "p22", "p23", "p24", "p25", "p26", "p27", "p28", "p29"),
    Column("kb01", From.COUPLE, "times given birth"),
    Column("kb02", From.COUPLE, "children still alive"),
    *_couple("kb03", "kb03_11", "kb03_21", "kb04", "kb05", "kb07", "kb08", "kb09a", "kb09b", "kb09c", "kb10"),
    Column("water", From.CROSSWALK, "drinking water in the KRS list: 1 bottled … 10 other"),
    Column("latrine", From.CROSSWALK, "latrine in the KRS list: 1 own goose-neck with septic tank … 4 none"),
    Column("members", From.MEMBERS, "members living in the family"),
    Column("head_marital", From.MEMBERS, "K.07 of the head"),
    Column("children", From.MEMBERS, "members who are a child of the head or couple (K.10 = 3)"),
    Column("children_certified", From.MEMBERS, "of those, with a birth certificate (K.09 = 1)"),
    Column("children_certificate_unknown", From.MEMBERS, "of those, K.09 unanswered"),
    Column("insured", From.MEMBERS, "members with health insurance (K.15 in 1, 2, 3)"),
    Column("insured_bpjs", From.MEMBERS, "of those, with BPJS (K.15 in 1, 2)"),
    Column("uninsured", From.MEMBERS, "members without (K.15 = 4); the rest is unanswered"),
    Column("aged_7_15", From.MEMBERS, "members aged 7 to 15 completed years"),
    Column("out_of_school_7_15", From.MEMBERS, "of those, not in school"),
    Column(
        "dropouts_7_15",
        From.MEMBERS,
        "of those out of school, once in school and below upper secondary (K.14 in 2, 4, 6)",
    ),
    Column("schooling_unknown_7_15", From.MEMBERS, "members aged 7 to 15 with K.14 unanswered"),
    Column("aged_16_18", From.MEMBERS, "members aged 16 to 18"),
    Column("out_of_school_16_18", From.MEMBERS, "of those, not in school"),
    Column(
        "dropouts_16_18",
        From.MEMBERS,
        "of those out of school, once in school and below upper secondary (K.14 in 2, 4, 6)",
    ),
    Column("schooling_unknown_16_18", From.MEMBERS, "members aged 16 to 18 with K.14 unanswered"),
    Column("aged_15_64", From.MEMBERS, "members aged 15 to 64"),
    Column("working_15_64", From.MEMBERS, "of those, with an occupation (K.13 above 1)"),
    Column("working_unknown_15_64", From.MEMBERS, "members aged 15 to 64 with K.13 unanswered"),
    Column("under_2", From.MEMBERS, "members aged 0 to 23 months"),
    Column("aged_2_4", From.MEMBERS, "members aged 24 to 59 months"),
    Column("aged_0_6", From.MEMBERS, "members aged 0 to 6 completed years"),
    Column("adolescents", From.MEMBERS, "unmarried members aged 10 to 24"),
    Column("elderly", From.MEMBERS, "members aged 60 and over"),
    Column("pus", From.MEMBERS, "1 when the wife of a living couple is aged 15 to 49"),
    Column("wife_age", From.MEMBERS, "completed years of the wife of the couple; null without a couple"),
    Column("spacing_months", From.MEMBERS, "months between the two youngest births of the wife; null below two"),
    Column("living_children", From.MEMBERS, "children of the wife still alive: kb02, else those on the form"),
    Column("decile", From.OFFICE, "welfare decile 1 to 10 (P3KE, DTSEN)"),
)

CODES = tuple(column.code for column in COLUMNS)
KEYS = ("family", "village", "rw", "rt")
"""Columns that say which family and where: text, never read by a rule."""


_LETTERS = re.compile(r"[^a-z0-9]+")
_BY_LETTERS = {_LETTERS.sub("", code): code for code in CODES}


@lru_cache(maxsize=4096)
def code_of(printed: str) -> str | None:
    """The record's column for a question code as forms print it, or None where the record has no such column.

    >>> [code_of(printed) for printed in ("P.03a", "p3A", "KB.03-1.1", "Under 2", "K.99")]
    ['p03a', 'p03a', 'kb03_11', 'under_2', None]
    """
    letters = _LETTERS.sub("", printed.strip().lower())
    padded = re.sub(r"^(p|kb)([0-9])(?![0-9])", r"\g<1>0\g<2>", letters)
    return _BY_LETTERS.get(letters) or _BY_LETTERS.get(padded)


def summarise(
    answers: Mapping[str, int | None],
    couple: Mapping[str, int | None],
    members: Sequence[Mapping[str, Any]],
    *,
    on: datetime.date,
) -> dict[str, int | None]:
    """The family record of one form.

    Args:
        answers: Answers of block III by question code (any spelling that `code_of` knows); also ``water`` and
            ``latrine`` where the form asks the KRS lists, and ``decile``.
        couple: Answers of block II, about the one married woman of the form; empty without a couple.
        members: Rows of block I: ``k01`` line, ``k03`` sex, ``k07`` … ``k15`` as codes, ``birth`` as a date. Empty
            where nobody recorded the members; their columns are None then.
        on: The day ages are counted on.

    Returns:
        All columns of the record, None where unknown. An answer that is itself a column (``wife_age``) stands above
        what the members add up to; answers that are no column are left out.
    """
    record = count_members(members, on)
    children_of_wife = record.pop("children_of_wife", None)
    for printed, value in {**answers, **couple}.items():
        code = code_of(printed)
        if code is not None and value is not None:
            record[code] = value
    if record.get("living_children") is None:
        record["living_children"] = children_of_wife if record.get("kb02") is None else record["kb02"]
    return {code: record.get(code) for code in CODES}
