"""The village's self-assessment: what its facts are worth, what it claims, and the moment it hands it in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.rights import Right
from guyub.apps.appraisal.models import Entry, EntryRecord
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.entries import (
    REASON_LENGTH,
    locked,
    move,
    records_of,
    refresh_standing,
    require_stage,
)
from guyub.apps.appraisal.services.problems import ClaimUnknown, ReasonMissing, UnusableShare
from guyub.apps.assessment.models import VillageState
from guyub.apps.audit import chained
from guyub.data.loader import load_instrument, load_related
from guyub.domain.cycles import Record, RecordKind, StageKind, latest, points
from guyub.domain.cycles.scoring import FULL_SHARE
from guyub.domain.instruments.assess import assess
from guyub.domain.instruments.model import Instrument

PERCENT = re.compile(r"^\d{1,3}([.,]\d{1,2})?$", re.ASCII)


@dataclass(frozen=True)
class Proposed:
    """What the facts give an item: share in ten-thousandths of its weight (None: unknown), weight in hundredths."""

    item: str
    weight: int
    share: int | None
    facts: Mapping[str, int | None]
    missing: tuple[str, ...]

    @property
    def points(self) -> int | None:
        return points(self.weight, self.share)


def proposed(entry: Entry) -> tuple[Proposed, ...]:
    """What the village's facts of today give every item of the cycle's instrument. Two queries at most."""
    instrument = load_instrument(definition_of(entry.cycle).instrument)
    state = VillageState.objects.filter(unit=entry.unit_id).first()
    facts, given = (state.facts, state.given) if state is not None else ({}, {})
    return from_facts(instrument, facts, given)


def from_facts(
    instrument: Instrument, facts: Mapping[str, int | None], given: Mapping[str, int] | None = None
) -> tuple[Proposed, ...]:
    """The same from facts at hand."""
    result = assess(instrument, facts, given=given, related=load_related(instrument))
    full = instrument.total.full_score if instrument.total is not None else FULL_SHARE
    return tuple(
        Proposed(
            item=variable.code,
            weight=variable.weight * 100,
            share=None if (score := result.scores[variable.code]) is None else min(score, full) * FULL_SHARE // full,
            facts=result.variables[variable.code].facts,
            missing=result.variables[variable.code].missing,
        )
        for variable in instrument.variables
    )


def read_share(item: str, text: str) -> int:
    """A percentage as people type it, in ten-thousandths.

    Raises:
        UnusableShare: It is none from 0 to 100 with at most two decimals.
    """
    plain = text.strip().removesuffix("%").strip()
    if not PERCENT.match(plain):
        raise UnusableShare(cycle="", item=item, value=text[:20])
    whole, _, rest = plain.replace(",", ".").partition(".")
    share = int(whole) * 100 + int(rest.ljust(2, "0") or 0)
    if share > FULL_SHARE:
        raise UnusableShare(cycle="", item=item, value=text[:20])
    return share


@transaction.atomic
def claim(actor: Actor, entry: Entry, wanted: Mapping[str, tuple[int, str]]) -> int:
    """Claim other shares than the facts give; what the facts give needs no record before the hand-in.

    Args:
        actor: Of the village.
        entry: In its claim stage.
        wanted: Item → share and note.

    Returns:
        How many claims were recorded; one equal to what stands already is none.

    Raises:
        NotAllowed, WrongStage, StageNotYet, StageOver, CycleNotOpen, EntryOver: As they say.
        ClaimUnknown: The item's facts are unknown.
        ReasonMissing: The share differs from the facts' and there is no note.
    """
    current = locked(entry)
    require(actor, "claim", Right.CLAIM, current.unit.region_id)
    stage = require_stage(current, StageKind.CLAIM)
    by_item = {one.item: one for one in proposed(current)}
    before = _own_claims(records_of(current))
    rows = []
    for item, (share, note) in wanted.items():
        one = by_item.get(item)
        if one is None or not 0 <= share <= FULL_SHARE:
            raise UnusableShare(cycle=current.cycle.code, item=item, value=str(share))
        if one.share is None:
            raise ClaimUnknown(cycle=current.cycle.code, item=item)
        if share != one.share and not note.strip():
            raise ReasonMissing(cycle=current.cycle.code, item=item)
        stands = before.get(item)
        standing = (stands.get("share"), stands.get("note")) if stands is not None else (one.share, "")
        note = note.strip()[:REASON_LENGTH] if share != one.share else ""
        if (share, note) != standing:
            rows.append(claim_row(current, stage.code, one, share, note))
    if rows:
        chained.append(actor, str(current.pk), *rows)
        refresh_standing(current)
    return len(rows)


@transaction.atomic
def submit(actor: Actor, entry: Entry) -> Entry:
    """Hand the self-assessment in: every item is recorded as claimed, with its facts, and the city's stage begins.

    Raises:
        NotAllowed, WrongStage, StageNotYet, StageOver, CycleNotOpen, EntryOver: As they say.
    """
    current = locked(entry)
    require(actor, "claim", Right.CLAIM, current.unit.region_id)
    stage = require_stage(current, StageKind.CLAIM)
    own = _own_claims(records_of(current))
    rows = []
    for one in proposed(current):
        kept = own.get(one.item)
        noted = kept is not None and kept.get("note") and one.share is not None
        share, note = (kept.get("share"), kept.get("note")) if kept is not None and noted else (one.share, "")
        rows.append(claim_row(current, stage.code, one, share, note))
    chained.append(actor, str(current.pk), *rows)
    refresh_standing(current)
    ahead = definition_of(current.cycle).after(stage.code)
    assert ahead is not None  # a cycle ends with its verdict
    return move(actor, current, ahead.code)


def _own_claims(records: list[Record]) -> dict[str, Record]:
    return {key[1]: record for key, record in latest(records, RecordKind.CLAIM).items()}


def claim_row(entry: Entry, stage: str, one: Proposed, share: int | None, note: str) -> EntryRecord:
    """The record of one claim, not yet written."""
    body = {"share": share, "weight": one.weight, "facts": dict(one.facts), "note": note}
    return EntryRecord(entry=entry, kind=RecordKind.CLAIM.value, stage=stage, item=one.item, body=body)
