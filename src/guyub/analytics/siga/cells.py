"""What a cell of a SIGA table says. Nothing is guessed: a doubtful cell has no value and names its rule."""

import re
from typing import NamedTuple

_WHOLE = re.compile(r"-?\d{1,9}(?:[.,]0{1,2})?", re.ASCII)
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3}){1,2}", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_BLANK = ("", "-")
_PRESENCE = {"ada": 1, "tidak ada": 0}
# Indonesia with its waters, whole degrees around.
_LATITUDES = (-12.0, 7.0)
_LONGITUDES = (94.0, 142.0)


class Cell(NamedTuple):
    """A value, or None; and the rule that tells about it, or None."""

    value: int | None
    rule: str | None = None


def read_cell(text: str, kind: str) -> Cell:
    """The value of a cell, by the kind of its column (see data/siga/layouts.yaml).

    Coordinates and texts have no value: they are only checked.
    """
    text = text.strip()
    if kind == "text":
        return Cell(None)
    if text in _BLANK:
        return Cell(None, "blank-value")
    if kind == "presence":
        value = _PRESENCE.get(" ".join(text.lower().split()))
        return Cell(value, "not-ada" if value is None else None)
    if kind in ("latitude", "longitude"):
        return Cell(None, None if _is_coordinate(text, kind) else "ruined-coordinate")
    return _read_number(text, negative_allowed=kind == "remainder")


def _read_number(text: str, *, negative_allowed: bool) -> Cell:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return Cell(int(text))
    if _WHOLE.fullmatch(text):
        value, rule = int(re.split("[.,]", text)[0]), None
    elif _THOUSANDS.fullmatch(text):
        value, rule = int(text.replace(".", "")), "thousand-separator"
    else:
        return Cell(None, "not-a-count")
    if value < 0 and not negative_allowed:
        return Cell(None, "negative-number")
    return Cell(value, rule)


def _is_coordinate(text: str, kind: str) -> bool:
    if not _DEGREES.fullmatch(text):
        return False
    low, high = _LATITUDES if kind == "latitude" else _LONGITUDES
    return low <= float(text.replace(",", ".")) <= high
