"""Entries of a cycle: who takes part, what is recorded, where it stands. Every record goes through here."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM, Actor, System, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import covers, scope_of
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, ItemStanding, Seat
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.problems import (
    AlreadyEntered,
    ConflictOfInterest,
    CycleNotOpen,
    EntryOver,
    KeyReused,
    OutsideCycle,
    ReasonMissing,
    RuleNotMet,
    StageNotYet,
    StageOver,
    WrongStage,
)
from guyub.apps.assessment.models import VillageState
from guyub.apps.audit import chained, trail
from guyub.apps.territory.codes import CITY_LENGTH
from guyub.apps.territory.models import Unit
from guyub.data.loader import load_instrument
from guyub.domain.cycles import (
    CycleDefinition,
    EntryRule,
    EntryScore,
    Record,
    RecordKind,
    Stage,
    StageKind,
    score_entry,
)
from guyub.domain.families.members import completed_months
from guyub.errors import NotAllowed

REASON_LENGTH = 500


@transaction.atomic
def enter(actor: Actor, cycle: Cycle, unit: Unit, waiver: str = "") -> Entry:
    """Let a village take part. What each entry rule found is the first record of the entry.

    Args:
        actor: The village itself, its city, or who runs the cycle.
        cycle: A cycle that is running.
        unit: A Kampung KB in its region.
        waiver: Why the village takes part although a rule is not met; only who runs the cycle may give one.

    Raises:
        NotAllowed: The actor is none of those.
        CycleNotOpen, OutsideCycle, AlreadyEntered: As they say.
        RuleNotMet: A rule is not met. What nobody knows is noted and stops nobody.
    """
    runs = _may(actor, Right.RUN_CYCLES, cycle.region_id)
    if not (runs or _may(actor, Right.CLAIM, unit.region_id) or _may(actor, Right.VERIFY, unit.region_id)):
        raise NotAllowed(action="enter-cycle")
    if cycle.state != Cycle.State.OPEN:
        raise CycleNotOpen(cycle=cycle.code)
    if not covers([cycle.region_id], unit.region_id):
        raise OutsideCycle(cycle=cycle.code, village=unit.region_id)
    rules = definition_of(cycle)
    found = {rule.kind: _rule_check(rule, unit, rules, timezone.localdate()) for rule in rules.entry_rules}
    _refuse_unmet(rules, found, unit, cycle, waived=bool(waiver.strip()) and runs)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(cycle=cycle, unit=unit, stage=rules.stages[0].code)
    except IntegrityError as error:
        raise AlreadyEntered(cycle=cycle.code, village=unit.region_id) from error
    body = {**found, "waiver": waiver.strip()[:REASON_LENGTH]} if waiver.strip() else found
    record(actor, entry, RecordKind.ENTERED, stage=entry.stage, body=body)
    trail.note(actor, "enter-cycle", chain=unit.region_id, subject=f"cycle:{cycle.code}")
    return entry


@transaction.atomic
def record(
    actor: Actor,
    entry: Entry,
    kind: str,
    *,
    stage: str = "",
    item: str = "",
    seat: Seat | None = None,
    body: Mapping[str, Any] | None = None,
    client_key: UUID | str | None = None,
) -> EntryRecord:
    """Add one record to an entry's ledger; the caller has asked for the right that the record needs.

    Sent again with the same ``client_key`` it is no new row: the one from before is the answer. Whether the entry and
    its cycle still run is asked while its ledger is held: what was decided since the page was opened stays decided.

    Raises:
        CycleNotOpen, EntryOver: Nothing more is written.
        KeyReused: The key came before with other content.
    """
    chain = str(entry.pk)
    chained.hold(EntryRecord, chain)
    row = EntryRecord(entry=entry, kind=str(kind), stage=stage, item=item, seat=seat, body=dict(body or {}))
    if client_key is not None:
        key = UUID(str(client_key))
        before = EntryRecord.objects.filter(client_key=key).first()
        if before is not None:
            return _sent_before(before, row)
        row.client_key = key
    refuse_over(Entry.objects.select_related("cycle").get(pk=entry.pk))
    return chained.append(actor, chain, row)[0]


def records_of(entry: Entry) -> list[Record]:
    """All records of an entry as scoring sees them, in the order in which they were written. One query."""
    rows = EntryRecord.objects.filter(entry=entry).select_related("seat").order_by("sequence")
    return [Record(row.kind, row.stage, row.item, row.seat.label if row.seat else "", row.body) for row in rows]


@transaction.atomic
def refresh_standing(entry: Entry) -> EntryScore:
    """Copy what the ledger says into the entry and its items, for lists and pages."""
    score = score_entry(definition_of(entry.cycle), records_of(entry))
    known = {standing.item: standing for standing in entry.items.all()}
    for item in score.items:
        standing = known.get(item.item) or ItemStanding(entry=entry, item=item.item)
        standing.weight = item.weight
        standing.claimed_share, standing.claimed_points = item.claimed_share, item.claimed_points
        standing.verified_share, standing.verified_points = item.verified_share, item.verified_points
        standing.reason, standing.asked = item.reason, item.asked
        standing.field_result = item.field_result
        standing.save()
    any_verified = any(item.verified_share is not None for item in score.items)
    entry.claimed_points = score.claimed_points if score.items else None
    entry.verified_points = score.verified_points if any_verified else None
    entry.save(update_fields=["claimed_points", "verified_points", "updated_at"])
    return score


@transaction.atomic
def move(actor: Actor, entry: Entry, to_stage: str, reason: str = "") -> Entry:
    """Take an entry on to the next stage.

    Who may: of the claim the village, of the city's stages the city, of all others who runs the cycle. Never somebody
    with a conflict of interest. ``entry`` says where the caller saw it; if it has moved since, nothing is done.

    Raises:
        NotAllowed, ConflictOfInterest: The actor may not.
        WrongStage: It stands elsewhere by now, or ``to_stage`` is not the next.
        CycleNotOpen, EntryOver: Nothing more is written.
    """
    current = locked(entry)
    if current.stage != entry.stage:
        raise WrongStage(cycle=current.cycle.code, entry=current.pk, stage=current.stage, wanted=entry.stage)
    rules = definition_of(current.cycle)
    here, ahead = rules.stage(current.stage), rules.after(current.stage)
    if ahead is None or ahead.code != to_stage:
        raise WrongStage(cycle=current.cycle.code, entry=current.pk, stage=current.stage, wanted=to_stage)
    require_stage_right(actor, current, here)
    body = {"from": here.code, "reason": reason.strip()[:REASON_LENGTH]}
    record(actor, current, RecordKind.MOVED, stage=ahead.code, body=body)
    current.stage = ahead.code
    current.save(update_fields=["stage", "updated_at"])
    trail.note(actor, "move-entry", chain=current.unit.region_id, subject=f"entry:{current.pk}", stage=ahead.code)
    return current


@transaction.atomic
def end(actor: Actor, entry: Entry, state: str, reason: str) -> Entry:
    """End an entry: the village withdraws, or it is not taken on.

    Who may end it: the village, whoever leads the stage, and whoever runs the cycle.

    Raises:
        NotAllowed, ConflictOfInterest: The actor may not.
        ReasonMissing: No reason given.
        CycleNotOpen, EntryOver: Nothing more is written.
    """
    current = locked(entry)
    if state not in (Entry.State.ENDED, Entry.State.WITHDRAWN):
        raise ValueError(state)
    if not reason.strip():
        raise ReasonMissing(cycle=current.cycle.code, item=current.unit.name)
    if state == Entry.State.WITHDRAWN:
        require(actor, "withdraw-entry", Right.CLAIM, current.unit.region_id)
    elif may_run(actor, current.cycle):
        require_no_conflict(actor, current)
    else:
        require_stage_right(actor, current, definition_of(current.cycle).stage(current.stage))
    body = {"state": str(state), "reason": reason.strip()[:REASON_LENGTH]}
    record(actor, current, RecordKind.ENDED, stage=current.stage, body=body)
    current.state = state
    current.save(update_fields=["state", "updated_at"])
    trail.note(actor, "end-entry", chain=current.unit.region_id, subject=f"entry:{current.pk}", kind=str(state))
    return current


def locked(entry: Entry) -> Entry:
    """The entry as it stands, locked until the transaction is over: two at once come one after the other.

    Rows that point to the entry may be written meanwhile (no key is locked): who holds the entry's ledger, and writes
    to it, would else wait for who holds the entry and waits for its ledger.

    Raises:
        CycleNotOpen, EntryOver: Nothing more is written.
    """
    current = (
        Entry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "unit__region")
        .get(pk=entry.pk)
    )
    refuse_over(current)
    return current


def require_stage_right(actor: Actor, entry: Entry, stage: Stage) -> None:
    """Refuse unless the actor may work on the entry in this stage.

    Raises:
        NotAllowed: Role or territory does not allow it.
        ConflictOfInterest: The actor is of the village, or is barred from its region.
    """
    village = entry.unit.region_id
    if stage.kind is StageKind.CLAIM:
        require(actor, "claim", Right.CLAIM, village)
        return
    if stage.kind in (StageKind.CITY_CHECK, StageKind.NOMINATION):
        require(actor, "verify-claims", Right.VERIFY, village)
        refuse_own_village(actor, entry)
        return
    require(actor, "run-cycles", Right.RUN_CYCLES, entry.cycle.region_id)
    require_no_conflict(actor, entry)


def may_run(actor: Actor, cycle: Cycle) -> bool:
    """Whether the actor runs the cycle."""
    return isinstance(actor, System) or scope_of(actor).may(Right.RUN_CYCLES, cycle.region_id)


def require_no_conflict(actor: Actor, entry: Entry) -> None:
    """Refuse who runs the cycle and has a tie to the village.

    Raises:
        ConflictOfInterest: The actor is of the village, or is barred from its region.
    """
    refuse_own_village(actor, entry)
    village = entry.unit.region_id
    held = Seat.objects.filter(cycle=entry.cycle_id, user=person(actor), active=True).first() if person(actor) else None
    # A city runs its own cycle: its officers are no outsiders there, only what a seat names bars them.
    if held is not None and covers(held.conflicts, village):
        raise ConflictOfInterest(cycle=entry.cycle.code, village=village)


def refuse_own_village(actor: Actor, entry: Entry) -> None:
    """Nobody verifies what they may claim.

    Raises:
        ConflictOfInterest: The actor may claim for this village.
    """
    if not isinstance(actor, System) and scope_of(actor).may(Right.CLAIM, entry.unit.region_id):
        raise ConflictOfInterest(cycle=entry.cycle.code, village=entry.unit.region_id)


def refuse_over(entry: Entry) -> None:
    """Refuse to write to what has ended.

    Raises:
        CycleNotOpen, EntryOver: It has.
    """
    if entry.cycle.state != Cycle.State.OPEN:
        raise CycleNotOpen(cycle=entry.cycle.code)
    if entry.state != Entry.State.ACTIVE:
        raise EntryOver(cycle=entry.cycle.code, entry=entry.pk, state=entry.state)


def require_stage(entry: Entry, kind: StageKind, today: date | None = None) -> Stage:
    """The stage the entry is in, if it is of this kind and its window is open.

    Raises:
        WrongStage: It is in another.
        StageNotYet, StageOver: The window is not open.
    """
    stage = definition_of(entry.cycle).stage(entry.stage)
    if stage.kind is not kind:
        raise WrongStage(cycle=entry.cycle.code, entry=entry.pk, stage=entry.stage, wanted=str(kind))
    day = today or timezone.localdate()
    if stage.opens and day < stage.opens:
        raise StageNotYet(cycle=entry.cycle.code, stage=stage.name, opens=stage.opens)
    if stage.closes and day > stage.closes:
        raise StageOver(cycle=entry.cycle.code, stage=stage.name, closes=stage.closes)
    return stage


def _may(actor: Actor, right: Right, code: str) -> bool:
    return actor is SYSTEM or (not isinstance(actor, System) and scope_of(actor).may(right, code))


def _sent_before(before: EntryRecord, row: EntryRecord) -> EntryRecord:
    names = ("entry_id", "kind", "stage", "item", "seat_id", "body")
    if any(getattr(before, name) != getattr(row, name) for name in names):
        raise KeyReused(cycle=row.entry.cycle.code, key=before.client_key)
    return before


def _refuse_unmet(
    rules: CycleDefinition, found: Mapping[str, Mapping[str, Any]], unit: Unit, cycle: Cycle, *, waived: bool
) -> None:
    for rule in rules.entry_rules:
        check = found[rule.kind]
        if check["fits"] is False and not waived:
            raise RuleNotMet(
                cycle=cycle.code, village=unit.region_id, rule=rule.name.id, found=check["found"], wanted=rule.value
            )


def _rule_check(rule: EntryRule, unit: Unit, rules: CycleDefinition, today: date) -> dict[str, Any]:
    """What one rule found: {"fits": True, False or None (nobody knows), "found": what stands there}."""
    found = _FOUND[rule.kind](unit, rules, today, rule.value)
    if found is None:
        return {"fits": None, "found": None}
    if rule.kind == "class-at-least":
        ranks = {name.name: name.rank for name in load_instrument(rules.class_instrument).classes}
        return {"fits": ranks.get(str(found), 0) >= ranks.get(str(rule.value), 0), "found": found}
    if rule.kind == "city-category":
        return {"fits": found == rule.value, "found": found}
    if rule.kind == "not-won-since":
        return {"fits": int(found) < int(rule.value), "found": found}
    return {"fits": int(found) >= int(rule.value), "found": found}


def _age_months(unit: Unit, rules: CycleDefinition, today: date, value: int | str) -> int | None:
    since = unit.launched_on
    if since is None:
        return None
    return completed_months(since, today)


def _decree_months(unit: Unit, rules: CycleDefinition, today: date, value: int | str) -> int | None:
    state = VillageState.objects.filter(unit=unit).only("facts").first()
    return None if state is None else state.facts.get("pokja_decree_age_months")


def _class_name(unit: Unit, rules: CycleDefinition, today: date, value: int | str) -> str | None:
    """Class under the site's instrument; unknown where that is another than the one the cycle names."""
    state = VillageState.objects.filter(unit=unit, instrument_id=rules.class_instrument).first()
    return state.class_name if state is not None and state.has_data else None


def _category(unit: Unit, rules: CycleDefinition, today: date, value: int | str) -> str | None:
    city = next((region for region in unit.region.ancestors if len(region.code) == CITY_LENGTH), None)
    return city.kind if city is not None else None


def _last_win(unit: Unit, rules: CycleDefinition, today: date, value: int | str) -> int:
    """Year of the village's last first place in a cycle of the same level; 0: none on record here."""
    won = Entry.objects.filter(unit=unit, rank=1, state=Entry.State.DECIDED).select_related("cycle")
    years = [one.cycle.year for one in won if one.cycle.definition.get("level") == rules.level]
    return max(years, default=0)


_FOUND = {
    "age-months-at-least": _age_months,
    "decree-months-at-least": _decree_months,
    "class-at-least": _class_name,
    "city-category": _category,
    "not-won-since": _last_win,
}
