"""The city's verification: item by item, with a reason for each cut, and a clock for evidence that is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Entry, EntryRecord, ItemStanding
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import (
    REASON_LENGTH,
    locked,
    move,
    record,
    refresh_standing,
    refuse_own_village,
    require_stage,
)
from guyub.apps.appraisal.services.problems import (
    AboveClaim,
    ClaimUnknown,
    ClockNotRunning,
    ClockOver,
    ClockRunning,
    ItemsOpen,
    ReasonMissing,
    UnusableShare,
    VerifiedMeanwhile,
)
from guyub.apps.appraisal.services.working_calendar import last_working_day
from guyub.apps.audit import chained
from guyub.apps.evidence.models import Evidence
from guyub.domain.cycles import RecordKind, Stage, StageKind

NAMED = 6


@dataclass(frozen=True)
class Verified:
    """The city's value of one item. ``seen``: the verified share as the page showed it (None: none yet)."""

    item: str
    share: int
    reason: str = ""
    seen: int | None = None


@transaction.atomic
def verify(actor: Actor, entry: Entry, values: Iterable[Verified]) -> int:
    """Record the city's values; one equal to what stands is no record.

    Returns:
        How many were recorded.

    Raises:
        NotAllowed, ConflictOfInterest, WrongStage, StageNotYet, StageOver, CycleNotOpen, EntryOver: As they say.
        ReasonMissing: A value below the claim has no reason.
        ClaimUnknown, AboveClaim, UnusableShare: The value does not go with the claim.
        VerifiedMeanwhile: Somebody else changed an item since the page was opened; nothing is recorded.
    """
    current, stage = _city_stage(actor, entry)
    standings = {one.item: one for one in current.items.all()}
    rows = []
    for value in values:
        standing = standings.get(value.item)
        if standing is None:
            raise UnusableShare(cycle=current.cycle.code, item=value.item, value=str(value.share))
        reason = value.reason.strip()[:REASON_LENGTH]
        if (standing.verified_share, standing.reason) == (value.share, reason):
            continue
        _refuse_unfit(current, standing, value, reason)
        body = {"share": value.share, "reason": reason}
        kind = RecordKind.VERIFIED.value
        rows.append(EntryRecord(entry=current, kind=kind, stage=stage.code, item=value.item, body=body))
    if rows:
        chained.append(actor, str(current.pk), *rows)
        refresh_standing(current)
    return len(rows)


@transaction.atomic
def ask(actor: Actor, entry: Entry, item: str, what: str) -> datetime:
    """Ask the village for missing evidence. The first request starts the clock; later ones do not prolong it.

    Returns:
        Until when the village may complete.

    Raises:
        NotAllowed, ConflictOfInterest, WrongStage, StageNotYet, StageOver, CycleNotOpen, EntryOver: As they say.
        UnusableShare: There is no such item.
        ReasonMissing: It does not say what is missing.
        ClockOver: The clock ran out.
        ClockNotRunning: The definition gives no time.
    """
    current, stage = _city_stage(actor, entry)
    if not current.items.filter(item=item).exists():
        raise UnusableShare(cycle=current.cycle.code, item=item, value="")
    if not what.strip():
        raise ReasonMissing(cycle=current.cycle.code, item=item)
    until = current.completes_by
    if stage.completion_days is None:
        raise ClockNotRunning(cycle=current.cycle.code, item=item)
    if until is not None and timezone.now() > until:
        raise ClockOver(cycle=current.cycle.code, item=item, until=timezone.localtime(until))
    if until is None:
        until = clock_end(timezone.localdate(), stage.completion_days)
        record(actor, current, RecordKind.CLOCK, stage=stage.code, body={"until": until.isoformat()})
        current.completes_by = until
        current.save(update_fields=["completes_by", "updated_at"])
    record(actor, current, RecordKind.ASKED, stage=stage.code, item=item, body={"what": what.strip()[:REASON_LENGTH]})
    refresh_standing(current)
    return until


@transaction.atomic
def complete(actor: Actor, entry: Entry, item: str, note: str, proofs: Iterable[int] = ()) -> EntryRecord:
    """The village's answer to a request, while the clock runs.

    Raises:
        NotAllowed, WrongStage, CycleNotOpen, EntryOver: As they say.
        ClockOver: The time is over.
        ClockNotRunning: The item was not asked for.
        ReasonMissing: It says nothing.
    """
    current = locked(entry)
    require(actor, "claim", Right.CLAIM, current.unit.region_id)
    stage = require_stage(current, StageKind.CITY_CHECK)
    asked = current.items.filter(item=item, asked=True).exists()
    if not asked or current.completes_by is None:
        raise ClockNotRunning(cycle=current.cycle.code, item=item)
    if timezone.now() > current.completes_by:
        raise ClockOver(cycle=current.cycle.code, item=item, until=timezone.localtime(current.completes_by))
    if not note.strip():
        raise ReasonMissing(cycle=current.cycle.code, item=item)
    own = Evidence.objects.filter(unit=current.unit_id, pk__in=list(proofs)).values_list("pk", flat=True)
    body = {"note": note.strip()[:REASON_LENGTH], "proofs": sorted(own)}
    return record(actor, current, RecordKind.COMPLETED, stage=stage.code, item=item, body=body)


@transaction.atomic
def finish(actor: Actor, entry: Entry) -> Entry:
    """End the verification and take the entry on.

    Raises:
        NotAllowed, ConflictOfInterest, WrongStage, StageNotYet, StageOver, CycleNotOpen, EntryOver: As they say.
        ItemsOpen: Claimed items have no verified value.
        ClockRunning: Something was asked for, and the village still has time.
    """
    current, stage = _city_stage(actor, entry)
    open_ = current.items.filter(claimed_share__isnull=False, verified_share__isnull=True).values_list(
        "item", flat=True
    )
    if open_:
        raise ItemsOpen(cycle=current.cycle.code, count=len(open_), items=", ".join(open_[:NAMED]))
    if current.completes_by is not None and timezone.now() <= current.completes_by:
        until = timezone.localtime(current.completes_by)
        raise ClockRunning(cycle=current.cycle.code, village=current.unit.region_id, until=until)
    ahead = definition_of(current.cycle).after(stage.code)
    assert ahead is not None  # a cycle ends with its verdict
    return move(actor, current, ahead.code)


def clock_end(start: date, days: int) -> datetime:
    """The end of the last of so many working days after a day; Indonesian holidays and joint leave do not count."""
    return timezone.make_aware(datetime.combine(last_working_day(start, days), time(23, 59, 59)))


def _city_stage(actor: Actor, entry: Entry) -> tuple[Entry, Stage]:
    current = locked(entry)
    require(actor, "verify-claims", Right.VERIFY, current.unit.region_id)
    refuse_own_village(actor, current)
    return current, require_stage(current, StageKind.CITY_CHECK)


def _refuse_unfit(entry: Entry, standing: ItemStanding, value: Verified, reason: str) -> None:
    code = entry.cycle.code
    if standing.verified_share != value.seen:
        raise VerifiedMeanwhile(cycle=code, item=value.item)
    if standing.claimed_share is None:
        raise ClaimUnknown(cycle=code, item=value.item)
    if value.share < 0:
        raise UnusableShare(cycle=code, item=value.item, value=str(value.share))
    if value.share > standing.claimed_share:
        raise AboveClaim(cycle=code, item=value.item, value=value.share / 100, claimed=standing.claimed_share / 100)
    if value.share < standing.claimed_share and not reason:
        raise ReasonMissing(cycle=code, item=value.item)
