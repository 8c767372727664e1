"""Exports of e-PPGBM: a file is checked against the registry, taken in, compared by the month, and written again."""

from guyub.apps.growth.services.eppgbm.comparing import Compared, Kind, Month, compare, months_of
from guyub.apps.growth.services.eppgbm.exporting import NothingMeasured, Wish, export_measurements, note_export
from guyub.apps.growth.services.eppgbm.files import (
    SUFFIXES,
    ContentGone,
    EppgbmTooLarge,
    NotATable,
    TooManyFiles,
    choose_order,
    drop,
    drop_forgotten,
    forgotten,
    may_export,
    may_take_in,
    receive,
)
from guyub.apps.growth.services.eppgbm.planning import Outcome, Plan, PlannedRow, plan_of
from guyub.apps.growth.services.eppgbm.taking import take_in_file
from guyub.apps.growth.services.eppgbm.vitamins import Capsules, capsules_of

__all__ = [
    "SUFFIXES",
    "Capsules",
    "Compared",
    "ContentGone",
    "EppgbmTooLarge",
    "Kind",
    "Month",
    "NotATable",
    "NothingMeasured",
    "Outcome",
    "Plan",
    "PlannedRow",
    "TooManyFiles",
    "Wish",
    "capsules_of",
    "choose_order",
    "compare",
    "drop",
    "drop_forgotten",
    "export_measurements",
    "forgotten",
    "may_export",
    "may_take_in",
    "months_of",
    "note_export",
    "plan_of",
    "receive",
    "take_in_file",
]
