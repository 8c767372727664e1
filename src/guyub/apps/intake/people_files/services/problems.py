"""Why a file of people cannot be taken or decided."""

from guyub.errors import DomainError, UnreadableFile


class WrongPeopleSuffix(UnreadableFile):
    """The name does not end like a table."""

    code = "wrong-people-suffix"
    template = "{file} does not end like a table. Accepted: {accepted}."


class PeopleFileTooLarge(UnreadableFile):
    """More bytes than one import takes."""

    code = "people-file-too-large"
    template = "{file} is larger than {largest} MB. Split it by RW."


class TooManyPeopleFiles(DomainError):
    """Many files of the village wait for a decision."""

    code = "too-many-people-files"
    template = "{count} files of this village wait for a decision; enter or drop some of them first."
    exit_code = 4


class NotThatState(DomainError):
    """The import is past the step that was asked for."""

    code = "import-in-another-state"
    template = "This import is '{state}' by now; look at it again."
    exit_code = 4


class ColumnsMissing(DomainError):
    """The layout needs columns that have no meaning given."""

    code = "columns-missing"
    template = "Say which column holds: {fields}."
    exit_code = 4


class QuestionsOpen(DomainError):
    """The person must answer something about the file before it can be read."""

    code = "import-questions-open"
    template = "Answer first: {questions}."
    exit_code = 4


class RowsHaveErrors(DomainError):
    """Rows have errors, and the person did not say that only the good ones are to be entered."""

    code = "people-rows-have-errors"
    template = "{refused} rows have errors. Correct them, or say that only the good families are to be entered."
    exit_code = 4


class ContentGone(DomainError):
    """The content was destroyed; only counts and problems are left."""

    code = "import-content-gone"
    template = "The content of this file is no longer kept. Send the file again."
    exit_code = 4


class LeaseLost(DomainError):
    """Another worker has taken the import up."""

    code = "import-lease-lost"
    template = "Another worker has taken this import up."
    exit_code = 1


class NothingToExport(DomainError):
    """No family there that the person may export."""

    code = "nothing-to-export"
    template = "There is no family to export in {village}."
    exit_code = 6
