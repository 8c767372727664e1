"""The one family of errors for what a person can put right.

Every error has a stable ``code``, the data involved, an English sentence, and an exit code by kind.
`guyub.language` turns the code into an Indonesian sentence. Any other exception is a bug and may crash.
No error carries a NIK or a person's name: records are named by their id.
"""

from typing import Any, ClassVar


class DomainError(Exception):
    """Something a person can put right: what, where, which value, why, what to do."""

    code: ClassVar[str] = "domain-error"
    template: ClassVar[str] = "{problem}"
    exit_code: ClassVar[int] = 1

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.template.format(**data))


class UnreadableFile(DomainError):
    """A file cannot be read as what it should be (missing, too large, wrong format, wrong header)."""

    code = "unreadable-file"
    template = "Cannot read {file}: {problem}"
    exit_code = 3


class InvalidValue(DomainError):
    """A value breaks a rule."""

    code = "invalid-value"
    template = "Row {row}, column '{column}': '{value}' {problem}"
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


class NotAllowed(DomainError):
    """The user's role or territory does not allow this."""

    code = "not-allowed"
    template = "Your account may not {action} here."
    exit_code = 7
