"""The only way to write businesses and their books. Every function takes the acting person first, checks role and
territory itself, works in one transaction and puts an entry on the audit trail.
"""

from guyub.apps.livelihoods.services.businesses import (
    UPPKA,
    BusinessFacts,
    add_owner,
    close_business,
    describe_business,
    open_business,
)
from guyub.apps.livelihoods.services.exporting import export_businesses, may_export
from guyub.apps.livelihoods.services.problems import BusinessRefused
from guyub.apps.livelihoods.services.recording import (
    CashFacts,
    NoteFacts,
    PermitFacts,
    cash_told_already,
    correct_cash,
    correct_note,
    correct_permit,
    record_cash,
    record_note,
    record_permit,
)

__all__ = [
    "UPPKA",
    "BusinessFacts",
    "BusinessRefused",
    "CashFacts",
    "NoteFacts",
    "PermitFacts",
    "add_owner",
    "cash_told_already",
    "close_business",
    "correct_cash",
    "correct_note",
    "correct_permit",
    "describe_business",
    "export_businesses",
    "may_export",
    "open_business",
    "record_cash",
    "record_note",
    "record_permit",
]
