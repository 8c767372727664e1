"""The way of a file of people: receive, say what the columns mean, check, decide, enter in the background."""

from guyub.apps.intake.people_files.services.exporting import (
    FORMATS,
    Wish,
    export_members,
    export_recap,
    may_export_full,
    may_export_personal,
)
from guyub.apps.intake.people_files.services.problems import (
    ColumnsMissing,
    ContentGone,
    NothingToExport,
    NotThatState,
    PeopleFileTooLarge,
    QuestionsOpen,
    RowsHaveErrors,
    TooManyPeopleFiles,
    WrongPeopleSuffix,
)
from guyub.apps.intake.people_files.services.receiving import (
    SUFFIXES,
    approve,
    choose_columns,
    choose_layout,
    drop,
    drop_forgotten,
    questions_of,
    receive,
)
from guyub.apps.intake.people_files.services.workbook import error_workbook
from guyub.apps.intake.people_files.services.working import work, work_all, work_once

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "ColumnsMissing",
    "ContentGone",
    "NotThatState",
    "NothingToExport",
    "PeopleFileTooLarge",
    "QuestionsOpen",
    "RowsHaveErrors",
    "TooManyPeopleFiles",
    "Wish",
    "WrongPeopleSuffix",
    "approve",
    "choose_columns",
    "choose_layout",
    "drop",
    "drop_forgotten",
    "error_workbook",
    "export_members",
    "export_recap",
    "may_export_full",
    "may_export_personal",
    "questions_of",
    "receive",
    "work",
    "work_all",
    "work_once",
]
