"""The only way to write what belongs to the ministry's quick-win programmes. Every function takes the acting person
first, checks role and territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.quickwins.services.fostering import AidFacts, begin_aid, end_aid, note_donor, record_delivery
from guyub.apps.quickwins.services.others import enrol, leave, note_day_care, record_activity
from guyub.apps.quickwins.services.problems import QuickWinRefused

__all__ = [
    "AidFacts",
    "QuickWinRefused",
    "begin_aid",
    "end_aid",
    "enrol",
    "leave",
    "note_day_care",
    "note_donor",
    "record_activity",
    "record_delivery",
]
