"""The only way to write steps and aid of schooling. Every function takes the acting person first, checks role and
territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.schooling.services.exporting import export_children, may_export
from guyub.apps.schooling.services.problems import SchoolingRefused
from guyub.apps.schooling.services.recording import (
    AidFacts,
    StepFacts,
    correct_aid,
    correct_step,
    record_aid,
    record_step,
)

__all__ = [
    "AidFacts",
    "SchoolingRefused",
    "StepFacts",
    "correct_aid",
    "correct_step",
    "export_children",
    "may_export",
    "record_aid",
    "record_step",
]
