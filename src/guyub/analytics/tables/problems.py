"""What is wrong with a cell: the rule it breaks and the figures that the sentence needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_CELL = 200

_WHOLE = re.compile(r"[0-9]+")
_NEGATIVE = re.compile(r"-[0-9]+")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[.,\u00a0\u202f' ][0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_DECIMAL_POINT = re.compile(r"-?[0-9]+\.[0-9]+")
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Problem:
    """A row or cell that cannot be taken as it is.

    ``row`` is the row's own name (column ``row``, else its number), ``line`` the line of the file or row of the
    sheet, ``rule`` the stable code of what is broken, ``data`` what its sentence needs besides.
    """

    row: str
    line: int
    column: str
    value: str
    rule: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"row": self.row, "line": self.line, "column": self.column, "value": self.value, "rule": self.rule}


def rule_broken_by(text: str) -> str:
    """Why a text is not a count: the rule's code.

    >>> [rule_broken_by(text) for text in ("12,5", "1.234", "-3", "ada", "=A1")]
    ['decimal-comma', 'thousands-separator', 'negative', 'text', 'formula']
    """
    if len(text) > LONGEST_CELL:
        return "too-long"
    if _NEGATIVE.fullmatch(text):
        return "negative"
    if _THOUSANDS.fullmatch(text):
        return "thousands-separator"
    if _DECIMAL_COMMA.fullmatch(text):
        return "decimal-comma"
    if _DECIMAL_POINT.fullmatch(text):
        return "decimal-point"
    if _WHOLE.fullmatch(text):
        return "too-large"
    return "formula" if text.startswith(_FORMULA_STARTS) else "text"
