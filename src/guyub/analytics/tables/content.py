"""From a file of any kind to text: a CSV in its encoding, or one sheet of a workbook, read in a bounded child."""

from dataclasses import dataclass
from pathlib import Path

from guyub.analytics.tables import errors
from guyub.analytics.tables.spreadsheet import archive_danger, is_spreadsheet, sheet_as_csv
from guyub.errors import unopened

OTHER_KINDS = {b"PAR1": "Parquet", b"%PDF": "PDF", b"\x1f\x8b": "GZIP", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".ods"})
BLANKS = ' ,;|\t\r\n"'


@dataclass(frozen=True)
class FileContent:
    """Text of a file. ``sheet``: the sheet it came from, "" for a text file; ``sheets``: all sheets there are."""

    text: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def content_of(file: Path, sheet: str | None, largest_bytes: int, *, long_numbers: bool = False) -> FileContent:
    """Content of a CSV file, or of one sheet (the first when None) as CSV text, one line a sheet row.

    Args:
        file: The file; what it is is read from its first bytes, not from its name.
        sheet: Name of the sheet.
        largest_bytes: A larger file is refused before it is opened.
        long_numbers: See `sheet_as_csv`.

    Raises:
        UnreadableFile: One of `errors`.
    """
    try:
        size = file.stat().st_size
        if size > largest_bytes:
            raise errors.FileTooLarge(file=file.name, size=size // 1_000_000, largest=largest_bytes // 1_000_000)
        if is_spreadsheet(file):
            return _sheet_content(file, sheet, long_numbers)
        content = file.read_bytes()
        _refuse_other_kinds(content, file)
    except OSError as error:
        raise unopened(file.name, error) from error
    if not content.strip(BLANKS.encode()):
        raise errors.FileEmpty(file=file.name)
    return FileContent(_decoded(content, file))


def _sheet_content(file: Path, sheet: str | None, long_numbers: bool) -> FileContent:
    danger = archive_danger(file)
    if danger is not None:
        raise errors.UnsafeSpreadsheet(file=file.name, reason=danger)
    report, text = sheet_as_csv(file, sheet, long_numbers=long_numbers)
    match report.get("error"):
        case "no-sheet":
            raise errors.NoSuchSheet(file=file.name, sheet=sheet, sheets=", ".join(report["sheets"]))
        case "too-much":
            raise errors.UnsafeSpreadsheet(file=file.name, reason=report["reason"])
        case "unreadable":
            raise errors.UnreadableSpreadsheet(file=file.name, reason=report["reason"])
    if not text.strip(BLANKS):
        raise errors.FileEmpty(file=file.name)
    return FileContent(text, report["sheet"], tuple(report["sheets"]))


def _refuse_other_kinds(content: bytes, file: Path) -> None:
    """A damaged workbook, or another kind of file, is no text in a wrong encoding: say what it is."""
    kind = next((name for start, name in OTHER_KINDS.items() if content.startswith(start)), None)
    if kind is not None:
        raise errors.KindNotRead(file=file.name, format=kind)
    if file.suffix.lower() in WORKBOOKS and b"\0" in content:
        raise errors.NotAWorkbook(file=file.name)


def _decoded(content: bytes, file: Path) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        place = text.index("\0")
        break
    raise errors.UnreadableText(file=file.name, line=content[:place].count(b"\n") + 1)
