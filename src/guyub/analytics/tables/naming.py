"""The line of a text table that names its columns, and what parts them."""

import contextlib
import csv
import io
from collections.abc import Callable

from guyub.analytics.tables.content import BLANKS
from guyub.analytics.tables.cutting import DELIMITERS, LONGEST_NAME


def naming_line(text: str) -> tuple[int, str]:
    """The first line with any text in it, and its number from 1. There is one: `content_of` refuses files without."""
    number, line = next(found for found in enumerate(io.StringIO(text), start=1) if found[1].strip(BLANKS))
    return number, line.strip("\n")


def parted(line: str, known: Callable[[list[str]], int]) -> tuple[str, list[str]]:
    """The delimiter that makes most sense of a line of names, and the names it gives.

    Args:
        line: Of a file.
        known: How many of some names mean something.
    """
    options = []
    for delimiter in DELIMITERS:
        # A cell too long for the reader is no column name under any delimiter.
        with contextlib.suppress(csv.Error):
            options.append((delimiter, next(csv.reader([line], delimiter=delimiter), [])))
    if not options:
        return DELIMITERS[0], [line[:LONGEST_NAME]]
    return max(options, key=lambda option: (known(option[1]), len(option[1])))
