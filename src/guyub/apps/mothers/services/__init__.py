"""The only way to write pregnancies, checks of mothers and births. Every function takes the acting person first, checks
role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.mothers.services.births import (
    BirthFacts,
    Newborn,
    children_to_choose,
    correct_birth,
    name_child,
    record_birth,
    record_birth_of,
)
from guyub.apps.mothers.services.checks import CheckFigures, born_before, correct_check, pregnancy_on, record_check
from guyub.apps.mothers.services.pregnancies import WITHOUT_CHILD, end_pregnancy, note_pregnancy
from guyub.apps.mothers.services.problems import MotherRecordRefused

__all__ = [
    "WITHOUT_CHILD",
    "BirthFacts",
    "CheckFigures",
    "MotherRecordRefused",
    "Newborn",
    "born_before",
    "children_to_choose",
    "correct_birth",
    "correct_check",
    "end_pregnancy",
    "name_child",
    "note_pregnancy",
    "pregnancy_on",
    "record_birth",
    "record_birth_of",
    "record_check",
]
