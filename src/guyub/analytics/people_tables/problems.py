"""What is wrong with a cell or row of a file of people. The value is masked before it is kept anywhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum
from typing import Any

from guyub.analytics.people_tables.months import MONTHS

_DIGIT = re.compile(r"[0-9]")
_NUMBER_BEGINS = re.compile(r"[0-9][0-9 .,-]{5}|[0-9][0-9 .,-]*$")  # what is shown of a number holds no letter
SHORTEST_HIDDEN = 4  # characters; shorter values are codes, longer ones may be a name in the wrong column


class Severity(StrEnum):
    """Whether the row can be taken."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """``line``: row of the sheet; ``column``: heading in the file; ``field``: what it was read as; ``rule``: code."""

    line: int
    column: str
    field: str
    rule: str
    value: str = ""
    severity: Severity = Severity.ERROR
    data: Mapping[str, Any] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """The same before its place is known."""

    rule: str
    severity: Severity = Severity.ERROR
    data: Mapping[str, Any] = made(default_factory=dict)


def warning(rule: str, **data: Any) -> Fault:
    """A fault that does not keep the row out."""
    return Fault(rule, Severity.WARNING, data)


def masked(kind: str, value: str) -> str:
    """A cell as problem lists may show it: enough to find the mistake, not enough to know the person.

    >>> masked("number", "9901014101900001"), masked("name", "Contoh Satu"), masked("date", "31/02/1990")
    ('990101**********', 'C***', '31/02/19**')
    >>> masked("code", "X"), masked("code", "Contoh Satu")
    ('X', 'C***')

    What stands in the wrong column is not shown by it: letters in a column of numbers or dates may be a name.

    >>> masked("number", "Contoh Satu"), masked("date", "Contoh 1990"), masked("date", "31 Februari 1990")
    ('C***', 'C***', '31 Februari 19**')
    """
    value = value.strip()
    if not value:
        return ""
    if kind == "number" and _NUMBER_BEGINS.match(value):
        return value[:6] + "*" * min(10, max(0, len(value) - 6))
    if kind == "date":
        return _masked_date(value)
    if kind == "code" and len(value) < SHORTEST_HIDDEN:
        return value
    return f"{value[0]}***"


def _masked_date(value: str) -> str:
    """Day and month stay, the last two digits of the year go: of the longest number, the last one of equals."""
    numbers = re.findall(r"[0-9]+", value)
    words = re.findall(r"[^\W\d_]+", value)
    if not numbers or len(value) > 30 or any(word.lower() not in MONTHS for word in words):
        return f"{value[0]}***"
    year = max(reversed(numbers), key=len)
    hidden = year[:-2] + "**" if len(year) > 2 else "**"
    place = value.rindex(year)
    shown = value[:place] + hidden + value[place + len(year) :]
    return shown if _DIGIT.search(shown) else f"{value[0]}***"
