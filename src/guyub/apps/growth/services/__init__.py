"""The only way to write posyandu, their days and measurements. Every function takes the acting person first, checks
role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.growth.services.caring import Mark, mark_care, mark_many, withdraw_mark
from guyub.apps.growth.services.days import (
    Arrived,
    close_day,
    expected,
    open_day,
    open_posyandu,
    reopen_day,
    take_in,
)
from guyub.apps.growth.services.measuring import Figures, correct_measurement, record_measurement, record_measurements
from guyub.apps.growth.services.problems import (
    AlreadyReplaced,
    DayClosed,
    DayDoesNotFit,
    MarkNotPossible,
    NotExpected,
    PosyanduExists,
    ReferralNotPossible,
    UnusableMeasurement,
)
from guyub.apps.growth.services.referring import answer_referral, problem_with_answer, refer_child, write_answer
from guyub.apps.growth.services.states import latest_gain, renew, renew_in_turn, renew_stale, scores
from guyub.apps.ui.outbox import SendingsMissing

__all__ = [
    "AlreadyReplaced",
    "Arrived",
    "DayClosed",
    "DayDoesNotFit",
    "Figures",
    "Mark",
    "MarkNotPossible",
    "NotExpected",
    "PosyanduExists",
    "ReferralNotPossible",
    "SendingsMissing",
    "UnusableMeasurement",
    "answer_referral",
    "close_day",
    "correct_measurement",
    "expected",
    "latest_gain",
    "mark_care",
    "mark_many",
    "open_day",
    "open_posyandu",
    "problem_with_answer",
    "record_measurement",
    "record_measurements",
    "refer_child",
    "renew",
    "renew_in_turn",
    "renew_stale",
    "reopen_day",
    "scores",
    "take_in",
    "withdraw_mark",
    "write_answer",
]
