"""What the panel writes: scores, questions drawn, field checks, the opening of scores, what was talked over."""

import re
import secrets
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from guyub.apps.accounts.actors import Actor, System, require
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, ItemStanding, Seat
from guyub.apps.appraisal.services.cycles import barred, definition_of
from guyub.apps.appraisal.services.entries import may_run, record, require_no_conflict
from guyub.apps.appraisal.services.problems import ConflictOfInterest
from guyub.apps.appraisal.services.scores import (
    judges_of,
    may_judge,
    missing_scores,
    records_by_entry,
    revealed,
    scored_by_jurors,
)
from guyub.apps.audit import trail
from guyub.apps.audit.chained import hold
from guyub.data.panel_files import load_panel_rules, load_question_bank
from guyub.domain.cycles import SCORED, CycleDefinition, RecordKind, Stage, StageKind, score_entry
from guyub.domain.cycles.scoring import MATCH_SHARE
from guyub.errors import DomainError, NotAllowed

SCORE_FORM = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?", re.ASCII)
HIGHEST = Decimal(100)
LONGEST_NOTE = 2000
LARGEST_SEED = 2**31


class UnusableScore(DomainError):
    """A score that is no number from 0 to 100 with at most two decimals."""

    code = "unusable-score"
    template = "The score '{value}' cannot be used. Give 0 to 100 with at most two decimals, such as 82.50."
    exit_code = 4


class JudgingNotPossible(DomainError):
    """The panel's step does not fit: another stage, an unknown criterion, a missing note, nothing to open yet."""

    code = "judging-not-possible"
    template = "Nothing was recorded for {village}: {reason}."
    exit_code = 4
    words = ("reason",)


def seat_of(actor: Actor, cycle: Cycle) -> Seat:
    """The actor's seat in a cycle.

    Raises:
        NotAllowed: There is none.
    """
    seats = Seat.objects.filter(cycle=cycle, user_id=getattr(actor, "pk", None), active=True)
    seat = seats.select_related("cycle", "user").first()
    if seat is None or isinstance(actor, System):
        raise NotAllowed(action="judge-entry")
    return seat


def read_score(text: str) -> str:
    """A score as it stands in the ledger, "82.50"; a comma is as good as a point.

    Raises:
        UnusableScore: It is no number from 0 to 100 with at most two decimals.
    """
    typed = text.strip()
    if not SCORE_FORM.fullmatch(typed) or Decimal(typed.replace(",", ".")) > HIGHEST:
        raise UnusableScore(value=typed[:20])
    return str(Decimal(typed.replace(",", ".")).quantize(Decimal("0.01")))


@transaction.atomic
def give_score(
    actor: Actor, entry: Entry, stage: str, criterion: str, score: str, note: str = "", key: UUID | None = None
) -> EntryRecord:
    """Record a juror's score of one criterion. A later one replaces it; the earlier stays in the ledger.

    Raises:
        NotAllowed, ConflictOfInterest: The person may not judge this entry.
        UnusableScore: The score is no number from 0 to 100.
        JudgingNotPossible: The entry is not in that stage, there is no such criterion, or a score that the panel has
            already seen would change without a reason.
    """
    seat, definition = _judge(actor, entry)
    value = read_score(score)
    _hold(entry)
    at = _scored_stage(definition, entry, stage)
    if criterion not in {one.code for one in scored_by_jurors(at)}:
        raise _refused(entry, "unknown-criterion")
    opened = stage in revealed(records_by_entry([entry.pk])[entry.pk])
    if definition.stage(entry.stage) != at and not opened:
        raise _refused(entry, "another-stage")
    if opened and not note.strip():
        raise _refused(entry, "reason-for-change")
    body = {"score": value, "note": note.strip()[:LONGEST_NOTE]}
    return record(actor, entry, RecordKind.SCORE, stage=stage, item=criterion, seat=seat, body=body, client_key=key)


@transaction.atomic
def check_item(
    actor: Actor, entry: Entry, item: str, result: str, note: str = "", key: UUID | None = None
) -> EntryRecord:
    """Record what a sub-team found on the spot for one item. Sent again with the same key, it is recorded once.

    Raises:
        NotAllowed, ConflictOfInterest: The person may not judge this entry.
        JudgingNotPossible: The entry is not in its field stage, the item was not claimed, or there is no such result.
    """
    seat, at = on_the_spot(actor, entry, item)
    if result not in MATCH_SHARE:
        raise _refused(entry, "unknown-result")
    body = {"result": result, "note": note.strip()[:LONGEST_NOTE]}
    row = record(actor, entry, RecordKind.CHECK, stage=at.code, item=item, seat=seat, body=body, client_key=key)
    last = EntryRecord.objects.filter(entry=entry, kind=RecordKind.CHECK, item=item).order_by("-sequence").first()
    if last == row:  # an old one that arrives again leaves the standing as it is
        ItemStanding.objects.filter(entry=entry, item=item).update(field_result=result)
    return row


def on_the_spot(actor: Actor, entry: Entry, item: str) -> tuple[Seat, Stage]:
    """Seat and stage, for someone who may check an item in the field now; within a transaction, which holds the ledger.

    Raises:
        NotAllowed, ConflictOfInterest: The person may not judge this entry.
        JudgingNotPossible: The entry is not in its field stage, or the item was not claimed.
    """
    seat, definition = _judge(actor, entry)
    _hold(entry)
    at = definition.stage(entry.stage)
    if at.kind is not StageKind.FIELD:
        raise _refused(entry, "another-stage")
    if not ItemStanding.objects.filter(entry=entry, item=item).exists():
        raise _refused(entry, "unknown-item")
    return seat, at


@transaction.atomic
def draw_questions(actor: Actor, entry: Entry, seed: int | None = None) -> EntryRecord:
    """Draw the interview's questions, once for an entry; the seed is kept, so that anybody can draw the same again.

    Raises:
        NotAllowed, ConflictOfInterest: The person may not judge this entry.
        JudgingNotPossible: The entry is not in its interview stage, or questions are drawn already.
    """
    _seat, definition = _judge(actor, entry)
    _hold(entry)
    at = definition.stage(entry.stage)
    if at.kind is not StageKind.INTERVIEW:
        raise _refused(entry, "another-stage")
    if EntryRecord.objects.filter(entry=entry, kind=RecordKind.QUESTIONS, stage=at.code).exists():
        raise _refused(entry, "drawn-already")
    bank, number = load_question_bank(), secrets.randbelow(LARGEST_SEED) if seed is None else seed
    drawn = list(bank.drawn(number, load_panel_rules().questions_per_section))
    body = {"seed": number, "drawn": drawn, "bank": f"{bank.id} {bank.version}"}
    return record(actor, entry, RecordKind.QUESTIONS, stage=at.code, body=body)


@transaction.atomic
def reveal(actor: Actor, entry: Entry, stage: str) -> EntryRecord:
    """Open the scores of a stage to the panel, once everybody who may judge the entry has scored.

    Raises:
        NotAllowed: The actor neither chairs the panel nor runs the cycle.
        ConflictOfInterest: The chair may not judge this entry.
        JudgingNotPossible: There is no such scored stage, a score is still missing, or it is open already.
    """
    _require_chair(actor, entry)
    definition = definition_of(entry.cycle)
    if stage not in {one.code for one in definition.scored_stages}:
        raise _refused(entry, "another-stage")
    hold(EntryRecord, str(entry.pk))
    records = records_by_entry([entry.pk])[entry.pk]
    if stage in revealed(records):
        raise _refused(entry, "open-already")
    if missing_scores(definition, entry, score_entry(definition, records), judges_of(entry.cycle), (stage,)):
        raise _refused(entry, "scores-missing")
    _noted(actor, entry, "panel-scores-opened", stage)
    return record(actor, entry, RecordKind.REVEAL, stage=stage)


@transaction.atomic
def note_discussed(actor: Actor, entry: Entry, stage: str, criterion: str, summary: str) -> EntryRecord:
    """Record that a score apart from the others was talked over. The scores stay as they are.

    Raises:
        NotAllowed: The actor neither chairs the panel nor runs the cycle.
        ConflictOfInterest: The chair may not judge this entry.
        JudgingNotPossible: There is no such criterion in that stage, its scores are not open yet, or nothing is said.
    """
    _require_chair(actor, entry)
    at = _scored_stage(definition_of(entry.cycle), entry, stage)
    if criterion not in {one.code for one in scored_by_jurors(at)}:
        raise _refused(entry, "unknown-criterion")
    if stage not in revealed(records_by_entry([entry.pk])[entry.pk]):
        raise _refused(entry, "not-open-yet")
    if not summary.strip():
        raise _refused(entry, "nothing-said")
    body = {"summary": summary.strip()[:LONGEST_NOTE]}
    _noted(actor, entry, "panel-discussed", stage)
    return record(actor, entry, RecordKind.DISCUSSED, stage=stage, item=criterion, body=body)


def chairs(actor: Actor, cycle: Cycle) -> bool:
    """Whether the actor chairs the panel of a cycle, or runs the cycle."""
    if isinstance(actor, System) or may_run(actor, cycle):
        return True
    return Seat.objects.filter(cycle=cycle, user=actor, active=True, post=Seat.Post.CHAIR).exists()


def _require_chair(actor: Actor, entry: Entry) -> None:
    """Refuse unless the actor leads the panel and has no conflict with the entry. Whoever runs the cycle steps in."""
    cycle = entry.cycle
    if not chairs(actor, cycle):
        raise NotAllowed(action="chair-panel")
    if may_run(actor, cycle):
        require_no_conflict(actor, entry)
    elif not isinstance(actor, System) and barred(entry, seat_of(actor, cycle), actor):
        raise ConflictOfInterest(cycle=cycle.code, village=entry.unit.region_id)
    _require_open(cycle)


def _require_open(cycle: Cycle) -> None:
    if cycle.state != Cycle.State.OPEN:
        raise JudgingNotPossible(village=cycle.code, reason="cycle-not-open")


def _judge(actor: Actor, entry: Entry) -> tuple[Seat, CycleDefinition]:
    """Seat and definition, for someone who may judge the entry now."""
    require(actor, "judge-entry", Right.JUDGE, entry.unit.region_id)
    seat = seat_of(actor, entry.cycle)
    if seat.post == Seat.Post.SECRETARY:
        raise NotAllowed(action="judge-entry")
    if not may_judge(seat, entry):
        raise ConflictOfInterest(cycle=entry.cycle.code, village=entry.unit.region_id)
    _require_open(entry.cycle)
    if entry.state != Entry.State.ACTIVE:
        raise _refused(entry, "not-active")
    return seat, definition_of(entry.cycle)


def _hold(entry: Entry) -> None:
    """The entry's ledger, held, and the stage as it is then: no opening and no step of the entry comes in between."""
    hold(EntryRecord, str(entry.pk))
    entry.refresh_from_db(fields=["stage"])


def _scored_stage(definition: CycleDefinition, entry: Entry, code: str) -> Stage:
    found = next((stage for stage in definition.stages if stage.code == code), None)
    if found is None or found.kind not in SCORED:
        raise _refused(entry, "another-stage")
    return found


def _refused(entry: Entry, reason: str) -> JudgingNotPossible:
    return JudgingNotPossible(village=entry.unit.region_id, reason=reason)


def _noted(actor: Actor, entry: Entry, action: str, stage: str) -> None:
    trail.note(actor, action, chain=entry.unit.region_id, subject=f"entry:{entry.pk}", stage=stage)
