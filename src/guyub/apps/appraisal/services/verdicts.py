"""The verdict of a cycle, its replay from the ledger, and appeals against it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, Verdict
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import record
from guyub.apps.appraisal.services.problems import DefinitionAltered
from guyub.apps.appraisal.services.scores import (
    Ends,
    Missing,
    judges_of,
    missing_scores,
    records_by_entry,
    scores_by_entry,
)
from guyub.apps.appraisal.services.working_calendar import last_working_day
from guyub.apps.audit import trail
from guyub.apps.audit.chained import append, fingerprint, hold
from guyub.apps.audit.hash_chain import problems
from guyub.domain.cycles import (
    CycleDefinition,
    EntryScore,
    Record,
    RecordKind,
    latest,
    left_to_lots,
    lots_in,
    rank_entries,
)
from guyub.errors import DomainError

LONGEST_APPEAL = 4000


class VerdictNotPossible(DomainError):
    """A score is missing, an entry is not through its stages, too few jurors, or the cycle is decided already."""

    code = "verdict-not-possible"
    template = "Cycle {cycle} cannot be decided: {reason} ({count})."
    exit_code = 4
    words = ("reason",)


class AppealNotPossible(DomainError):
    """There is no verdict, the days for appeals are over, nothing is said, or it is answered already."""

    code = "appeal-not-possible"
    template = "The appeal of {village} was not recorded: {reason}."
    exit_code = 4
    words = ("reason",)


@dataclass(frozen=True)
class Drawing:
    """Lots that were drawn: the line that decided their order, and the entries in that order."""

    public: str
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Readiness:
    """Whether a cycle can be decided: what is missing, and entries that are not through all scored stages.

    ``even``: groups of entries that only a drawing of lots parts, and that have not drawn. ``drawn``: those that have.
    """

    missing: tuple[Missing, ...]
    under_way: tuple[int, ...]
    entries: int
    even: tuple[tuple[int, ...], ...] = ()
    drawn: tuple[Drawing, ...] = ()

    @property
    def scored(self) -> bool:
        return bool(self.entries) and not self.missing and not self.under_way

    @property
    def ready(self) -> bool:
        return self.scored and not self.even


@dataclass(frozen=True)
class Difference:
    """Where a replay differs from the stored verdict. ``what``: definition, ledger, result, or seal."""

    what: str
    entry: str = ""


def readiness(cycle: Cycle) -> Readiness:
    """What stands between a cycle and its verdict. Of entries not before the panel yet, only that they are not."""
    definition, running = definition_of(cycle), Entry.objects.filter(cycle=cycle, state=Entry.State.ACTIVE)
    stages = dict(running.order_by("pk").values_list("pk", "stage"))
    come = list(running.exclude(stage__in=definition.before_panel).select_related("unit").order_by("pk"))
    records = records_by_entry(entry.pk for entry in come)
    scores = scores_by_entry(definition, records)
    judges = judges_of(cycle)
    missing = [one for entry in come for one in missing_scores(definition, entry, scores[entry.pk], judges)]
    places = {stage.code: place for place, stage in enumerate(definition.stages)}
    last = max(places[stage.code] for stage in definition.scored_stages)
    early = [key for key, stage in stages.items() if places[stage] <= last]
    even, drawn = ((), ()) if missing or early else _lots(definition, records, scores)
    return Readiness(tuple(missing), tuple(early), len(stages), even, drawn)


def _lots(
    definition: CycleDefinition, records: Mapping[int, Sequence[Record]], scores: Mapping[int, EntryScore]
) -> tuple[tuple[tuple[int, ...], ...], tuple[Drawing, ...]]:
    """Groups of equals that wait for lots, and what the others drew."""
    lots = {entry: one for entry, rows in records.items() for one in latest(rows, RecordKind.LOT).values()}
    even: list[tuple[int, ...]] = []
    drawn: list[Drawing] = []
    for group in left_to_lots(definition, {str(entry): score for entry, score in scores.items()}):
        keys = tuple(int(name) for name in group)
        if lots.keys() >= set(keys):
            ordered = sorted(keys, key=lambda key: int(lots[key].get("place")))
            drawn.append(Drawing(str(lots[ordered[0]].get("public")), tuple(ordered)))
        else:
            even.append(keys)
    return tuple(even), tuple(drawn)


@transaction.atomic
def decide(actor: Actor, cycle: Cycle, number: str, place: str) -> Verdict:
    """Rank the entries of a cycle and put the verdict on record: all of it, or nothing.

    Args:
        actor: Who announces it.
        cycle: An open cycle whose entries are through all scored stages.
        number: Number of the minutes.
        place: Where the panel met.

    Raises:
        NotAllowed: The person does not run the cycle.
        VerdictNotPossible: Something is missing, or the cycle is decided already.
    """
    require(actor, "decide-cycle", Right.RUN_CYCLES, cycle.region_id)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state != Cycle.State.OPEN:
        raise VerdictNotPossible(cycle=cycle.code, reason="cycle-not-open", count=0)
    entries = _held(cycle)
    ends = {str(entry.pk): _end_of(entry) for entry in entries}  # held: no score slips in behind the count
    _refuse_unready(cycle, readiness(cycle))
    result = outcome(cycle, ends)
    now = timezone.now()
    verdict = Verdict(cycle=cycle, number=number.strip(), place=place.strip(), decided_at=now, decided_by=person(actor))
    verdict.result, verdict.ends = result, ends
    verdict.hash = seal_of(verdict)
    verdict.save()
    _announce(actor, entries, {row["entry"]: row for row in result})
    cycle.state = Cycle.State.DECIDED
    cycle.save(update_fields=["state"])
    trail.note(actor, "cycle-decided", chain=cycle.region_id, subject=f"cycle:{cycle.code}", entries=len(entries))
    return verdict


def outcome(cycle: Cycle, ends: Ends) -> list[dict[str, Any]]:
    """What follows from the ledger up to its ends, best first; exact values as fractions, rounded nowhere."""
    definition = definition_of(cycle)
    records = records_by_entry((int(key) for key in ends), ends)
    scores = scores_by_entry(definition, records)
    villages = dict(Entry.objects.filter(pk__in=scores).values_list("pk", "unit__region_id"))
    named = {str(entry): score for entry, score in scores.items()}
    return [
        {
            "entry": placing.entry,
            "village": villages[int(placing.entry)],
            "rank": placing.rank,
            "final": str(placing.final),
            "tie": placing.tie,
            **_lot_told(records[int(placing.entry)], placing.tie),
            **_told(named[placing.entry]),
        }
        for placing in rank_entries(definition, named, lots_in({str(key): rows for key, rows in records.items()}))
    ]


def replay(cycle: Cycle) -> list[Difference]:
    """Compute a decided cycle anew from its ledger and compare it with what was announced, bit by bit."""
    verdict = cycle.verdict
    try:
        definition_of(cycle)
    except DefinitionAltered:
        return [Difference("definition")]
    found = [Difference("ledger", entry) for entry in _altered(verdict.ends)]
    if _plain(outcome(cycle, verdict.ends)) != _plain(verdict.result):
        found.append(Difference("result"))
    if seal_of(verdict) != verdict.hash:
        found.append(Difference("seal"))
    return found


def seal_of(verdict: Verdict) -> str:
    """SHA-256 over all that was announced; printed in the minutes."""
    content = {
        "cycle": verdict.cycle.code,
        "definition": verdict.cycle.definition_checksum,
        "number": verdict.number,
        "place": verdict.place,
        "decided_at": f"{verdict.decided_at.timestamp():.6f}",
        "result": verdict.result,
        "ends": verdict.ends,
    }
    return hashlib.sha256(_plain(content).encode()).hexdigest()


@transaction.atomic
def appeal(actor: Actor, entry: Entry, text: str, today: date | None = None) -> EntryRecord:
    """Record a village's appeal against the verdict, within the days that the cycle gives.

    Raises:
        NotAllowed: The person does not speak for the village.
        AppealNotPossible: No verdict yet, too late, nothing said, or an appeal is open already.
    """
    require(actor, "appeal-verdict", Right.CLAIM, entry.unit.region_id)
    hold(EntryRecord, str(entry.pk))
    until = appeals_until(entry.cycle)
    if until is None:
        raise _no_appeal(entry, "no-verdict")
    if (today or timezone.localdate()) > until:
        raise _no_appeal(entry, "too-late")
    if not text.strip():
        raise _no_appeal(entry, "nothing-said")
    if EntryRecord.objects.filter(entry=entry, kind=RecordKind.APPEAL).exists():
        raise _no_appeal(entry, "appealed-already")
    return _recorded(actor, entry, RecordKind.APPEAL, {"text": text.strip()[:LONGEST_APPEAL]})


@transaction.atomic
def answer_appeal(actor: Actor, entry: Entry, text: str, *, upheld: bool) -> EntryRecord:
    """Answer a village's appeal. The verdict stays as it was announced; what follows from the answer is said in it.

    Raises:
        NotAllowed: The person does not run the cycle.
        AppealNotPossible: There is no appeal, it is answered, or nothing is said.
    """
    require(actor, "answer-appeal", Right.RUN_CYCLES, entry.cycle.region_id)
    hold(EntryRecord, str(entry.pk))
    kinds = set(EntryRecord.objects.filter(entry=entry).values_list("kind", flat=True))
    if RecordKind.APPEAL not in kinds:
        raise _no_appeal(entry, "no-appeal")
    if RecordKind.APPEAL_ANSWER in kinds:
        raise _no_appeal(entry, "answered-already")
    if not text.strip():
        raise _no_appeal(entry, "nothing-said")
    return _recorded(actor, entry, RecordKind.APPEAL_ANSWER, {"text": text.strip()[:LONGEST_APPEAL], "upheld": upheld})


def appeals_until(cycle: Cycle) -> date | None:
    """The last day for an appeal; None: there is no verdict, or the cycle takes no appeals."""
    verdict, days = Verdict.objects.filter(cycle=cycle).first(), definition_of(cycle).appeal_days
    if verdict is None or not days:
        return None
    return last_working_day(timezone.localdate(verdict.decided_at), days)


def _running(cycle: Cycle) -> list[Entry]:
    entries = Entry.objects.filter(cycle=cycle, state=Entry.State.ACTIVE)
    return list(entries.select_related("unit", "cycle").order_by("pk"))


def _held(cycle: Cycle) -> list[Entry]:
    """The running entries, locked as `entries.locked` does it, before their ledgers are: everybody in that order."""
    running = Entry.objects.filter(cycle=cycle, state=Entry.State.ACTIVE).order_by("pk")
    list(running.select_for_update(no_key=True).values_list("pk"))
    return _running(cycle)


def _refuse_unready(cycle: Cycle, now: Readiness) -> None:
    if not now.entries:
        raise VerdictNotPossible(cycle=cycle.code, reason="no-entries", count=0)
    if now.missing:
        raise VerdictNotPossible(cycle=cycle.code, reason="scores-missing", count=len(now.missing))
    if now.under_way:
        raise VerdictNotPossible(cycle=cycle.code, reason="under-way", count=len(now.under_way))
    if now.even:
        raise VerdictNotPossible(cycle=cycle.code, reason="lots-not-drawn", count=len(now.even))


def _end_of(entry: Entry) -> list[int | str]:
    head = hold(EntryRecord, str(entry.pk))
    return [head.sequence, head.hash]


def _announce(actor: Actor, entries: list[Entry], rows: Mapping[str, Mapping[str, Any]]) -> None:
    for entry in entries:
        row = rows[str(entry.pk)]
        body = {"final": row["final"], "rank": row["rank"], "of": len(entries)}
        record(actor, entry, RecordKind.DECIDED, stage=entry.stage, body=body)
        entry.state, entry.final_score, entry.rank = Entry.State.DECIDED, row["final"], row["rank"]
        entry.save(update_fields=["state", "final_score", "rank", "updated_at"])


def _lot_told(records: Sequence[Record], tie: str) -> dict[str, Any]:
    """What was drawn, where lots decided."""
    lots = list(latest(records, RecordKind.LOT).values())
    return {"lot": dict(lots[-1].body or {})} if tie == "lot" and lots else {}


def _told(score: EntryScore) -> dict[str, Any]:
    return {
        "exact": str(score.exact),
        "claimed_points": score.claimed_points,
        "verified_points": score.verified_points,
        "stages": {
            stage.code: {
                "score": str(stage.score),
                "criteria": {one.code: str(one.mean) for one in stage.criteria},
                "spreads": {one.code: str(one.spread) for one in stage.criteria if one.spread is not None},
                "jurors": max((len(one.by_seat) for one in stage.criteria), default=0),
            }
            for stage in score.stages
        },
    }


def _altered(ends: Ends) -> list[str]:
    """Entries whose ledger does not hold together up to the end that was counted."""
    rows = EntryRecord.objects.filter(entry__in=[int(key) for key in ends]).order_by("chain", "sequence").iterator()
    found = problems(
        (row for row in rows if row.sequence <= int(ends[row.chain][0])),
        chain_of=lambda row: row.chain,
        seal_of=fingerprint,
        heads={key: (int(number), seal) for key, (number, seal) in ends.items()},
    )
    return list(dict.fromkeys(problem.chain for problem in found))


def _plain(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _no_appeal(entry: Entry, reason: str) -> AppealNotPossible:
    return AppealNotPossible(village=entry.unit.region_id, reason=reason)


def _recorded(actor: Actor, entry: Entry, kind: RecordKind, body: dict[str, Any]) -> EntryRecord:
    row = EntryRecord(entry=entry, kind=kind, body=body)
    append(actor, str(entry.pk), row)
    trail.note(
        actor, "appeal-answered" if kind == RecordKind.APPEAL_ANSWER else "verdict-appealed", chain=entry.unit.region_id
    )
    return row
