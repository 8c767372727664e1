"""What a scorecard says: figures of a village worked out from the records, and those kept of past months."""

from guyub.apps.scorecard.services.figures import VILLAGE, Access, Kind, Parts, access_of, work_out
from guyub.apps.scorecard.services.keeping import Kept, KeptPart, keep_month_figures, kept_figures, months_to

__all__ = [
    "VILLAGE",
    "Access",
    "Kept",
    "KeptPart",
    "Kind",
    "Parts",
    "access_of",
    "keep_month_figures",
    "kept_figures",
    "months_to",
    "work_out",
]
