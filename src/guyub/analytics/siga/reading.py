"""Reading the files of a folder defensively: size, encoding, separator, header; each row keeps its line number."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guyub.analytics.siga import errors

_DELIMITERS = (";", ",", "\t", "|")
_HEADER_WITHIN = 20  # lines; exports may have title lines above the header
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a folder may be, in bytes. A province of 6,000 villages has about 20 MB a table and year."""

    file: int = 50_000_000
    folder: int = 400_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file taken apart. ``header`` is in capitals with single spaces; rows are (line, cells)."""

    file: str
    encoding: str
    header: tuple[str, ...]
    header_line: int
    rows: list[tuple[int, list[str]]]


def list_files(folder: Path, limits: Limits) -> tuple[list[Path], list[Path]]:
    """The CSV files of a folder and everything else in it, by name.

    Raises:
        FolderUnreadable: It is no folder.
        FileTooLarge: One CSV file, or all together, is above the limit; nothing was opened.
    """
    if not folder.is_dir():
        raise errors.FolderUnreadable(file=str(folder))
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    tables = [entry for entry in entries if entry.suffix.lower() == ".csv" and entry.is_file()]
    total = 0
    for table in tables:
        size = table.stat().st_size
        total += size
        if size > limits.file:
            raise errors.FileTooLarge(file=table.name, size=size, limit=limits.file)
        if total > limits.folder:
            raise errors.FileTooLarge(file=str(folder), size=total, limit=limits.folder)
    return tables, [entry for entry in entries if entry not in tables]


def read_sheet(file: Path, identity: Mapping[str, tuple[str, ...]]) -> Sheet | None:
    """The rows of a CSV file, or None if no line near its start names regency, district and village columns.

    Raises:
        FileEmpty, FileNotText, FileBroken: It cannot be taken apart at all.
    """
    text, encoding = _decode(file)
    if not text.strip():
        raise errors.FileEmpty(file=file.name)
    lines = text.split("\n", _HEADER_WITHIN)[:_HEADER_WITHIN]
    for index, line in enumerate(lines):
        for delimiter in _DELIMITERS:
            if _names_villages(line.split(delimiter), identity):
                rest = text.split("\n", index)[index]
                return _take_apart(file.name, encoding, rest, delimiter, index)
    return None


def canonical(header: str) -> str:
    """A header in capitals, with single spaces for spaces and underscores."""
    return " ".join(header.replace("_", " ").upper().split())


def _decode(file: Path) -> tuple[str, str]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise errors.FileBroken(file=file.name, line=1, reason=error.strerror or str(error)) from error
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    raise errors.FileNotText(file=file.name)


def _names_villages(cells: list[str], identity: Mapping[str, tuple[str, ...]]) -> bool:
    headers = {canonical(cell.strip(' "')) for cell in cells}
    return all(headers.intersection(identity[name]) for name in ("regency", "district", "village"))


def _take_apart(file: str, encoding: str, text: str, delimiter: str, lines_before: int) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 0
    try:
        header = tuple(canonical(cell) for cell in next(reader))
        line = reader.line_num
        for cells in reader:
            rows.append((lines_before + line + 1, cells))
            line = reader.line_num
    except csv.Error as error:
        raise errors.FileBroken(file=file, line=lines_before + line + 1, reason=str(error)) from error
    if not rows:
        raise errors.FileEmpty(file=file)
    return Sheet(file, encoding, header, lines_before + 1, rows)
