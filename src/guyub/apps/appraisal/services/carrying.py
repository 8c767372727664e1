"""From a city's cycle into the one above: its winner, or whom it nominated, takes part there with what was proved.

What the city cut, or the village claimed otherwise than its facts, is the claim that stands there first, with its note;
for every other item the facts of the day count. The village may change all of it until it hands in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import within
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord
from guyub.apps.appraisal.services.claims import claim_row, proposed
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import (
    enter,
    record,
    records_of,
    refresh_standing,
    refuse_own_village,
    require_stage,
)
from guyub.apps.appraisal.services.problems import NoNominee, NothingAbove, OrderLeft, QuotaFull, WrongStage
from guyub.apps.audit import chained, trail
from guyub.domain.cycles import RecordKind, StageKind, latest

LAST = 10**9  # behind every rank


@dataclass(frozen=True)
class Above:
    """What awaits entries in the cycle above. ``left``: how many the city may still send; None: no quota."""

    stage: str
    quota: int | None
    left: int | None
    same_instrument: bool


def awaiting(cycle: Cycle, feeds: Cycle) -> Above:
    """What awaits a city's entries in the cycle above. One query."""
    rules = definition_of(feeds)
    sent = _sent(feeds, cycle.region_id)
    left = None if rules.quota_per_city is None else max(rules.quota_per_city - sent, 0)
    same = rules.instrument == definition_of(cycle).instrument
    return Above(rules.stages[0].code, rules.quota_per_city, left, same)


def carriable(cycle: Cycle) -> list[Entry]:
    """Entries that may go up and have not, best first: ranked by the verdict, or nominated in a running cycle."""
    rules = definition_of(cycle)
    kinds = [stage.kind for stage in rules.stages]
    nominated = kinds.index(StageKind.NOMINATION) + 1 if StageKind.NOMINATION in kinds else len(kinds)
    beyond = [stage.code for stage in rules.stages[nominated:]]
    may = Q(state=Entry.State.DECIDED) | Q(state=Entry.State.ACTIVE, stage__in=beyond)
    rows = Entry.objects.filter(may, cycle=cycle, carried_to=None).select_related("cycle", "unit__region__parent")
    return sorted(rows, key=lambda entry: (*_place(entry), entry.unit.region_id))


def carried(cycle: Cycle) -> list[Entry]:
    """Entries of the cycle above that came from this one. One query."""
    rows = Entry.objects.filter(carried_from__cycle=cycle).select_related("cycle", "unit", "carried_from")
    return list(rows.order_by("pk"))


@transaction.atomic
def carry(actor: Actor, cycle: Cycle, chosen: Collection[int], reason: str = "") -> list[Entry]:
    """Let entries take part in the cycle above.

    Args:
        actor: Of the city: it is the city's nomination.
        cycle: The cycle below, which names one above.
        chosen: Keys of entries that may go up.
        reason: Why others than the best; needed if a better one stays behind.

    Raises:
        NotAllowed, ConflictOfInterest: The actor does not verify for the city, or is of a village chosen.
        NothingAbove: No cycle above is named.
        NoNominee: Nothing chosen.
        WrongStage: One of them may not go up, or has already.
        QuotaFull: More than the city may send, with those it sent before.
        OrderLeft: A better one stays behind, and nothing says why.
        CycleNotOpen, OutsideCycle, RuleNotMet, AlreadyEntered, StageNotYet, StageOver: The cycle above does not
            take it now.
    """
    require(actor, "verify-claims", Right.VERIFY, cycle.region_id)
    if cycle.feeds_id is None:
        raise NothingAbove(cycle=cycle.code)
    feeds = Cycle.objects.select_for_update().get(pk=cycle.feeds_id)  # one at a time, so that the quota holds
    waiting = carriable(cycle)
    picked = [entry for entry in waiting if entry.pk in chosen]
    if not chosen:
        raise NoNominee(cycle=cycle.code, city=cycle.region_id)
    if len(picked) < len(set(chosen)):
        elsewhere = min(set(chosen) - {one.pk for one in picked})
        raise WrongStage(cycle=cycle.code, entry=elsewhere, stage="–", wanted="–")
    quota, count = definition_of(feeds).quota_per_city, len(picked) + _sent(feeds, cycle.region_id)
    if quota is not None and count > quota:
        raise QuotaFull(cycle=feeds.code, city=cycle.region_id, quota=quota, count=count)
    worst = max(_place(entry) for entry in picked)
    passed_over = any(_place(entry) < worst for entry in waiting if entry not in picked)
    if passed_over and not reason.strip():
        raise OrderLeft(cycle=cycle.code, city=cycle.region_id)
    return [_carried_up(actor, entry, feeds, reason if passed_over else "") for entry in picked]


def _carried_up(actor: Actor, entry: Entry, feeds: Cycle, reason: str) -> Entry:
    refuse_own_village(actor, entry)
    made = enter(actor, feeds, entry.unit)
    stage = require_stage(made, StageKind.CLAIM)
    made.carried_from = entry
    made.save(update_fields=["carried_from", "updated_at"])
    head = chained.hold(EntryRecord, str(entry.pk))
    body = {
        "cycle": entry.cycle.code,
        "entry": entry.pk,
        "rank": entry.rank,
        "points": entry.verified_points,
        "end": [head.sequence, head.hash],
        "reason": reason.strip(),
    }
    record(actor, made, RecordKind.CARRIED, stage=stage.code, body=body)
    rows = _claims(entry, made, stage.code)
    if rows:
        chained.append(actor, str(made.pk), *rows)
        refresh_standing(made)
    told = {"from_cycle": entry.cycle.code, "items": len(rows)}
    trail.note(actor, "carry-entry", chain=made.unit.region_id, subject=f"cycle:{feeds.code}", **told)
    return made


def _claims(entry: Entry, made: Entry, stage: str) -> list[EntryRecord]:
    """First claims above; none where the cycles ask different items."""
    if definition_of(entry.cycle).instrument != definition_of(made.cycle).instrument:
        return []
    known = _noted(entry)
    rows = []
    for one in proposed(made):
        if one.share is not None:
            share, note = known.get(one.item, (one.share, ""))
            rows.append(claim_row(made, stage, one, share, note))
    return rows


def _noted(entry: Entry) -> Mapping[str, tuple[int, str]]:
    """Item → share and note, where the city cut or the village claimed otherwise than its facts."""
    notes = {key[1]: str(claim.get("note") or "") for key, claim in latest(records_of(entry), RecordKind.CLAIM).items()}
    found = {}
    for item in entry.items.all():
        share = item.claimed_share if item.verified_share is None else item.verified_share
        note = item.reason or notes.get(item.item, "")
        if share is not None and note:
            found[item.item] = (share, note)
    return found


def _place(entry: Entry) -> tuple[int, int]:
    """The verdict's rank; without one, most verified points first."""
    return (LAST, -(entry.verified_points or 0)) if entry.rank is None else (entry.rank, 0)


def _sent(feeds: Cycle, city: str) -> int:
    """How many of a city the cycle above has: carried into it, or nominated within it."""
    rules = definition_of(feeds)
    kinds = [stage.kind for stage in rules.stages]
    after = kinds.index(StageKind.NOMINATION) + 1 if StageKind.NOMINATION in kinds else len(kinds)
    beyond = [stage.code for stage in rules.stages[after:]]
    gone = (Entry.State.ENDED, Entry.State.WITHDRAWN)
    rows = Entry.objects.filter(within([city], "unit__region__code"), cycle=feeds)
    # One that was carried keeps its place in the quota until it is out; one nominated there keeps it for good.
    return rows.filter(Q(carried_from__isnull=False) & ~Q(state__in=gone) | Q(stage__in=beyond)).count()
