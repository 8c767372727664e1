"""The only way to write rounds and interviews. Every function takes the acting person first, checks role and
territory itself, works in one transaction and puts an entry on the audit trail; finished answers are told to other
apps through `people.signals.families_changed`.
"""

from guyub.apps.surveys.services.bulk import Recorded, record_answers
from guyub.apps.surveys.services.interviews import (
    Saved,
    finish_interview,
    record_no_answer,
    reopen_interview,
    save_answers,
    start_interview,
    unsettled,
)
from guyub.apps.surveys.services.problems import (
    DayOutsideRound,
    InterviewDone,
    InterviewUnfinished,
    NotInRound,
    RoundClosed,
    RoundExists,
    SavesMissing,
    UnusableAnswers,
)
from guyub.apps.surveys.services.reading import (
    latest_answers,
    members_on,
    record_from,
    record_of,
    sheet_of,
)
from guyub.apps.surveys.services.rounds import close_round, open_round

__all__ = [
    "DayOutsideRound",
    "InterviewDone",
    "InterviewUnfinished",
    "NotInRound",
    "Recorded",
    "RoundClosed",
    "RoundExists",
    "Saved",
    "SavesMissing",
    "UnusableAnswers",
    "close_round",
    "finish_interview",
    "latest_answers",
    "members_on",
    "open_round",
    "record_answers",
    "record_from",
    "record_no_answer",
    "record_of",
    "reopen_interview",
    "save_answers",
    "sheet_of",
    "start_interview",
    "unsettled",
]
