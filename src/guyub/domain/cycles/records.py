"""What is recorded about an entry of a cycle, and in what shape. Nothing else bears on its score.

Each body is a flat mapping with plain values, so that the ledger's seal covers it as it is. Shares are ten-thousandths
of an item's weight; scores are text with two decimals ("82.50").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RecordKind(StrEnum):
    """The values are stable: they stand in ledgers."""

    ENTERED = "entered"  # body: checks of the entry rules {rule: {"fits": bool, "found": …}}
    CARRIED = "carried"  # body: {"cycle": code below, "entry": key, "rank", "points", "end": [number, seal], "reason"}
    CLAIM = "claim"  # item; body: {"share": int | None, "weight": int (hundredths of a point), "facts": {…}, "note"}
    VERIFIED = "verified"  # item; body: {"share": int, "reason": str}  the city's value
    ASKED = "asked"  # item; body: {"what": str}  the city asks for missing evidence
    COMPLETED = "completed"  # item; body: {"note": str, "proofs": [key, …]}  the village's answer, while the clock runs
    CLOCK = "clock"  # body: {"until": ISO time}  two working days to complete
    REVEAL = "reveal"  # stage; body: {}  the chair opens the panel's scores of a stage to the panel
    QUESTIONS = "questions"  # stage; body: {"seed": int, "drawn": [code, …]}
    SCORE = "score"  # stage, item = criterion, seat; body: {"score": "82.50", "note": str}; a later one replaces it
    CHECK = "check"  # item, seat; body: {"result": "match" | "partly" | "absent", "note": str}
    PHOTO = "photo"  # item, seat; body: {"file": SHA-256 as it was sent, "kept": SHA-256 of the kept content}
    PHOTO_OFF = "photo-off"  # item, seat; body: {"file": as in PHOTO, "reason": a `PhotoFault`}
    LOT = "lot"  # body: {"public": str, "place": int, "of": int}  order of a drawing: SHA-256 of "public|village"
    DISCUSSED = "discussed"  # stage, item = criterion; body: {"summary": str}  an outlier was talked over
    MOVED = "moved"  # stage = new stage; body: {"from": stage, "reason": str}
    ENDED = "ended"  # body: {"state": "ended" | "withdrawn", "reason": str}
    APPEAL = "appeal"  # body: {"text": str}
    APPEAL_ANSWER = "appeal-answer"  # body: {"text": str, "upheld": bool}
    DECIDED = "decided"  # body: {"final": "89.80", "rank": int, "of": int}


class PhotoFault(StrEnum):
    """Why a photo of the field checklist was taken off. The values are stable: they stand in ledgers."""

    ITEM = "wrong-item"
    PLACE = "wrong-place"
    UNCLEAR = "unclear"
    PEOPLE = "people"  # somebody can be recognised who should not be


@dataclass(frozen=True)
class Record:
    """One record, as scoring sees it. ``seat``: label of the panel's seat ("Juri 1"), or ""."""

    kind: str
    stage: str = ""
    item: str = ""
    seat: str = ""
    body: Mapping[str, Any] | None = None

    def get(self, name: str) -> Any:
        """One value of the body; None where it is absent."""
        return (self.body or {}).get(name)


def latest(records: Iterable[Record], kind: str) -> dict[tuple[str, str, str], Record]:
    """The last record of a kind by (stage, item, seat): what is sent again replaces what was sent before."""
    return {(record.stage, record.item, record.seat): record for record in records if record.kind == kind}
