"""Assessment cycles: what a cycle is, what is recorded in it, and the scores that follow. No clock, no database."""

from guyub.domain.cycles.definition import (
    SCORED,
    Criterion,
    CycleDefinition,
    EntryRule,
    Stage,
    StageKind,
    TieRule,
)
from guyub.domain.cycles.lots import drawn_order, left_to_lots, lots_in
from guyub.domain.cycles.records import PhotoFault, Record, RecordKind, latest
from guyub.domain.cycles.scoring import (
    CriterionScore,
    EntryScore,
    ItemScore,
    Placing,
    StageScore,
    points,
    rank_entries,
    rounded,
    score_entry,
    total_points,
)

__all__ = [
    "SCORED",
    "Criterion",
    "CriterionScore",
    "CycleDefinition",
    "EntryRule",
    "EntryScore",
    "ItemScore",
    "PhotoFault",
    "Placing",
    "Record",
    "RecordKind",
    "Stage",
    "StageKind",
    "StageScore",
    "TieRule",
    "drawn_order",
    "latest",
    "left_to_lots",
    "lots_in",
    "points",
    "rank_entries",
    "rounded",
    "score_entry",
    "total_points",
]
