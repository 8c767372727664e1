"""The only way to write what is held of elders. Every function takes the acting person first, checks role and territory
itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.elders.services.caring import NewCare, end_care, plan_care, record_care_visit
from guyub.apps.elders.services.checks import ElderFigures, correct_elder_check, note_situation, record_elder_check
from guyub.apps.elders.services.problems import ElderRecordRefused
from guyub.apps.elders.services.referring import answer_elder_referral, refer_elder
from guyub.apps.elders.services.screening import correct_screening, record_screening

__all__ = [
    "ElderFigures",
    "ElderRecordRefused",
    "NewCare",
    "answer_elder_referral",
    "correct_elder_check",
    "correct_screening",
    "end_care",
    "note_situation",
    "plan_care",
    "record_care_visit",
    "record_elder_check",
    "record_screening",
    "refer_elder",
]
