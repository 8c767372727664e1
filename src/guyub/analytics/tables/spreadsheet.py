"""Turn one sheet of a workbook into CSV text, in a process of its own with bounded memory and time.

A hostile workbook can ask for hundreds of gigabytes with one cell in its far corner, and the reading library then
aborts the whole process. So `sheet_as_csv` looks at the archive's table of contents first, and runs this very file
as a script: only that script meets the content. Formula cells come out as ``=...``, never as a value: what a formula
shows can be stale or made up, and the reader refuses it with its row and column.
"""

import csv
import json
import re
import subprocess  # the only command run is this file, by this interpreter
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

MEMORY = 1024**3  # bytes of the child; a sheet of 83,762 rows needs half
SECONDS = 120
MOST_CELLS = 20_000_000
MOST_PARTS = 1_000
LONGEST_CELL = 2_000  # characters handed on; longer than any text the reader accepts
LARGEST_OUTPUT = 100_000_000  # characters; a sheet of 83,762 rows has 20 million
LARGEST_UNPACKED = 600_000_000  # bytes
LARGEST_RATIO = 150  # unpacked to packed; sheets of figures reach 20
EXACT_NUMBERS = 10**15  # spreadsheet programs keep 15 digits of a number
EXIT_TOO_MUCH = 3
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_spreadsheet(file: Path) -> bool:
    """Whether the file begins like a workbook (XLSX, ODS, XLS), whatever its name says."""
    with file.open("rb") as stream:
        return stream.read(8).startswith(_SIGNATURES)


def archive_danger(file: Path) -> str | None:
    """Why the archive must not be unpacked, or None."""
    if not zipfile.is_zipfile(file):
        return None
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS:
        return f"ZIP: {len(parts)}"
    if unpacked > LARGEST_UNPACKED:
        return f"{unpacked // 1_000_000} MB"
    if unpacked > 10_000_000 and unpacked > LARGEST_RATIO * packed:
        return f"{unpacked // max(packed, 1)} : 1"
    return None


def sheet_as_csv(file: Path, sheet: str | None, *, long_numbers: bool = False) -> tuple[dict[str, Any], str]:
    """What happened (``{"sheet": name, "sheets": names}``, or ``{"error": code, ...}``), and the sheet as CSV text.

    One line a sheet row. With ``long_numbers`` a number of 16 digits whose last digits the spreadsheet program has
    dropped comes out as 3.27601450190001E+15, as people see it; else its lost digits would look like zeros.
    """
    command = [sys.executable, str(Path(__file__)), str(file), sheet or "", "long" if long_numbers else ""]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"error": "too-much", "reason": f"> {SECONDS} s"}, ""
    if child.returncode == EXIT_TOO_MUCH:
        return {"error": "too-much", "reason": f"> {LARGEST_OUTPUT // 1_000_000} MB"}, ""
    if child.returncode != 0:
        return {"error": "too-much", "reason": f"> {MEMORY // 1024**3} GB"}, ""
    report, _, text = child.stdout.decode("utf-8").partition("\n")
    return json.loads(report), text


# -- the child ---------------------------------------------------------------------------------------------------


def main(file: str, sheet: str, long_numbers: str) -> None:
    """Write the report and the sheet to standard output."""
    _limit()
    as_text = _as_text_with_long_numbers if long_numbers else _as_text
    report, rows = _read(file, sheet)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(json.dumps(report) + "\n")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    written = 0
    for row in rows:
        # One long text that many cells share makes a small file grow a thousandfold when each cell repeats it.
        texts = [as_text(cell)[:LONGEST_CELL] for cell in row]
        written += sum(map(len, texts)) + len(texts)
        if written > LARGEST_OUTPUT:
            sys.exit(EXIT_TOO_MUCH)
        writer.writerow(texts)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the archive's table of contents was checked before
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(file: str, sheet: str) -> tuple[dict[str, Any], Iterator[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_path(file)
        names = workbook.sheet_names
        if sheet and sheet not in names:
            return {"error": "no-sheet", "sheets": names}, iter(())
        name = sheet or names[0]
        cells = workbook.get_sheet_by_name(name)
        if cells.total_height * cells.total_width > MOST_CELLS:
            return {"error": "too-much", "reason": f"{cells.total_height} × {cells.total_width}"}, iter(())
        formulas = _formulas(file, names.index(name))
    except PasswordError:
        return {"error": "unreadable", "reason": "password"}, iter(())
    except (CalamineError, OSError, ValueError, IndexError, KeyError, ElementTree.ParseError) as error:
        return {"error": "unreadable", "reason": str(error)[:200]}, iter(())
    return {"sheet": name, "sheets": names}, _with_formulas(cells.to_python(skip_empty_area=False), formulas)


def _with_formulas(rows: list[list[Any]], formulas: dict[tuple[int, int], str]) -> Iterator[list[Any]]:
    for (row, column), formula in formulas.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = "=" + formula
    return iter(rows)


def _as_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r", " ").replace("\n", " ")


def _as_text_with_long_numbers(cell: Any) -> str:
    if isinstance(cell, float) and abs(cell) >= EXACT_NUMBERS and (cell % 10 == 0 or abs(cell) > 2**53):
        return f"{cell:.14E}"
    return _as_text(cell)


def _formulas(file: str, sheet: int) -> dict[tuple[int, int], str]:
    """Formulas of a sheet by row and column, from 0. XLS keeps them in a form that is not read here."""
    if not zipfile.is_zipfile(file):
        return {}
    with zipfile.ZipFile(file) as archive:
        if "content.xml" in archive.namelist():
            return dict(_ods_formulas(archive, sheet))
        if "xl/workbook.xml" in archive.namelist():
            return dict(_xlsx_formulas(archive, _xlsx_part(archive, sheet)))
    return {}


def _xlsx_part(archive: zipfile.ZipFile, sheet: int) -> str:
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - this process is bounded
    sheets = [part for part in workbook.iter() if _local(part.tag) == "sheet"]
    wanted = next(value for key, value in sheets[sheet].attrib.items() if _local(key) == "id" and key != "sheetId")
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(part.attrib["Target"] for part in relations if part.attrib["Id"] == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _xlsx_formulas(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    with archive.open(part) as stream:
        for _, cell in ElementTree.iterparse(stream):  # noqa: S314
            name = _local(cell.tag)
            if name == "c":
                formula = next((inner for inner in cell if _local(inner.tag) == "f"), None)
                if formula is not None:
                    yield _position(cell.attrib.get("r", "")), (formula.text or "")[:100]
            if name == "row":
                cell.clear()


def _ods_formulas(archive: zipfile.ZipFile, sheet: int) -> Iterator[tuple[tuple[int, int], str]]:
    tables = row = column = -1
    with archive.open("content.xml") as stream:
        for event, part in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314
            name, attributes = _local(part.tag), {_local(key): value for key, value in part.attrib.items()}
            if event == "end":
                if name == "table-row":
                    row += int(attributes.get("number-rows-repeated", 1))
                    part.clear()
                continue
            if name == "table":
                tables, row = tables + 1, 0
            elif name == "table-row":
                column = 0
            elif name in ("table-cell", "covered-table-cell"):
                if tables == sheet and "formula" in attributes:
                    yield (row, column), attributes["formula"][:100]
                column += int(attributes.get("number-columns-repeated", 1))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _position(reference: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
    if match is None:
        raise ValueError(f"cell reference {reference[:20]}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
