"""The civil register's print: blocks that begin with "NO.KK" become rows that each carry their number and address."""

import re
from dataclasses import replace

from guyub.analytics.people_tables.cells import folded
from guyub.analytics.people_tables.layouts import meanings
from guyub.analytics.people_tables.table import PeopleTable

KK_HEADING, ADDRESS_HEADING = "NO.KK", "ALAMAT"
_KK = re.compile(r"NO\.? ?KK\b[ .:]*([0-9][0-9 .]*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"\bRT ?[:.]? ?[0-9]+.*\bRW ?[:.]? ?[0-9]+", re.IGNORECASE)
_PARTS = {
    "rt": re.compile(r"\bRT ?[:.]? ?([0-9]{1,3})", re.IGNORECASE),
    "rw": re.compile(r"\bRW ?[:.]? ?([0-9]{1,3})", re.IGNORECASE),
    "hamlet": re.compile(r"\b(?:DUSUN|LINGKUNGAN) ?[:.]? ?([^,]+)", re.IGNORECASE),
}
_DROPPED = re.compile(r"\b(?:RT|RW|KODE ?POS) ?[:.]? ?[0-9]*", re.IGNORECASE)


def has_blocks(table: PeopleTable) -> bool:
    """Whether rows that begin a block stand in the table."""
    rows = [cells for _, cells in table.above] + list(table.rows[:200])
    return any(_begins_block(cells) for cells in rows)


def unblocked(table: PeopleTable) -> PeopleTable:
    """The members of all blocks, with two columns more: the number of the family card and the address."""
    known, width = meanings("buku-induk"), len(table.headings)
    kk = address = ""
    lines, rows = [], []
    for line, cells in [*table.above, *zip(table.lines, table.rows, strict=True)]:
        text = " ".join(cell for cell in cells if cell)
        if _begins_block(cells):
            number = _KK.search(text)
            kk, address = (number[1] or "").strip() if number else "", ""
        if found := next((cell for cell in cells if _ADDRESS.search(cell)), None):
            address = found
        elif not _begins_block(cells) and sum(folded(cell) in known for cell in cells) < 3 and line > 0:
            if line < table.header_line:
                continue  # a title
            lines.append(line)
            rows.append((*cells[:width], *[""] * (width - len(cells)), kk, address))
    headings = (*table.headings, KK_HEADING, ADDRESS_HEADING)
    return replace(table, headings=headings, lines=tuple(lines), rows=tuple(rows), above=())


def address_parts(text: str) -> dict[str, str]:
    """RT, RW, hamlet and the rest of an address in one sentence.

    >>> address_parts("DUSUN MAWAR, RT:001, RW:002, Kodepos:00000")
    {'rt': '001', 'rw': '002', 'hamlet': 'MAWAR', 'address': ''}
    """
    found = {name: match[1].strip() if (match := part.search(text)) else "" for name, part in _PARTS.items()}
    rest = _PARTS["hamlet"].sub("", _DROPPED.sub("", text))
    return {**found, "address": " ".join(part.strip() for part in rest.split(",") if part.strip())}


def _begins_block(cells: tuple[str, ...]) -> bool:
    first = next((cell for cell in cells if cell), "")
    return bool(_KK.match(first)) and (":" in " ".join(cells) or any(character.isdigit() for character in first))
