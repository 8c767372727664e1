"""From the ledger to scores: the records of a cycle's entries, as the pure rules read them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Seat
from guyub.apps.appraisal.services.cycles import barred
from guyub.domain.cycles import CycleDefinition, EntryScore, Record, RecordKind, latest, score_entry
from guyub.domain.cycles.definition import Criterion, Stage

Ends = Mapping[str, Sequence[int | str]]


@dataclass(frozen=True)
class Missing:
    """What is still open before an entry can be decided. ``seat``: who has not scored; "": nobody has, or too few."""

    entry: int
    stage: str
    criterion: str
    seat: str = ""


def records_by_entry(entries: Iterable[int], ends: Ends | None = None) -> dict[int, list[Record]]:
    """Records of entries in the order of their ledgers, in one query.

    Args:
        entries: Keys of entries.
        ends: Entry → number and seal of the last record to count; what was written later is left out.
    """
    found: dict[int, list[Record]] = {entry: [] for entry in entries}
    rows = EntryRecord.objects.filter(entry__in=list(found)).order_by("entry_id", "sequence")
    columns = ("entry_id", "sequence", "kind", "stage", "item", "seat__label", "body")
    for entry, sequence, kind, stage, item, seat, body in rows.values_list(*columns).iterator():
        if ends is None or sequence <= int(ends.get(str(entry), (0, ""))[0]):
            found[entry].append(Record(kind, stage, item, seat or "", body))
    return found


def scores_by_entry(definition: CycleDefinition, records: Mapping[int, Sequence[Record]]) -> dict[int, EntryScore]:
    """All scores of entries."""
    return {entry: score_entry(definition, rows) for entry, rows in records.items()}


def judges_of(cycle: Cycle) -> list[Seat]:
    """Seats that score: the chair and the jurors."""
    posts = (Seat.Post.CHAIR, Seat.Post.JUROR)
    seats = cycle.seats.filter(active=True, post__in=posts).select_related("user", "cycle")
    return list(seats.prefetch_related("user__assignments"))


def may_judge(seat: Seat, entry: Entry) -> bool:
    """Whether no conflict keeps the holder of a seat from an entry."""
    return not barred(entry, seat, seat.user)


def missing_scores(
    definition: CycleDefinition,
    entry: Entry,
    score: EntryScore,
    judges: Collection[Seat],
    stages: Collection[str] | None = None,
) -> list[Missing]:
    """What has to come before an entry can be decided: scores of judges without a conflict, and enough of them."""
    seats = [seat.label for seat in judges if may_judge(seat, entry)]
    found: list[Missing] = []
    for stage in definition.scored_stages:
        if stages is None or stage.code in stages:
            found += _missing_in(definition, entry, stage, score, seats)
    return found


def _missing_in(
    definition: CycleDefinition, entry: Entry, stage: Stage, score: EntryScore, seats: Sequence[str]
) -> list[Missing]:
    found = []
    for criterion, given in zip(stage.criteria, score.stage(stage.code).criteria, strict=True):
        if criterion.from_record:
            found += [Missing(entry.pk, stage.code, criterion.code)] if given.mean is None else []
            continue
        found += [Missing(entry.pk, stage.code, criterion.code, seat) for seat in seats if seat not in given.by_seat]
        # Where enough people judge, what is missing are their scores; only beyond those a juror is.
        short = definition.jurors_at_least - len({*seats, *given.by_seat})
        found += [Missing(entry.pk, stage.code, criterion.code)] * short
    return found


def scored_by_jurors(stage: Stage) -> tuple[Criterion, ...]:
    """Criteria of a stage that jurors score themselves."""
    return tuple(criterion for criterion in stage.criteria if not criterion.from_record)


def revealed(records: Sequence[Record]) -> frozenset[str]:
    """Stages whose scores the chair has opened to the panel."""
    return frozenset(stage for stage, _item, _seat in latest(records, RecordKind.REVEAL))
