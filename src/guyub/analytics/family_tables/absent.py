"""Which columns a table does not have, and what cannot be computed for want of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from guyub.analytics.family_tables.header import FAMILY_KEYS, Kind
from guyub.analytics.family_tables.reading import FamilyTable
from guyub.domain.families.questionnaire import key_of

# Columns of the family record that answer a question of the screening without its own column.
_INSTEAD = {"p23": {"water"}, "p24": {"latrine"}, "k11": {"spacing_months"}, "kb02": {"living_children"}}
_BIRTH = "k04-06"
_INSTEAD_OF_BIRTH = {"wife_age"}


@dataclass(frozen=True)
class Absent:
    """A variable or factor, the questions that have no column, and how many families it stays unknown for."""

    code: str
    questions: tuple[str, ...]
    families: int


def absent_columns(table: FamilyTable, asked: Mapping[str, Iterable[str]], unknown: pl.Series) -> list[Absent]:
    """What stays unknown for want of columns, in the order of ``asked``.

    Args:
        table: The families that were read.
        asked: Variable or factor → codes of its questions (P.04, K.09).
        unknown: One text a family: codes of what is unknown for it, joined by ";" (null where nothing is).
    """
    present = _present(table)
    listed = unknown.drop_nulls().str.split(";").explode().value_counts().rows()
    counts = {str(code): int(count) for code, count in listed}
    found = []
    for code, questions in asked.items():
        missing = tuple(question for question in questions if not _covered(question, present))
        if missing and counts.get(code):
            found.append(Absent(code, missing, counts[code]))
    return found


def _present(table: FamilyTable) -> set[str]:
    """Keys of the questions that have a column; "birth" and "member" where members have columns of their own."""
    kinds = {str(column.kind) for column in table.columns}
    keys = {column.key for column in table.columns if column.kind is not Kind.TEXT}
    return keys | ({"birth"} if Kind.BIRTH in kinds else set()) | ({"member"} if Kind.MEMBER in kinds else set())


def _covered(question: str, present: set[str]) -> bool:
    key = key_of(question)
    if question.lower().replace(".", "") == _BIRTH:
        return bool(present & ({"birth"} | _INSTEAD_OF_BIRTH))
    if key == "k10" and "member" not in present:
        return True  # asks who is who among members; families as a whole are told by K.07, K.09, K.14, K.15
    if key in present or present & _INSTEAD.get(key, set()):
        return True
    return any(name.startswith(f"{key}_") for name in present) and key not in FAMILY_KEYS
