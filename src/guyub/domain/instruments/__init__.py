"""Assessment instruments as data, and how they assess: one village (`assess`) or many (`assess_frame`)."""

from guyub.domain.instruments.assess import Assessment, Facts, Limit, VariableResult, assess, assess_change
from guyub.domain.instruments.frame import assess_frame, missing_points_frame
from guyub.domain.instruments.model import Instrument, Status, Variable
from guyub.domain.rulefiles import Grade

__all__ = [
    "Assessment",
    "Facts",
    "Grade",
    "Instrument",
    "Limit",
    "Status",
    "Variable",
    "VariableResult",
    "assess",
    "assess_change",
    "assess_frame",
    "missing_points_frame",
]
