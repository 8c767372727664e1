"""A drawing of lots that anybody can draw again: it follows from what all can see, and from a number said aloud."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from guyub.domain.cycles.definition import CycleDefinition
from guyub.domain.cycles.records import Record, RecordKind, latest
from guyub.domain.cycles.scoring import EntryScore, rank_entries


def drawn_order(public: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names by the SHA-256 of ``public|name``, smallest first."""
    return tuple(sorted(names, key=lambda name: hashlib.sha256(f"{public}|{name}".encode()).hexdigest()))


def left_to_lots(definition: CycleDefinition, scores: Mapping[str, EntryScore]) -> list[tuple[str, ...]]:
    """Groups of entries that no tie rule before the drawing of lots parts; none where no rule names a drawing."""
    kinds = [tie.by for tie in definition.ties]
    if "lot" not in kinds:
        return []
    before = definition.model_copy(update={"ties": definition.ties[: kinds.index("lot")]})
    groups: dict[int, list[str]] = {}
    for placing in rank_entries(before, scores):
        groups.setdefault(placing.rank, []).append(placing.entry)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def lots_in(records: Mapping[str, Sequence[Record]]) -> tuple[str, ...]:
    """Entries in the order of their recorded lots, for ranking."""
    places = {entry: list(latest(rows, RecordKind.LOT).values()) for entry, rows in records.items()}
    drawn = [(int(lots[-1].get("place")), entry) for entry, lots in places.items() if lots]
    return tuple(entry for _place, entry in sorted(drawn))
