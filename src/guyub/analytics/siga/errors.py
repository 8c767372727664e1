"""What makes a folder or file of SIGA reports unreadable as a whole."""

from guyub.errors import NotFound, UnreadableFile


class FolderUnreadable(UnreadableFile):
    """The folder is absent or not a folder."""

    code = "siga-folder-unreadable"
    template = "Cannot read {file}: it is not a folder. Name the folder that holds the CSV files of SIGA."


class FolderWithoutTables(UnreadableFile):
    """No file of the folder is a SIGA village table."""

    code = "siga-folder-without-tables"
    template = (
        "Cannot import {file}: none of its {files} files is a SIGA village table. A table has the columns PROVINSI, "
        "KABUPATEN, KECAMATAN and KELURAHAN; download the tables from SIGA as CSV into this folder."
    )


class FileTooLarge(UnreadableFile):
    """A file, or all together, is larger than a folder of village tables can be."""

    code = "siga-file-too-large"
    template = (
        "Cannot read {file}: {size} bytes, the limit is {limit}. Village tables of a whole province are far smaller: "
        "take the file out of the folder, or import the province in parts."
    )


class FileEmpty(UnreadableFile):
    """A CSV file without any row under its header, or without content."""

    code = "siga-file-empty"
    template = "Cannot read {file}: it holds no rows. Download it again, or take it out of the folder."


class FileNotText(UnreadableFile):
    """A file that ends in .csv but is not text."""

    code = "siga-file-not-text"
    template = "Cannot read {file}: it is not a text file. Save it as CSV, or take it out of the folder."


class FileBroken(UnreadableFile):
    """Text that the CSV rules cannot take apart."""

    code = "siga-file-broken"
    template = "Cannot read {file}, line {line}: {reason}. Download it again, or take it out of the folder."


class HeaderIncomplete(UnreadableFile):
    """A file named like a SIGA table, without columns that this table has."""

    code = "siga-header-incomplete"
    template = (
        "Cannot read {file}: by its name it is '{table}', but the columns {columns} are not in its header. "
        "Download it again, or rename it if it is another table."
    )


class HeaderTwice(UnreadableFile):
    """A column that stands twice: which one is meant is not known."""

    code = "siga-header-twice"
    template = "Cannot read {file}: the column {columns} stands twice in its header. Delete or rename one of the two."


class MonthNotFound(NotFound):
    """The chosen month is in no file."""

    code = "siga-month-not-found"
    template = "No monthly table has rows of {name}. Months found: {known}. Choose one of them with --month."


class MonthUnknown(NotFound):
    """What was written for --month is no month."""

    code = "siga-month-unknown"
    template = "'{name}' is not a month. Write a name, a number from 1 to 12, or year-month, such as 2025-09."


class UnwritableFile(UnreadableFile):
    """A result cannot be written where it was asked for."""

    code = "siga-unwritable-file"
    template = "Cannot write {file}: {reason}. Nothing was changed. Choose another place for the results."


class OutputClash(UnreadableFile):
    """A result would overwrite the other result or a table that was read."""

    code = "siga-output-clash"
    template = (
        "Cannot write {file}: it is a table that was read, or --out and --report are the same. Choose another name."
    )
