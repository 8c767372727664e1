"""The one family of errors for what a person can put right.

Every error has a stable ``code``, the data involved, an English sentence, and an exit code by kind.
`guyub.language` turns the code into an Indonesian sentence. Any other exception is a bug and may crash.
No error carries a NIK or a person's name: records are named by their id.
"""

from typing import Any, ClassVar


class DomainError(Exception):
    """Something a person can put right: what, where, which value, why, what to do.

    ``words`` names the data that are codes of words in `guyub.language`, as ``kind.class`` for ``kind="class"``.
    """

    code: ClassVar[str] = "domain-error"
    template: ClassVar[str] = "{problem}"
    exit_code: ClassVar[int] = 1
    words: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.template.format(**data))


class UnreadableFile(DomainError):
    """A file cannot be read as what it should be. Each reason is a class of its own, with its own sentence."""

    code = "unreadable-file"
    template = "Cannot read {file}"
    exit_code = 3


class FileMissing(UnreadableFile):
    """No such file, or it may not be opened."""

    code = "file-missing"
    template = "Cannot read {file}: {reason}. Check the name and the folder."


class FileIsFolder(UnreadableFile):
    """A folder stands where a file is wanted."""

    code = "file-is-folder"
    template = "{file} is a folder; name a file in it."


def unopened(file: str, error: OSError) -> UnreadableFile:
    """What the operating system's refusal to open a file of that name means for a person."""
    if isinstance(error, IsADirectoryError):
        return FileIsFolder(file=file)
    return FileMissing(file=file, reason=error.strerror or str(error))


class InvalidValue(DomainError):
    """A value breaks a rule. Each rule is a class of its own, with its own sentence."""

    code = "invalid-value"
    template = "Row {row}, column '{column}': '{value}' cannot be used"
    exit_code = 4


class InvalidRuleFile(DomainError):
    """An instrument, fact, or lever file is not well made."""

    code = "invalid-rule-file"
    template = "{file}: {path}: {problem}"
    exit_code = 5


class NotFound(DomainError):
    """A named thing does not exist."""

    code = "not-found"
    template = "There is no {kind} '{name}'. Known: {known}"
    exit_code = 6
    words = ("kind",)


class NotAllowed(DomainError):
    """The user's role or territory does not allow this."""

    code = "not-allowed"
    template = "Your account may not {action} here."
    exit_code = 7
    words = ("action",)
