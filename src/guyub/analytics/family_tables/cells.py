"""Cells of a table of families as codes, numbers and dates, and what is wrong with those that are none."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from guyub.analytics.family_tables.header import Column, Kind
from guyub.analytics.people_tables.dates import Evidence, Order, ReadDate, evidence, read_date, settle
from guyub.domain.families.questionnaire import Question, Questionnaire

_WHOLE = re.compile(r"([0-9]{1,6})(?:\.0)?")
# Answers about a family as a whole, where the file has no members; see docs/reference/family-record.md.
FAMILY_CODES = {"k07": (1, 2, 3, 4), "k09": (1, 2, 3), "k14": (1, 2, 3), "k15": (1, 2, 3, 4)}
_COUNT_CODES = {"water": tuple(range(1, 11)), "latrine": (1, 2, 3, 4), "decile": tuple(range(1, 11)), "pus": (0, 1, 2)}
_MOST = {"wife_age": 99, "spacing_months": 600}
_MOST_PEOPLE = 50
BIRTH_RANGES = {"day": (1, 31), "month": (1, 12), "year": (1900, 2100)}


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be taken: the rule it breaks and what its sentence needs."""

    rule: str
    data: dict[str, Any] = field(default_factory=dict)


Read = int | datetime.date | None | Wrong


class CellReader:
    """Reads the cells of one table; a text that was read before under the same column is remembered.

    ``order``: what stands first in a date that can be read in two ways.
    """

    def __init__(self, form: Questionnaire, order: Order = Order.DAY) -> None:
        self.form, self.order = form, order
        self._read: dict[int, dict[str, Read]] = {}
        self._births: set[str] = set()

    @property
    def evidence(self) -> Evidence:
        """What all dates of birth read so far, each counted once, say about their order."""
        return evidence(self._births)

    def read(self, column: Column, text: str) -> Read:
        """What a cell says; None where it is blank."""
        if not text or text == "-":
            return None
        seen = self._read.setdefault(column.place, {})
        if text not in seen:
            seen[text] = self._fresh(column, text)
        return seen[text]

    def _fresh(self, column: Column, text: str) -> Read:
        if column.kind is Kind.BIRTH:
            return self._birth(text) if column.key == "birth" else _within(text, *BIRTH_RANGES[column.key])
        if column.kind is Kind.FAMILY:
            return _code(text, FAMILY_CODES[column.key])
        if column.kind is Kind.COUNT:
            codes = _COUNT_CODES.get(column.key)
            return _within(text, 0, _MOST.get(column.key, _MOST_PEOPLE)) if codes is None else _code(text, codes)
        return _answer(self.form.questions[column.key], text)

    def _birth(self, text: str) -> Read:
        self._births.add(text)
        found, _ = settle(read_date(text), text, self.order)
        if isinstance(found, ReadDate) and found.known == "day":
            return found.day
        return Wrong("not-a-birth-date")


def _answer(question: Question, text: str) -> Read:
    if question.kind == "number":
        return _within(text, question.least or 0, question.most or 0)
    return _code(text, tuple(option.value for option in question.options))


def _code(text: str, codes: tuple[int, ...]) -> Read:
    found = _WHOLE.fullmatch(text)
    if found is None or int(found[1]) not in codes:
        return Wrong("not-a-pk-code", {"codes": ", ".join(map(str, codes))})
    return int(found[1])


def _within(text: str, least: int, most: int) -> Read:
    found = _WHOLE.fullmatch(text)
    if found is None or not least <= int(found[1]) <= most:
        return Wrong("not-in-range", {"least": least, "most": most})
    return int(found[1])
