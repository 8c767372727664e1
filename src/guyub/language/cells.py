"""Text cells of the files we hand out: a spreadsheet program must show them, never compute them."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
STAYS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
"""Options of a workbook in which a text that begins with "=" is shown, never computed, and no NIK becomes a number."""

_PLAIN_NUMBER = re.compile(r"[-+]?[0-9.,]+")


def guarded(cell: object) -> object:
    """A cell that a spreadsheet program shows as text; numbers and blanks stay what they are.

    >>> guarded("=1+1"), guarded("Mampang"), guarded("-4"), guarded(-4)
    ("'=1+1", 'Mampang', '-4', -4)
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS) or _PLAIN_NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
