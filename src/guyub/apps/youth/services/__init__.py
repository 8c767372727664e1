"""The only way to write checks, referrals and interviews of young people. Every function takes the acting person first,
checks role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.youth.services.checks import POSMAJA, CheckFacts, correct_check, of_age, record_check
from guyub.apps.youth.services.interviews import correct_interview, record_interview
from guyub.apps.youth.services.problems import YouthRecordRefused
from guyub.apps.youth.services.referring import answer_referral, refer

__all__ = [
    "POSMAJA",
    "CheckFacts",
    "YouthRecordRefused",
    "answer_referral",
    "correct_check",
    "correct_interview",
    "of_age",
    "record_check",
    "record_interview",
    "refer",
]
