"""The only way to write groups, their members, cards, meetings and visits. Every function takes the acting person
first, checks role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.programmes.services.counting import card_counts, current_members, officers_now
from guyub.apps.programmes.services.groups import GroupFacts, close_group, confirm_card, describe_group, open_group
from guyub.apps.programmes.services.meetings import (
    MeetingFacts,
    cancel_meeting,
    close_meeting,
    describe_meeting,
    expected,
    is_empty,
    open_meeting,
    reopen_meeting,
    save_attendance,
    take_in,
)
from guyub.apps.programmes.services.members import (
    answer_visit_referral,
    end_membership,
    enrol,
    may_answer,
    record_home_visit,
)
from guyub.apps.programmes.services.officers import appoint, end_post, record_training
from guyub.apps.programmes.services.problems import GroupRecordRefused, MeetingClosed, NotAMember
from guyub.apps.programmes.services.reach import runs

__all__ = [
    "GroupFacts",
    "GroupRecordRefused",
    "MeetingClosed",
    "MeetingFacts",
    "NotAMember",
    "answer_visit_referral",
    "appoint",
    "cancel_meeting",
    "card_counts",
    "close_group",
    "close_meeting",
    "confirm_card",
    "current_members",
    "describe_group",
    "describe_meeting",
    "end_membership",
    "end_post",
    "enrol",
    "expected",
    "is_empty",
    "may_answer",
    "officers_now",
    "open_group",
    "open_meeting",
    "record_home_visit",
    "record_training",
    "reopen_meeting",
    "runs",
    "save_attendance",
    "take_in",
]
