"""A cell without what nobody sees: spaces around it, unprintable signs, the apostrophe that keeps a text a text."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_QUOTES = "'`’‘"


def clean(cell: str) -> str:
    """The cell as people read it.

    >>> clean("\\u200b' 9901\\u00a00141 "), clean("2\\u00a0Tahun")
    ('9901 0141', '2 Tahun')
    """
    if not cell:
        return ""
    if not (cell.isascii() and cell.isprintable()):
        cell = "".join(sign for sign in cell if sign.isspace() or unicodedata.category(sign)[0] != "C")
        cell = _SPACES.sub(" ", cell)
    cell = cell.strip()
    return cell[1:].strip() if cell and cell[0] in _QUOTES else cell


def folded(text: str) -> str:
    """A heading or word for comparing: small letters and digits, one space between words.

    >>> folded(" Tgl.  Lahir*"), folded("No_KK"), folded("P.03a")
    ('tgl lahir', 'no kk', 'p 03a')
    """
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text.casefold()).split())


_YES = frozenset(["1", "y", "ya", "yes", "v", "✓", "✔", "√", "ada", "benar", "true", "x"])
_NO = frozenset(["0", "2", "t", "n", "tidak", "tdk", "no", "belum", "salah", "false"])


def ticked(text: str) -> bool | None:
    """Whether a box is ticked, for columns that are ticked or empty; None: neither yes nor no.

    >>> ticked("V"), ticked("✓"), ticked(""), ticked("tidak"), ticked("?")
    (True, True, False, False, None)
    """
    word = text.casefold()
    if word in ("", "-"):
        return False
    if word in _YES:
        return True
    return False if word in _NO else None
