"""Why a file of villages cannot be read or written at all. Faults of single cells are `Problem`s instead."""

from guyub.errors import DomainError, NotFound, UnreadableFile


class FileTooLarge(UnreadableFile):
    """The file is larger than what is read in one go; refused before it is opened."""

    code = "file-too-large"
    template = (
        "{file} has {size} MB; at most {largest} MB are read at once. A table of all villages of Indonesia is "
        "smaller: check that it is the right file, or split it."
    )


class FileEmpty(UnreadableFile):
    """Nothing in the file."""

    code = "file-empty"
    template = "{file} is empty."


class OnlyHeader(UnreadableFile):
    """A header and nothing below it."""

    code = "only-header"
    template = "{file} has a header but no data below it."


class UnreadableText(UnreadableFile):
    """Bytes that are not text in UTF-8 or Windows-1252."""

    code = "unreadable-text"
    template = "{file}, line {line}: not readable as text. Save it anew as 'CSV UTF-8'."


class NotAWorkbook(UnreadableFile):
    """A file that is named like a workbook and does not begin like one."""

    code = "not-a-workbook"
    template = "{file} is not a whole workbook. Open it in a spreadsheet program, save it anew, and try again."


class KindNotRead(UnreadableFile):
    """A file of a kind that is not read, such as Parquet or PDF."""

    code = "kind-not-read"
    template = "{file} is a {format} file. Read are CSV (or TXT) with text in UTF-8, XLSX, ODS and XLS."


class DamagedParquet(UnreadableFile):
    """A Parquet file that does not open."""

    code = "damaged-parquet"
    template = "{file} is not a whole Parquet file. Write it anew, and try again."


class BrokenQuotes(UnreadableFile):
    """A quotation mark opens and does not close, or stands inside a cell."""

    code = "broken-quotes"
    template = "{file}: the quotation marks of the row that starts at line {line} do not match. Mend that row."


class UnknownHeader(UnreadableFile):
    """No column of the header is known."""

    code = "unknown-header"
    template = (
        "{file}: the first line must name the columns. Found: {found}. Expected columns such as: {expected}. "
        "All of them are in docs/reference/facts.md."
    )


class HeaderNearlyKnown(UnknownHeader):
    """No column of the header is known, and some look like known ones."""

    code = "header-nearly-known"
    template = "{file}: the first line must name the columns. Found: {found}. Perhaps meant: {guesses}."


class MistypedColumns(UnreadableFile):
    """A column is unknown and looks like a known one that is not there."""

    code = "mistyped-columns"
    template = (
        "{file}: unknown columns that look mistyped: {guesses}. Correct the header; otherwise these figures would "
        "count as missing."
    )


class RepeatedColumn(UnreadableFile):
    """Two columns for the same thing."""

    code = "repeated-column"
    template = "{file}: the column '{column}' stands twice (columns {first} and {second}). Keep one."


class TooManyColumns(UnreadableFile):
    """More columns than any table of villages has."""

    code = "too-many-columns"
    template = "{file} has {columns} columns; at most {largest} are read."


class TooManyRows(UnreadableFile):
    """More rows than are read at once."""

    code = "too-many-rows"
    template = "{file} has more than {largest} rows. Split it."


class UnsafeSpreadsheet(UnreadableFile):
    """A spreadsheet that unpacks to far more than its size: refused before it is unpacked."""

    code = "unsafe-spreadsheet"
    template = "{file} is refused: unpacked it would be far larger than a table of villages ({reason})."


class UnreadableSpreadsheet(UnreadableFile):
    """Damaged, protected by a password, or not a spreadsheet that is known."""

    code = "unreadable-spreadsheet"
    template = "{file} cannot be read as a spreadsheet ({reason}). Save it anew as XLSX or CSV, without a password."


class NoSuchSheet(UnreadableFile):
    """The workbook has no sheet of that name."""

    code = "no-such-sheet"
    template = "{file} has no sheet '{sheet}'. It has: {sheets}."


class NoSuchRow(NotFound):
    """No row of the table is called so."""

    code = "no-such-row"
    template = "{file} has no row '{name}'. Its rows are called {first} to {last}."


class UnwritableFile(DomainError):
    """The place for an output file cannot be written."""

    code = "unwritable-file"
    template = "Cannot write {file}: {reason}."
    exit_code = 3


class OutputIsInput(UnwritableFile):
    """The output would take the place of the input."""

    code = "output-is-input"
    template = "{file} is the input file; it would be lost. Give the output another name."


class RowsRefused(DomainError):
    """Rows have problems and nothing was written."""

    code = "rows-refused"
    template = (
        "{file}: nothing was written. Problems: {problems}; rows with problems: {rows}. Correct them, or leave these "
        "rows out with --skip-bad-rows."
    )
    exit_code = 4
