"""The only way to write arrivals, checks and referrals of a post of the life cycle. Every function takes the acting
person first, checks role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.lifecycle.services.arriving import take_in, tick
from guyub.apps.lifecycle.services.checks import correct_check, of_age, record_check
from guyub.apps.lifecycle.services.problems import NotServedHere, StageRecordRefused
from guyub.apps.lifecycle.services.referring import answer_referral, refer

__all__ = [
    "NotServedHere",
    "StageRecordRefused",
    "answer_referral",
    "correct_check",
    "of_age",
    "record_check",
    "refer",
    "take_in",
    "tick",
]
